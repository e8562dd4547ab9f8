import type { Session } from '../database/session.js';
import { isKind, KINDS } from '../kinds/registry.js';
import type { Attributes, Catalog, Role } from '../model/catalog.js';
import { assemble, type RawCatalog } from './assemble.js';
import * as rows from './rows.js';
import { unmanagedQuery } from './unmanaged.js';

export interface ReadOptions {
  /** Only objects with these oids, or that are part of relations with them. Default: the whole database. */
  readonly oids?: readonly number[];
  /** The session is inside a transaction already: read there and leave it open. Default false. */
  readonly inTransaction?: boolean;
}

/** Definitions are printed under these (ENGINE, "Reading"); search_path '' makes every name qualified. */
const PRINTING =
  "set local search_path = ''; set local DateStyle = 'ISO, MDY'; set local IntervalStyle = 'postgres'; set local TimeZone = 'UTC'; set local extra_float_digits = 1; set local jit = off; set local bytea_output = 'hex'";

/** pg_get_viewdef keeps a lock per relation until its transaction ends (ENGINE): so many views at most in one. */
const BATCH = 200;

/**
 * Reads every user object of the session's database as values.
 * Round trips: one for settings, one for all rows, one per 200 views. Needs no privilege beyond CONNECT.
 */
export async function readCatalog(session: Session, options: ReadOptions = {}): Promise<Catalog> {
  const inside = options.inTransaction ?? false;
  const version = session.version;
  const filter = options.oids === undefined ? null : `{${options.oids.join(',')}}`;
  const limit = (query: string): string =>
    filter === null
      ? query
      : `select * from (${query}) q where q.oid = any('${filter}'::oid[]) or q.relid = any('${filter}'::oid[])`;
  const queries = [
    ...KINDS.map((kind) => limit(kind.read(version))),
    rows.DEPENDENCIES,
    rows.EXTENSION_MEMBERS,
    rows.COMMENTS,
    rows.ALIASES,
    rows.ROLES(version),
    rows.DEFAULT_PRIVILEGES,
    rows.INITIAL_PRIVILEGES,
    filter === null ? unmanagedQuery(isKind, version) : 'select 1 where false',
  ];
  const [settings] = await session.query<Record<string, string>>(rows.SETTINGS);
  const results = await printing(session, inside, (run) => run(queries.join(';\n')));
  const at = (offset: number): Record<string, unknown>[] =>
    results[results.length - queries.length + offset] ?? [];
  const raw: RawCatalog = {
    version,
    kinds: KINDS.map((kind, index) => ({ kind, rows: at(index) as unknown as rows.ObjectRow[] })),
    dependencies: at(KINDS.length) as unknown as rows.DependencyRow[],
    members: at(KINDS.length + 1) as unknown as rows.DependencyRow[],
    comments: at(KINDS.length + 2) as unknown as RawCatalog['comments'],
    aliases: at(KINDS.length + 3) as unknown as RawCatalog['aliases'],
    roles: at(KINDS.length + 4) as unknown as Role[],
    defaultPrivileges: at(KINDS.length + 5) as unknown as RawCatalog['defaultPrivileges'],
    initial: at(KINDS.length + 6) as unknown as RawCatalog['initial'],
    unmanaged: at(KINDS.length + 7) as unknown as RawCatalog['unmanaged'],
    settings: settings ?? {},
  };
  await readLocking(session, inside, raw);
  return assemble(raw);
}

/** Completes kinds whose definitions take locks to print, in short transactions. Objects that vanished meanwhile are left out. */
async function readLocking(session: Session, inside: boolean, raw: RawCatalog): Promise<void> {
  for (const entry of raw.kinds) {
    if (entry.kind.readLocking === undefined) continue;
    const printed = new Map<number, Attributes>();
    const query = entry.kind.readLocking(raw.version);
    for (let from = 0; from < entry.rows.length; from += BATCH) {
      const oids = entry.rows.slice(from, from + BATCH).map((row) => row.oid);
      const results = await printing(session, inside, (run) =>
        run(`select * from (${query}) q where q.oid = any('{${oids.join(',')}}'::oid[])`),
      );
      for (const row of results.at(-1) ?? []) printed.set(row.oid as number, row.attributes as Attributes);
    }
    entry.rows = entry.rows.flatMap((row) => {
      const more = printed.get(row.oid);
      return more === undefined ? [] : [{ ...row, attributes: { ...row.attributes, ...more } }];
    });
  }
}

type Results = Record<string, unknown>[][];

/** Runs a read under the printing settings: in a transaction of its own, or inside the open one, which it leaves as it was. */
async function printing(
  session: Session,
  inside: boolean,
  work: (run: (sql: string) => Promise<Results>) => Promise<Results>,
): Promise<Results> {
  if (!inside) {
    try {
      return await work(async (sql) =>
        (
          await session.run(`begin isolation level repeatable read read only; ${PRINTING}; ${sql}; commit`)
        ).slice(0, -1),
      );
    } catch (error) {
      if (!session.broken) await session.run('rollback');
      throw error;
    }
  }
  // Going back to the savepoint gives back settings and locks.
  const [, ...results] = await work(async (sql) =>
    (
      await session.run(
        `savepoint reconcile_printing; ${PRINTING}; ${sql}; rollback to savepoint reconcile_printing; release savepoint reconcile_printing`,
      )
    ).slice(0, -2),
  );
  return results;
}
