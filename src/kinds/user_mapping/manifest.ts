import { optionsMap } from '../foreign.js';
import type { Of } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';
import { plainOptions, type UserMappingAttributes } from './options.js';

/** Where options are secrets, only their digests are known. A manifest without them leaves them as they are. */
export function userMappingDocument(o: Of<UserMappingAttributes>): ManifestDocument {
  const { user, server } = o.attributes;
  const options = plainOptions(o.attributes);
  return {
    title: user === 'PUBLIC' ? 'public' : user,
    keys: mapOf({ server, options: options === null ? undefined : optionsMap(options) }),
  };
}
