import type { Of } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';
import { optionalName } from '../table/manifest.js';
import { lowered } from '../words.js';
import type { RangeAttributes } from './index.js';

export function rangeDocument(o: Of<RangeAttributes>): ManifestDocument {
  const a = o.attributes;
  return {
    keys: mapOf({
      subtype: lowered(a.subtype),
      subtype_opclass: optionalName(a.operatorClass),
      collation: optionalName(a.collation),
      canonical: optionalName(a.canonical),
      subtype_diff: optionalName(a.difference),
      multirange_type_name: optionalName(a.multirange),
    }),
  };
}
