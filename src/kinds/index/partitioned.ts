import type { Catalog, CatalogObject } from '../../model/catalog.js';
import { type Key, qualified, quoteIdent } from '../../model/id.js';
import { comesByItself, pathKey } from '../heirs.js';
import type { Of, Surroundings } from '../kind.js';
import { relationOf } from '../relation.js';

/** SQL: the partitioned index that one is attached to, as kind, schema, table, name. A key's index is its constraint's. */
export const PARENT_INDEX = (index: string): string =>
  `(select jsonb_build_array(case when pk.oid is null then 'index' else 'constraint' end, pn.nspname, pt.relname, coalesce(pk.conname, p.relname))
    from pg_inherits h join pg_class p on p.oid = h.inhparent join pg_namespace pn on pn.oid = p.relnamespace
    join pg_index pi on pi.indexrelid = p.oid join pg_class pt on pt.oid = pi.indrelid
    left join pg_constraint pk on pk.conindid = p.oid and pk.conrelid = pt.oid and pk.contype in ('p', 'u', 'x') where h.inhrelid = ${index})`;

export const parentIndexKey = ([kind = 'index', ...path]: readonly string[]): Key => pathKey(kind, path);

/** Only what a partitioned table has gets copies in others. */
export const onPartitioned = ({ parent }: Pick<CatalogObject, 'parent'>, catalog: Catalog): boolean =>
  (catalog.objects.get(parent ?? '')?.attributes.partitionKey ?? null) !== null;

interface Attached {
  partitionOf: string[] | null;
  /** It was there before, whoever named it. */
  unlike: boolean;
}

/** The SQL that ties an index to the partitioned one that it is a copy of; `path` is that one's kind, schema, table, name. */
export const attachSql = (path: readonly string[], name: string): string =>
  `alter index ${qualified(path[1] ?? null, path.at(-1) ?? '')} attach partition ${name}`;

/** ATTACH PARTITION for an index that state names itself; nothing happens where PostgreSQL has attached it already. */
export function attachIndex<A extends Attached>(after: Of<A>, before: Of<A> | null): string[] {
  const from = after.attributes.partitionOf;
  const was = before?.attributes.partitionOf ?? null;
  if (from === null || JSON.stringify(was) === JSON.stringify(from)) return [];
  if (before === null && comesByItself(after) && !after.attributes.unlike) return [];
  return [attachSql(from, qualified(after.id.schema, after.id.name))];
}

/**
 * Whether an index, or a key, becomes valid with a copy that is attached: PostgreSQL looks only then whether it has all.
 * Those that it would make by itself must be there, for making the index on its own made none.
 */
export function getsLastCopy({ key }: Pick<CatalogObject, 'key'>, around: Surroundings): boolean {
  const copies = [...around.catalog.objects.values()].filter(({ attributes: { partitionOf } }) =>
    Array.isArray(partitionOf) ? parentIndexKey(partitionOf.map(String)) === key : false,
  );
  const there = (object: CatalogObject): CatalogObject | undefined => around.standing?.(object.key);
  const apart = (object: CatalogObject): boolean =>
    object.attributes.unlike === true || !comesByItself(object);
  return (
    copies.some((object) => there(object)?.attributes.partitionOf !== object.attributes.partitionOf) &&
    copies.every((object) => apart(object) || there(object) !== undefined)
  );
}

/** SQL: whether an index is valid. */
export const VALID = (index: string): string =>
  `coalesce((select i.indisvalid from pg_index i where i.indexrelid = ${index}), true)`;

/** Whether a partition's copy of a plain index is a key. */
export function keysUnder(o: Pick<CatalogObject, 'key'>, around: Surroundings): boolean {
  for (const object of around.catalog.objects.values()) {
    const from = object.attributes.partitionOf;
    if (object.id.kind === 'constraint' && Array.isArray(from) && parentIndexKey(from as string[]) === o.key)
      return true;
  }
  return false;
}

/** The index is the table's replica identity, which goes with every index and has to be said again. */
export function replicaIdentity(o: Pick<CatalogObject, 'id'>, around: Surroundings): string[] {
  const table = around.parent(o as CatalogObject);
  return table?.attributes.replicaIdentity === `index ${o.id.name}`
    ? [`alter table ${relationOf(o)} replica identity using index ${quoteIdent(o.id.name)}`]
    : [];
}
