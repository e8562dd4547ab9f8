import { ALL } from '../kinds/documents.js';
import type { ManifestKind } from './kind.js';

/** Every kind that a YAML document can declare, by the first key of its documents. */
export const kinds: ReadonlyMap<string, ManifestKind> = new Map(ALL.map((kind) => [kind.name, kind]));
