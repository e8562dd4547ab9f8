import type { Session } from '../database/session.js';
import type { Plan } from '../model/plan.js';

export { ensureBookkeeping } from './schema.js';

/** One apply that was committed. */
export interface HistoryEntry {
  /** Sorts by time. */
  readonly id: string;
  readonly environment: string;
  /** ISO 8601, UTC. */
  readonly appliedAt: string;
  readonly who: string;
  readonly summary: Plan['summary'] | null;
  readonly fingerprintBefore: string;
  readonly fingerprintAfter: string;
  /** Milliseconds. */
  readonly duration: number;
  /** The backup's id, which `restore` takes; `null` where nothing could be lost. */
  readonly backup: string | null;
  readonly gitCommit: string | null;
  readonly toolVersion: string;
}

export interface NewEntry {
  readonly id: string;
  readonly environment: string;
  readonly plan: Plan;
  readonly fingerprintBefore: string;
  readonly fingerprintAfter: string;
  readonly duration: number;
  readonly backup: string | null;
  readonly gitCommit: string | null;
  readonly toolVersion: string;
}

/** Records an apply in its own transaction. Gives the transaction's id, by which a lost COMMIT is looked up. */
export async function recordApply(session: Session, entry: NewEntry): Promise<string> {
  const [row] = await session.query<{ xid: string }>(
    `insert into reconcile.history (id, environment, who, plan, fingerprint_before, fingerprint_after, duration_ms, backup, git_commit, tool_version)
     values ($1, $2, session_user, $3::jsonb, $4, $5, $6, $7, $8, $9) returning pg_current_xact_id()::text as xid`,
    [
      entry.id,
      entry.environment,
      JSON.stringify(entry.plan),
      entry.fingerprintBefore,
      entry.fingerprintAfter,
      entry.duration,
      entry.backup,
      entry.gitCommit,
      entry.toolVersion,
    ],
  );
  return row?.xid ?? '';
}

/** What was applied, newest first; nothing where nothing ever was. Every environment's, unless one is named. */
export async function listHistory(session: Session, environment?: string): Promise<HistoryEntry[]> {
  const [there] = await session.query<{ there: boolean }>(
    "select to_regclass('reconcile.history') is not null as there",
  );
  if (there?.there !== true) return [];
  return session.query<HistoryEntry & Record<string, unknown>>(
    `select id, environment, to_char(applied_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "appliedAt", who,
       plan -> 'summary' as summary, fingerprint_before as "fingerprintBefore", fingerprint_after as "fingerprintAfter",
       duration_ms as duration, backup, git_commit as "gitCommit", tool_version as "toolVersion"
     from reconcile.history where $1::text is null or environment = $1 order by applied_at desc, id desc`,
    [environment ?? null],
  );
}

/** The whole plan of one apply, as it was run; `null` where there is no such id. */
export async function appliedPlan(session: Session, id: string): Promise<unknown> {
  const [there] = await session.query<{ there: boolean }>(
    "select to_regclass('reconcile.history') is not null as there",
  );
  if (there?.there !== true) return null;
  const [row] = await session.query<{ plan: unknown }>('select plan from reconcile.history where id = $1', [
    id,
  ]);
  return row?.plan ?? null;
}
