import { isDatabaseFailure } from '../database/failure.js';
import type { Session } from '../database/session.js';
import type { CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';

/** How large a relation is; `null` where the server has not counted. */
export interface Size {
  /** As VACUUM or ANALYZE last counted. */
  readonly rows: number | null;
  /** With indexes and TOAST: of its files, or while somebody else locks it as last counted. */
  readonly bytes: number | null;
  /** Of its rows alone: 0 where it never had any, or they were truncated. */
  readonly data?: number | null;
}

/** The files, which takes a lock that waits for whoever is changing the relation; and what is written down of them. */
const FILES = 'pg_catalog.pg_total_relation_size(c.oid)';
const COUNTED = `case when c.reltuples >= 0 then (c.relpages + coalesce(t.relpages, 0) + coalesce(x.pages, 0)) * current_setting('block_size')::int8 end`;

const DATA = 'pg_catalog.pg_relation_size(c.oid)';
const COUNTED_DATA = "case when c.reltuples >= 0 then c.relpages * current_setting('block_size')::int8 end";

const query = (bytes: string, data: string): string =>
  `select r.oid::int8 as oid, sum(case when c.reltuples >= 0 then c.reltuples end)::float8 as rows, sum(${bytes})::float8 as bytes, sum(${data})::float8 as data
     from unnest($1::oid[]) r(oid) left join lateral (
       with recursive tree(oid) as (select r.oid union select i.inhrelid from pg_catalog.pg_inherits i join tree on i.inhparent = tree.oid
         join pg_catalog.pg_class p on p.oid = i.inhrelid and p.relispartition)
       select c.* from tree join pg_catalog.pg_class c on c.oid = tree.oid where c.relkind in ('r', 'm')) c on true
     left join pg_catalog.pg_class t on t.oid = c.reltoastrelid
     left join lateral (select sum(i.relpages) as pages from pg_catalog.pg_index x join pg_catalog.pg_class i on i.oid = x.indexrelid
       where x.indrelid = c.oid or x.indrelid = t.oid) x on true
     group by r.oid`;

/**
 * Sizes of relations by oid, in one query; partitions count for the table that they are part of. Needs no privilege.
 * They differ from run to run and are no part of a plan, which does not wait for them: half a second at most.
 */
export async function readSizes(session: Session, oids: readonly number[]): Promise<Map<number, Size>> {
  if (oids.length === 0) return new Map();
  interface Row {
    readonly oid: number;
    readonly rows: number | null;
    readonly bytes: number | null;
    readonly data: number | null;
  }
  const read = async (bytes: string, data: string): Promise<Row[]> => {
    await session.run("begin read only; set local lock_timeout = '500ms'");
    try {
      return await session.query<Row>(query(bytes, data), [oids]);
    } finally {
      if (!session.broken) await session.run('rollback');
    }
  };
  const rows = await read(FILES, DATA).catch((error: unknown) => {
    if (isDatabaseFailure(error) && error.code === LOCKED) return read(COUNTED, COUNTED_DATA);
    throw error;
  });
  return new Map(rows.map((row) => [Number(row.oid), { rows: row.rows, bytes: row.bytes, data: row.data }]));
}

/** Bytes of relations by key; 0 where there are no rows. Where nothing is counted yet it is taken for small. */
export async function bytesOf(
  session: Session,
  relations: readonly CatalogObject[],
): Promise<ReadonlyMap<Key, number>> {
  const sizes = await readSizes(
    session,
    relations.map(({ address }) => address.oid),
  );
  return new Map(
    relations.map(({ key, address }) => {
      const size = sizes.get(address.oid);
      return [key, size?.data === 0 ? 0 : (size?.bytes ?? 1)];
    }),
  );
}

/** lock_not_available ("PostgreSQL Error Codes" in the manual). */
const LOCKED = '55P03';
