import type { Of } from '../kind.js';
import { type ManifestDocument, type ManifestValue, mapOf } from '../manifest.js';
import { looseName, lowered } from '../words.js';
import type { DomainAttributes } from './index.js';

function notNull({ notNullName, notNullComment }: DomainAttributes): ManifestValue {
  return notNullName === null && notNullComment === null
    ? true
    : mapOf({ name: notNullName ?? undefined, comment: notNullComment ?? undefined });
}

export function domainDocument(o: Of<DomainAttributes>): ManifestDocument {
  const a = o.attributes;
  return {
    keys: mapOf({
      type: lowered(a.type),
      collation: a.collation === null ? undefined : looseName(a.collation),
      default: a.default === null ? undefined : lowered(a.default),
      not_null: a.notNull ? notNull(a) : undefined,
    }),
    sections: ['constraint'],
  };
}
