import { routine } from '../parts/routine.js';
import type { ManifestKind } from './kind.js';

export const functionKind: ManifestKind = { name: 'function', load: routine };
