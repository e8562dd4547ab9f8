import type { Session } from '../database/session.js';

/** How large a relation is, by the server's own books. */
export interface Size {
  /** Rows as last counted by VACUUM or ANALYZE; `null` where that never happened. */
  readonly rows: number | null;
  /** With indexes and TOAST. */
  readonly bytes: number;
}

/**
 * Sizes of relations by oid, in one query; partitions count for the table that they are part of. Needs no privilege.
 * Estimates: they differ from run to run and are no part of a plan.
 */
export async function readSizes(session: Session, oids: readonly number[]): Promise<Map<number, Size>> {
  if (oids.length === 0) return new Map();
  const rows = await session.query<{ oid: number; rows: number | null; bytes: number }>(
    `select r.oid::int8 as oid, sum(case when c.reltuples < 0 then null else c.reltuples end)::float8 as rows,
       coalesce(sum(pg_catalog.pg_total_relation_size(c.oid)), 0)::float8 as bytes
     from unnest($1::oid[]) r(oid), lateral (
       with recursive tree(oid) as (select r.oid union select i.inhrelid from pg_catalog.pg_inherits i join tree on i.inhparent = tree.oid
         join pg_catalog.pg_class p on p.oid = i.inhrelid and p.relispartition)
       select c.oid, c.reltuples from tree join pg_catalog.pg_class c on c.oid = tree.oid where c.relkind in ('r', 'm', 'p')) c
     group by r.oid`,
    [oids],
  );
  return new Map(
    rows.map(({ oid, rows: count, bytes }) => [Number(oid), { rows: count, bytes: Number(bytes) }]),
  );
}
