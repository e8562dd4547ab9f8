import { routine } from '../parts/routine.js';
import type { ManifestKind } from './kind.js';

export const procedure: ManifestKind = { name: 'procedure', load: routine };
