import type { Of } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';
import { lowered } from '../words.js';
import type { FamilyAttributes } from './index.js';

export function familyDocument(o: Of<FamilyAttributes>): ManifestDocument {
  const { members } = o.attributes;
  return {
    keys: mapOf({
      using: o.id.arguments ?? '',
      members: members.length === 0 ? undefined : members.map(lowered),
    }),
  };
}
