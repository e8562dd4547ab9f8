import { writeName } from '../../manifest/names.js';
import type { Of } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';
import { printedName } from '../words.js';
import { SIZES } from './bounds.js';
import type { SequenceAttributes } from './index.js';

/** What CREATE SEQUENCE would choose by itself is left out. */
export function sequenceDocument(o: Of<SequenceAttributes>): ManifestDocument {
  const a = o.attributes;
  const up = !a.increment.startsWith('-');
  const size = SIZES[a.type] ?? 0n;
  const [min, max] = up ? [1n, size - 1n] : [-size, -1n];
  const other = (value: string, usual: bigint): bigint | undefined =>
    BigInt(value) === usual ? undefined : BigInt(value);
  return {
    keys: mapOf({
      as: a.type,
      increment: other(a.increment, 1n),
      min: other(a.min, min),
      max: other(a.max, max),
      start: other(a.start, up ? BigInt(a.min) : BigInt(a.max)),
      cache: other(a.cache, 1n),
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
