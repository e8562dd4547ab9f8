import type { Session } from '../database/session.js';
import { isKind, kindOf } from '../kinds/registry.js';
import type { Catalog } from '../model/catalog.js';
import { type Key, quoteIdent, quoteLiteral } from '../model/id.js';
import { recover } from '../scratch/failures.js';
import { FORBIDDEN } from '../scratch/run.js';

interface Routine {
  readonly key: Key;
  readonly oid: number;
  /** Values of search_path, any of which its body may mean; `null`: the database's. */
  readonly paths: readonly (string | null)[];
}

/**
 * Routines whose body the server refuses, with what it says: one that names a temporary table, or something that has gone
 * since. Only the validator of SQL looks for what a body names (fmgr_sql_validator, which CREATE FUNCTION calls).
 */
export async function readBroken(session: Session, live: Catalog): Promise<ReadonlyMap<Key, string>> {
  const routines = sqlRoutines(live);
  const broken = new Map<Key, string>();
  if (routines.length === 0) return broken;
  await session.run('begin read only; set local check_function_bodies = on');
  try {
    for (const routine of routines) {
      const said = await refused(session, routine);
      if (said !== null) broken.set(routine.key, said);
    }
  } finally {
    await session.run('rollback');
  }
  return broken;
}

function sqlRoutines(live: Catalog): Routine[] {
  return [...live.objects.values()].flatMap((object) => {
    const { key, id, address, extension } = object;
    const body = isKind(id.kind) && extension === null ? kindOf(id.kind).body?.(object as never) : null;
    if (body === null || body === undefined || body.language !== 'sql') return [];
    const own = `${quoteIdent(id.schema ?? 'public')}, public`;
    return { key, oid: address.oid, paths: body.searchPath === null ? [null, own] : [body.searchPath] };
  });
}

/** What the server says under the last of its paths; `null` where it takes the body under one of them. */
async function refused(session: Session, { oid, paths }: Routine): Promise<string | null> {
  let said = '';
  for (const path of paths) {
    try {
      const set =
        path === null
          ? 'set local search_path to default'
          : `select pg_catalog.set_config('search_path', ${quoteLiteral(path)}, true)`;
      await session.run(
        `savepoint body; ${set}; select pg_catalog.fmgr_sql_validator(${oid}); release savepoint body`,
      );
      return null;
    } catch (error) {
      const { code, message } = await recover(session, error, 'body');
      // Who may not call it may not have it checked.
      if (code === FORBIDDEN) return null;
      said = message;
    }
  }
  return said;
}
