import type { Of } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';
import { looseName, lowered } from '../words.js';
import type { ClassAttributes } from './index.js';

export function classDocument(o: Of<ClassAttributes>): ManifestDocument {
  const a = o.attributes;
  return {
    keys: mapOf({
      type: lowered(a.type),
      using: o.id.arguments ?? '',
      default: a.default ? true : undefined,
      family: looseName(a.family),
      storage: a.storage === null ? undefined : lowered(a.storage),
      members: a.members.length === 0 ? undefined : a.members.map(lowered),
    }),
  };
}
