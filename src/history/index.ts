import type { Session } from '../database/session.js';
import type { Plan } from '../model/plan.js';
import type { Undo } from '../plan/undo.js';
import type { State } from './state.js';

export { ensureBookkeeping, tryBookkeeping } from './schema.js';
export { type Drift, driftSince, driftText, type State, stateOf } from './state.js';

/** What was applied: state, or a plan that undid or brought something back. */
export type EntryKind = 'apply' | 'rollback' | 'restore';

/** One apply that was committed. */
export interface HistoryEntry {
  /** Sorts by time. */
  readonly id: string;
  readonly kind: EntryKind;
  /** The entry that it undid or brought something back from. */
  readonly source: string | null;
  readonly environment: string;
  /** ISO 8601, UTC. */
  readonly appliedAt: string;
  readonly who: string;
  readonly summary: Plan['summary'] | null;
  /** The fingerprint of the plan, as the plan file has it. */
  readonly planFingerprint: string | null;
  readonly fingerprintBefore: string;
  readonly fingerprintAfter: string;
  /** Milliseconds. */
  readonly duration: number;
  /** The backup's id, which `restore` takes; `null` where nothing could be lost. */
  readonly backup: string | null;
  readonly gitCommit: string | null;
  readonly toolVersion: string;
  /** How much follows COMMIT and how much of that is left to do; `null` where nothing does. */
  readonly online: Online | null;
}

export interface Online {
  readonly steps: number;
  readonly left: number;
}

export interface NewEntry {
  readonly id: string;
  readonly environment: string;
  readonly kind: EntryKind;
  readonly source: string | null;
  readonly plan: Plan;
  readonly undo: Undo | null;
  readonly fingerprintBefore: string;
  readonly fingerprintAfter: string;
  readonly duration: number;
  readonly backup: string | null;
  readonly gitCommit: string | null;
  readonly toolVersion: string;
  readonly online: Online | null;
}

/** Records an apply in its own transaction. Gives the transaction's id, by which a lost COMMIT is looked up. */
export async function recordApply(session: Session, entry: NewEntry): Promise<string> {
  const [row] = await session.query<{ xid: string }>(
    `insert into reconcile.history (id, environment, who, plan, fingerprint_before, fingerprint_after, duration_ms, backup, git_commit, tool_version, kind, source, undo, online)
     values ($1, $2, session_user, $3::jsonb, $4, $5, $6, $7, $8, $9, $10, $11, $12::jsonb, $13::jsonb) returning pg_current_xact_id()::text as xid`,
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
      entry.kind,
      entry.source,
      entry.undo === null ? null : JSON.stringify(entry.undo),
      entry.online === null ? null : JSON.stringify(entry.online),
    ],
  );
  return row?.xid ?? '';
}

/** Keeps what the database was like after an apply, by which changes that others make are told. */
export async function recordState(session: Session, id: string, state: State): Promise<void> {
  await session.query('update reconcile.history set state = $2::jsonb where id = $1', [
    id,
    JSON.stringify(state),
  ]);
}

/** Keeps how much of what follows COMMIT is left, and what the database is like now. */
export async function recordOnline(
  session: Session,
  id: string,
  online: Online,
  state: State,
  fingerprintAfter: string,
): Promise<void> {
  await session.query(
    'update reconcile.history set online = $2::jsonb, state = $3::jsonb, fingerprint_after = $4 where id = $1',
    [id, JSON.stringify(online), JSON.stringify(state), fingerprintAfter],
  );
}

/** Which of the history's columns there are: none where there is no history that this role may read. */
async function columns(session: Session): Promise<ReadonlySet<string>> {
  const [row] = await session.query<{ names: string[] }>(
    `select coalesce((select array_agg(attname::text) from pg_catalog.pg_attribute where attrelid = to_regclass('reconcile.history')
       and attnum > 0 and not attisdropped), '{}') as names`,
  );
  return new Set(row?.names ?? []);
}

/** What was applied, newest first; nothing where nothing ever was. Every environment's, unless one is named. */
export async function listHistory(session: Session, environment?: string): Promise<HistoryEntry[]> {
  const known = await columns(session);
  if (known.size === 0) return [];
  const later = known.has('kind') ? 'kind, source' : "'apply' as kind, null::text as source";
  const online = known.has('online') ? 'online' : 'null::jsonb as online';
  return session.query<HistoryEntry & Record<string, unknown>>(
    `select id, ${later}, ${online}, environment, to_char(applied_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "appliedAt", who,
       plan -> 'summary' as summary, plan ->> 'fingerprint' as "planFingerprint",
       fingerprint_before as "fingerprintBefore", fingerprint_after as "fingerprintAfter",
       duration_ms as duration, backup, git_commit as "gitCommit", tool_version as "toolVersion"
     from reconcile.history where $1::text is null or environment = $1 order by applied_at desc, id desc`,
    [environment ?? null],
  );
}

/** What the history keeps of one apply beside what it lists; `null` where there is no such entry or it is no longer kept. */
export interface Kept {
  readonly undo: Undo | null;
  readonly state: State | null;
}

export async function keptOf(session: Session, id: string): Promise<Kept | null> {
  if (!(await columns(session)).has('undo')) return null;
  const [row] = await session.query<{ undo: Undo | null; state: State | null }>(
    'select undo, state from reconcile.history where id = $1',
    [id],
  );
  return row ?? null;
}

/** The whole plan of one apply, as it was run; `null` where there is no such id. */
export async function appliedPlan(session: Session, id: string): Promise<unknown> {
  if ((await columns(session)).size === 0) return null;
  const [row] = await session.query<{ plan: unknown }>('select plan from reconcile.history where id = $1', [
    id,
  ]);
  return row?.plan ?? null;
}

/** Which apply parked which tables, by their names in the schema of parked tables. */
export async function parkedBy(session: Session): Promise<{ id: string; name: string }[]> {
  if (!(await columns(session)).has('undo')) return [];
  return session.query<{ id: string; name: string }>(
    "select h.id, p ->> 'name' as name from reconcile.history h, jsonb_array_elements(coalesce(h.undo -> 'parked', '[]')) p",
  );
}
