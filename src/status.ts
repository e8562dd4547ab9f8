import type { Session } from './database/session.js';
import { type Drift, driftSince, type HistoryEntry, keptOf, listHistory } from './history/index.js';
import type { Address, Catalog } from './model/catalog.js';
import type { Plan } from './model/plan.js';
import { type Project, planEnvironment } from './reconcile.js';

/** One object that is not as the last apply left it. */
export interface Changed extends Drift {
  /** When it was changed, ISO 8601, where the server keeps track of commits; otherwise `null`. */
  readonly at: string | null;
}

/** What an environment lacks, and what others did to it. */
export interface Status {
  readonly plan: Plan;
  /** The last entry of the history; `null`: nothing was applied yet. */
  readonly last: HistoryEntry | null;
  /** What somebody else changed since, in scope. */
  readonly changed: readonly Changed[];
}

export async function statusOf(project: Project): Promise<Status> {
  const planned = await planEnvironment(project);
  try {
    const { environment, session, plan, live } = planned;
    const [last] = await listHistory(session, environment.name);
    const state = last === undefined ? null : ((await keptOf(session, last.id))?.state ?? null);
    const drift =
      state === null
        ? []
        : driftSince(state, live).filter(
            ({ schema }) =>
              environment.schemas === null || (schema !== null && environment.schemas.includes(schema)),
          );
    return { plan, last: last ?? null, changed: await withTimes(session, live, drift) };
  } finally {
    await planned.close();
  }
}

async function withTimes(session: Session, live: Catalog, drift: readonly Drift[]): Promise<Changed[]> {
  const [tracked] = await session.query<{ on: boolean }>(
    "select current_setting('track_commit_timestamp', true) = 'on' as on",
  );
  const changed: Changed[] = [];
  for (const one of drift) {
    const address = tracked?.on === true ? live.objects.get(one.key)?.address : undefined;
    changed.push({
      ...one,
      at: address === undefined ? null : await timeOf(session, address),
    });
  }
  return changed;
}

/**
 * When the catalog rows that make up an object were last written (its own, a view's rule, what COMMENT says of it); `null`
 * where that is not known any more or not for us to see.
 */
async function timeOf(session: Session, { catalog, oid, sub }: Address): Promise<string | null> {
  if (!/^pg_[a-z_]+$/.test(catalog)) return null;
  const own =
    sub > 0
      ? 'select a.xmin from pg_catalog.pg_attribute a where a.attrelid = $1 and a.attnum = $2'
      : `select t.xmin from pg_catalog.${catalog} t where t.oid = $1 and $2 = 0`;
  try {
    const [row] = await session.query<{ at: string | null }>(
      `select to_char(max(pg_xact_commit_timestamp(w.xmin)) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at from (${own}
         union all select r.xmin from pg_catalog.pg_rewrite r where r.ev_class = $1 and $2 = 0 and $3 = 'pg_class'
         union all select d.xmin from pg_catalog.pg_description d
           where d.classoid = to_regclass('pg_catalog.' || $3) and d.objoid = $1 and d.objsubid = $2) w`,
      [oid, sub, catalog],
    );
    return row?.at ?? null;
  } catch (error) {
    if (session.broken) throw error;
    return null;
  }
}
