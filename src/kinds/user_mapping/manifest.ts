import type { Of } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';
import type { UserMappingAttributes } from './index.js';

/** Its options are secrets: only their digests are known. A manifest without them leaves them as they are. */
export function userMappingDocument(o: Of<UserMappingAttributes>): ManifestDocument {
  const { user, server } = o.attributes;
  return { title: user === 'PUBLIC' ? 'public' : user, keys: mapOf({ server }) };
}
