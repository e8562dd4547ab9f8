import type { Of } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';
import { manifestName } from '../table/manifest.js';
import { lowered } from '../words.js';
import type { RangeAttributes } from './index.js';

const name = (text: string | null): string | undefined => (text === null ? undefined : manifestName(text));

export function rangeDocument(o: Of<RangeAttributes>): ManifestDocument {
  const a = o.attributes;
  return {
    keys: mapOf({
      subtype: lowered(a.subtype),
      subtype_opclass: name(a.operatorClass),
      collation: name(a.collation),
      canonical: name(a.canonical),
      subtype_diff: name(a.difference),
      multirange_type_name: name(a.multirange),
    }),
  };
}
