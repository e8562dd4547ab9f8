import type { Of } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';

/** The version is left to the server that it is made on. */
export function extensionDocument(o: Of<{ schema: string }>): ManifestDocument {
  return { keys: mapOf({ schema: o.attributes.schema }) };
}
