import type { Session } from '../database/session.js';
import type { Address } from '../model/catalog.js';
import type { RowDifference, SnapshotRow } from './snapshot.js';
import { SYSTEM_CATALOGS } from './system-catalogs.js';

/** What PostgreSQL does in the wake of a change, as far as pg_depend says it: addresses as `catalog:oid:sub`. */
export interface Wake {
  /** Made, changed and removed together with what is touched. */
  readonly parts: ReadonlySet<string>;
  /** Removed with what is removed, without a CASCADE. Maps to the touched addresses that take it along. */
  readonly removed: ReadonlyMap<string, ReadonlySet<string>>;
  /** Relations of which every row goes along (an extension's members). */
  readonly relations: ReadonlySet<number>;
}

export const addressText = (address: Address): string => `${address.catalog}:${address.oid}:${address.sub}`;

const START = `touched(root, classid, objid, objsubid) as (
    select r.n, r.class, r.oid, r.sub from unnest($1::oid[], $2::oid[], $3::int[]) with ordinality r(class, oid, sub, n))`;

/**
 * Internal dependents (row types, array types, identity sequences, foreign keys' own triggers, partitions' clones:
 * pg_depend i, P, S), an extension's members (e), what a parent hands down to its children by name, a column's
 * copies in indexes, which take its storage and compression, the copies of foreign keys from and to a partition, and the
 * shells of operators that others are promised as their commutator or negator (manual, CREATE OPERATOR).
 */
const PARTS = `with recursive ${START},
  child(relid, root) as (
    select i.inhrelid, i.inhparent from pg_catalog.pg_inherits i where i.inhparent in (select objid from touched where classid = 1259
      union select k.conrelid from pg_catalog.pg_constraint k join touched t on t.classid = 2606 and k.oid = t.objid)
    union select i.inhrelid, c.root from child c join pg_catalog.pg_inherits i on i.inhparent = c.relid),
  part(classid, objid, objsubid, member) as (
    select classid, objid, objsubid, false from touched
    union select 1259::oid, c.relid, a.attnum::int, false from touched t join pg_catalog.pg_attribute p on t.classid = 1259 and p.attrelid = t.objid
        and p.attnum = t.objsubid and t.objsubid > 0 join child c on c.root = t.objid
      join pg_catalog.pg_attribute a on a.attrelid = c.relid and a.attname = p.attname
    union select 1259::oid, x.indexrelid, k.n::int, false from touched t join pg_catalog.pg_index x on t.classid = 1259 and x.indrelid = t.objid
      cross join unnest(x.indkey::int2[]) with ordinality k(attnum, n) where t.objsubid > 0 and k.attnum = t.objsubid
    union select 2617::oid, o.oid, 0, false from touched t join pg_catalog.pg_operator p on t.classid = 2617 and p.oid = t.objid
      join pg_catalog.pg_operator o on o.oid in (p.oprcom, p.oprnegate) or p.oid in (o.oprcom, o.oprnegate) where o.oprcode = 0
    union select 2606::oid, k.oid, 0, false from touched t join pg_catalog.pg_constraint k
      on t.classid = 1259 and t.objsubid = 0 and t.objid in (k.confrelid, k.conrelid) and k.contype = 'f' and k.conparentid <> 0
    union select 2606::oid, k.oid, 0, false from touched t join pg_catalog.pg_constraint p on t.classid = 2606 and p.oid = t.objid
      join child c on c.root = p.conrelid
      join pg_catalog.pg_constraint k on k.conrelid = c.relid and k.conname = p.conname and k.contype = p.contype
    union select 1259::oid, c.oid, a.attnum::int, false from touched t join pg_catalog.pg_class c on t.classid = 1247 and c.reloftype = t.objid
      join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0
    union select d.classid, d.objid, d.objsubid, p.member or d.deptype = 'e' from part p join pg_catalog.pg_depend d
      on d.refclassid = p.classid and d.refobjid = p.objid and (p.objsubid = 0 or d.refobjsubid = p.objsubid)
        and d.deptype in ('i', 'P', 'S', 'e'))
  select c.relname || ':' || p.objid || ':' || p.objsubid as address, p.objid as oid, p.member and p.classid = 1259 as relation
    from part p join pg_catalog.pg_class c on c.oid = p.classid`;

/** What a DROP without CASCADE takes along (pg_depend a, i, P, S, e). */
const REMOVED = `with recursive ${START},
  gone(root, classid, objid, objsubid) as (
    select root, classid, objid, objsubid from touched
    union select g.root, d.classid, d.objid, d.objsubid from gone g join pg_catalog.pg_depend d
      on d.refclassid = g.classid and d.refobjid = g.objid and (g.objsubid = 0 or d.refobjsubid = g.objsubid)
        and d.deptype in ('a', 'i', 'P', 'S', 'e'))
  select c.relname || ':' || g.objid || ':' || g.objsubid as address, g.root::int as root
    from gone g join pg_catalog.pg_class c on c.oid = g.classid`;

/** The wake of changing these objects, read in the session's present state. */
export async function readWake(session: Session, touched: readonly Address[]): Promise<Wake> {
  const parts = new Set(touched.map(addressText));
  const removed = new Map<string, Set<string>>();
  const relations = new Set<number>();
  if (touched.length === 0) return { parts, removed, relations };
  const classes = await session.query<{ name: string; oid: number }>(
    "select relname as name, oid from pg_catalog.pg_class where relnamespace = 'pg_catalog'::regnamespace and relname = any ($1)",
    [SYSTEM_CATALOGS.map((catalog) => catalog.name)],
  );
  const oids = new Map(classes.map((row) => [row.name, row.oid]));
  const known = touched.filter((address) => oids.has(address.catalog));
  const start = [known.map((a) => oids.get(a.catalog)), known.map((a) => a.oid), known.map((a) => a.sub)];
  for (const row of await session.query<{ address: string; oid: number; relation: boolean }>(PARTS, start)) {
    parts.add(row.address);
    if (row.relation) relations.add(row.oid);
  }
  for (const row of await session.query<{ address: string; root: number }>(REMOVED, start)) {
    const root = known[row.root - 1];
    if (root === undefined) continue;
    const roots = removed.get(row.address) ?? new Set<string>();
    removed.set(row.address, roots.add(addressText(root)));
  }
  return { parts, removed, relations };
}

/**
 * A field that PostgreSQL keeps in step with rows of another catalog (`cause`) that belong to the same relation, with the
 * relation itself (`touched`), or with the relations that it names (`named`).
 */
interface FieldWake {
  readonly catalog: string;
  readonly flag: string;
  readonly cause: string;
}
const wake = (catalog: string, flag: string, cause: string): FieldWake => ({ catalog, flag, cause });

export const FIELD_WAKES: readonly FieldWake[] = [
  wake('pg_class', 'relhasindex', 'pg_index'),
  wake('pg_class', 'relhasrules', 'pg_rewrite'),
  wake('pg_class', 'relhastriggers', 'pg_trigger'),
  wake('pg_class', 'relhassubclass', 'pg_inherits'),
  wake('pg_class', 'relchecks', 'pg_constraint'),
  wake('pg_class', 'relnatts', 'pg_attribute'),
  // Indexes and owned sequences follow their table to another owner or schema.
  wake('pg_class', 'relowner', 'touched'),
  wake('pg_class', 'relnamespace', 'touched'),
  // SET UNLOGGED and SET LOGGED: a table's indexes and sequences with it.
  wake('pg_class', 'relpersistence', 'touched'),
  // A partitioned table knows its default partition.
  wake('pg_partitioned_table', 'partdefid', 'pg_inherits'),
  wake('pg_partitioned_table', 'partdefid', 'named'),
  wake('pg_constraint', 'connamespace', 'touched'),
  // A primary key makes its columns NOT NULL; a NOT NULL constraint is a row of its own from 18 on.
  wake('pg_attribute', 'attnotnull', 'pg_constraint'),
  wake('pg_attribute', 'attnotnull', 'pg_index'),
  wake('pg_attribute', 'atthasdef', 'pg_attrdef'),
  wake('pg_attribute', 'attislocal', 'pg_inherits'),
  wake('pg_attribute', 'attinhcount', 'pg_inherits'),
  wake('pg_constraint', 'conislocal', 'pg_inherits'),
  wake('pg_constraint', 'coninhcount', 'pg_inherits'),
  wake('pg_index', 'indisvalid', 'pg_inherits'),
  wake('pg_index', 'indisclustered', 'touched'),
  wake('pg_index', 'indisreplident', 'touched'),
];

/** Whether only fields of a row differ that had to follow rows which are explained already. */
export function followsOthers(
  { before, after }: RowDifference,
  touchedRelations: ReadonlySet<number>,
  causes: ReadonlySet<string>,
): boolean {
  if (before === null || after === null || before.hash !== after.hash || before.home !== after.home)
    return false;
  const names = SYSTEM_CATALOGS.find((catalog) => catalog.name === after.catalog)?.flags ?? [];
  const had = (cause: string, index: number): boolean => {
    if (cause === 'touched') return touchedRelations.has(after.relation);
    if (cause === 'named')
      return [before, after].every(
        ({ flags }) => flags[index] === '0' || touchedRelations.has(Number(flags[index])),
      );
    return causes.has(`${cause} ${after.relation}`) || causes.has(`${cause} ${oidOfHome(after)}`);
  };
  return names.every(
    (flag, index) =>
      before.flags[index] === after.flags[index] ||
      FIELD_WAKES.some(
        (entry) => entry.catalog === after.catalog && entry.flag === flag && had(entry.cause, index),
      ),
  );
}

/** What an explained row may be the cause of. */
export function causesOf(row: SnapshotRow): string[] {
  return [`${row.catalog} ${row.relation}`, `${row.catalog} ${oidOfHome(row)}`];
}

export function oidOfHome(row: SnapshotRow): number {
  return Number(row.home.split(':')[1] ?? '0');
}
