import type { Of } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';

export function enumDocument(o: Of<{ values: string[] }>): ManifestDocument {
  return { keys: mapOf({ values: o.attributes.values }) };
}
