import { writeName } from '../../manifest/names.js';
import type { Of } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';
import { printedName } from '../words.js';
import { usualBounds } from './bounds.js';
import type { SequenceAttributes } from './index.js';

/** What CREATE SEQUENCE would choose by itself is left out. */
export function sequenceDocument(o: Of<SequenceAttributes>): ManifestDocument {
  const a = o.attributes;
  const usual = usualBounds(a);
  const other = (value: string, otherwise: string): bigint | undefined =>
    value === otherwise ? undefined : BigInt(value);
  return {
    keys: mapOf({
      as: a.type,
      increment: other(a.increment, '1'),
      min: other(a.min, usual.min),
      max: other(a.max, usual.max),
      start: other(a.start, usual.start),
      cache: other(a.cache, '1'),
      cycle: a.cycle ? true : undefined,
      persistence: a.persistence === 'u' ? 'unlogged' : undefined,
      owned_by: a.ownedBy === null ? undefined : column(a.ownedBy),
    }),
  };
}

/** `table.column` in public, else `schema.table.column`. */
function column(printed: string): string {
  const [schema = '', table = '', name = ''] = printedName(printed);
  const [home, last] = [writeName(schema === 'public' ? null : schema, table), writeName(null, name)];
  return `${home}.${last}`;
}
