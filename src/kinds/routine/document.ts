import type { ManifestKind } from '../../manifest/kind.js';
import { routine } from '../../manifest/parts/routine.js';

export const documents: readonly ManifestKind[] = [
  { name: 'function', load: routine },
  { name: 'procedure', load: routine },
];
