import type { Of } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';
import type { ExtensionAttributes } from './index.js';

/** The version is left to the server that it is made on, unless it is not what that makes. */
export function extensionDocument(o: Of<ExtensionAttributes>): ManifestDocument {
  const { schema, version, usual } = o.attributes;
  return { keys: mapOf({ schema, version: usual === false ? version : undefined }) };
}
