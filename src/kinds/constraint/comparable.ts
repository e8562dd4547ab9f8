import type { Catalog } from '../../model/catalog.js';
import type { Of } from '../kind.js';
import type { ConstraintAttributes } from './index.js';

/** Types whose values one index compares with each other. */
const FAMILIES: readonly (readonly string[])[] = [
  ['smallint', 'integer', 'bigint'],
  ['real', 'double precision'],
  ['text', 'character varying', 'character'],
  ['date', 'timestamp without time zone', 'timestamp with time zone'],
];

function familyOf(type: unknown): string {
  const name = String(type).replace(/\([\d,]+\)/, '');
  return FAMILIES.find((family) => family.includes(name))?.[0] ?? name;
}

/**
 * Whether a constraint holds while one column under it after the other gets its type. A foreign key's two tables differ
 * meanwhile where both change: PostgreSQL makes it anew each time, which it refuses for types that do not compare.
 */
export function comparableThroughout(o: Of<ConstraintAttributes>, live: Catalog, wanted: Catalog): boolean {
  if (o.attributes.type !== 'f') return true;
  const columns = o.dependsOn.flatMap(({ on }) => live.objects.get(on) ?? []);
  const changed = columns.flatMap((before) => {
    const after = wanted.objects.get(before.key);
    if (before.id.kind !== 'column' || after === undefined) return [];
    const [b, a] = [before.attributes, after.attributes];
    return b.type === a.type && b.collation === a.collation ? [] : [{ table: before.parent, b, a }];
  });
  const ownOnly = columns.every(({ id, parent }) => id.kind !== 'column' || parent === o.parent);
  if (!ownOnly && new Set(changed.map(({ table }) => table)).size < 2) return true;
  // A key with a PERIOD (18+) is a GiST index, which compares values of one type only.
  const of = o.attributes.definition.includes(' PERIOD ') ? String : familyOf;
  return changed.every(({ b, a }) => b.collation === a.collation && of(b.type) === of(a.type));
}
