import { type Backup, checkPlace, lockAway, newId, type Place, takeBackup } from '../backup/index.js';
import { readCatalog } from '../catalog/index.js';
import type { Session } from '../database/session.js';
import { ensureBookkeeping, recordApply, recordState, stateOf } from '../history/index.js';
import { UserError, userError } from '../model/errors.js';
import { PARKED } from '../plan/park.js';
import type { PlanResult } from '../plan/result.js';
import { runAfter } from './after.js';
import { begin, SEARCH_PATH } from './begin.js';
import { describeRow, eventTriggers, factsOf, proofError, rowsOf } from './blame.js';
import { CommitError, commit } from './commit.js';
import { refuseMisfits } from './data.js';
import { lockRelations } from './locks.js';
import { claimOnline, runAhead, runOnline } from './online.js';
import type { ApplyEvent, ApplyOptions, ApplyReport, Phase } from './options.js';
import { refuse } from './preflight.js';
import { expectation, type Proof, prove } from './proof.js';
import { retrying } from './retry.js';
import { messageOf } from './server-error.js';
import { fingerprint, takeSnapshot } from './snapshot.js';
import { refuseIfStale } from './stale.js';
import { runSteps } from './steps.js';
import { verifyHttp, verifySql } from './verify.js';
import { watchWaits } from './waits.js';

/**
 * Applies a plan in one transaction: all of it, proven and recorded, or nothing.
 * @throws UserError with what stopped it; StaleError where planning anew may help; every message says what became of
 * the database.
 */
export async function apply(
  session: Session,
  result: PlanResult,
  options: ApplyOptions,
): Promise<ApplyReport> {
  const emit = (event: ApplyEvent): void => options.onEvent?.(event);
  emit({ type: 'phase', phase: 'preflight' });
  const [ahead, online] = [result.ahead ?? [], result.online ?? []];
  if (ahead.length > 0 && options.rehearse === true) throw notRehearsed(ahead.length);
  const all = { ...result, steps: [...ahead, ...result.steps, ...online] };
  await refuse(session, all);
  if (needsBackup(result, options)) await checkPlace(placeOf(options), session, options.env ?? {});
  await refuseMisfits(session, all, {
    searchPath: options.searchPath ?? SEARCH_PATH,
    timeout: options.guard.statementTimeout,
    code: true,
  });
  const outside = ahead.length + (options.rehearse === true ? 0 : online.length);
  const release = outside === 0 ? null : await claimOnline(session);
  const unwatch = watchWaits(session, (wait) => emit({ type: 'waiting', wait }));
  try {
    const planned = ahead.length === 0 ? options.planned : await runAhead(session, result, options);
    const report = await retrying(session, result, options, () =>
      attempt(session, result, { ...options, planned }),
    ).catch((error: unknown) => {
      throw ahead.length === 0 ? error : withAhead(error, ahead.length);
    });
    if (report.rehearsed) return report;
    emit({ type: 'phase', phase: 'http' });
    await (async () => {
      if (options.after !== undefined) await runAfter(session, result, options.after, report.id);
      await verifyHttp(options.verify.http, report.id);
    })().catch((error: unknown) => {
      throw online.length === 0 ? error : withOnline(error, online.length);
    });
    if (online.length === 0) return report;
    emit({ type: 'phase', phase: 'online' });
    await runOnline(session, result, options, report.id);
    // What listens for changes of definitions is told of these as well.
    const { notify } = options.after ?? { notify: {} };
    await runAfter(session, result, { notify, analyze: false, sql: [] }, report.id);
    return report;
  } finally {
    await unwatch();
    await release?.();
  }
}

const notRehearsed = (steps: number): UserError =>
  userError(
    'rehearse',
    `${steps === 1 ? 'A step' : `${steps} steps`} of this plan would be committed before the transaction, which cannot be rehearsed without. Nothing was changed.`,
    { hint: 'take enum_values out of online: to rehearse it in one transaction' },
  );

function withOnline(error: unknown, steps: number): unknown {
  if (!(error instanceof UserError)) return error;
  const message = `${steps === 1 ? 'An online step is' : `${steps} online steps are`} left`;
  return new UserError([...error.problems, { code: 'online', message, hint: 'run apply again' }]);
}

/** What is said of the transaction is true of it alone. */
function withAhead(error: unknown, steps: number): unknown {
  if (!(error instanceof UserError)) return error;
  const what =
    steps === 1 ? 'The step before the transaction IS' : `The ${steps} steps before the transaction ARE`;
  const message = `${what} committed, and not undone: nothing uses yet what was added. All else that is said here is about the transaction`;
  return new UserError([...error.problems, { code: 'ahead', message }]);
}

/** One try, from BEGIN to COMMIT. Whatever it throws, the caller rolls back. */
async function attempt(session: Session, result: PlanResult, options: ApplyOptions): Promise<ApplyReport> {
  const id = newId();
  const started = performance.now();
  const phase = (name: Phase): void => {
    options.signal?.throwIfAborted();
    options.onEvent?.({ type: 'phase', phase: name });
  };
  let backup: Backup | null = null;
  try {
    phase('locks');
    await begin(session, result, options);
    const lockedAt = performance.now();
    await lockRelations(session, result);
    phase('before');
    const before = await takeSnapshot(session);
    await refuseIfStale(
      session,
      result,
      options.planned,
      before,
      options.inScope ?? ((schema) => schema !== null),
    );
    const expected = await expectation(session, result, before);
    await ensureBookkeeping(session);
    phase('backup');
    backup = await backUp(session, result, options, id);
    phase('steps');
    await runSteps(session, result, options);
    if ((result.undo?.parked.length ?? 0) > 0) await lockAway(session, PARKED);
    phase('proof');
    const proof = await prove(session, result, expected);
    const notes = await settle(session, result, proof);
    phase('verify');
    await verifySql(session, options.verify.sql);
    phase('history');
    const report: ApplyReport = {
      id,
      steps: result.steps.length,
      online: options.rehearse === true ? 0 : (result.online ?? []).length,
      duration: Math.round(performance.now() - started),
      locked: Math.round(performance.now() - lockedAt),
      rehearsed: options.rehearse ?? false,
      backup: backup && { id: backup.id, folder: backup.folder, tables: backup.tables, rows: backup.rows },
      notes,
      fingerprintBefore: fingerprint(before),
      fingerprintAfter: fingerprint(proof.after),
    };
    if (report.rehearsed) {
      await session.run('rollback');
      await backup?.discard();
      return { ...report, backup: null };
    }
    const xid = await recordApply(session, {
      id,
      environment: options.environment,
      kind: options.kind ?? 'apply',
      source: options.source ?? null,
      plan: result.plan,
      undo: result.undo ?? null,
      fingerprintBefore: report.fingerprintBefore,
      fingerprintAfter: report.fingerprintAfter,
      duration: report.duration,
      backup: backup?.id ?? null,
      gitCommit: options.gitCommit,
      toolVersion: options.toolVersion,
      online: onlineOf(result),
    });
    await backup?.finish();
    phase('commit');
    await commit(session, xid, id);
    for (const message of notes) options.onEvent?.({ type: 'note', message });
    await keepState(session, id, options);
    return report;
  } catch (error) {
    // Where nobody knows whether the rows are gone, their backup stays.
    if (!(error instanceof CommitError && error.outcome === 'unknown')) await backup?.discard();
    throw error;
  }
}

function onlineOf({ online = [] }: PlanResult): { steps: number; left: number } | null {
  return online.length === 0 ? null : { steps: online.length, left: online.length };
}

/** After COMMIT: what cannot be kept costs `status` and `rollback` their knowledge, and nobody the apply. */
async function keepState(session: Session, id: string, options: ApplyOptions): Promise<void> {
  try {
    await recordState(session, id, stateOf(await readCatalog(session)));
  } catch (error) {
    const message = `what the database is like now was not recorded: ${messageOf(error)}`;
    options.onEvent?.({ type: 'note', message });
  }
}

async function backUp(
  session: Session,
  result: PlanResult,
  options: ApplyOptions,
  id: string,
): Promise<Backup | null> {
  if (!needsBackup(result, options)) return null;
  return takeBackup(session, result, {
    place: placeOf(options),
    environment: options.environment,
    id,
    toolVersion: options.toolVersion,
    always: options.guard.backup === 'required',
    onTable: (name, rows, bytes) => options.onEvent?.({ type: 'backed-up', name, rows, bytes }),
    onProgress: (name, rows, bytes) => options.onEvent?.({ type: 'backing-up', name, rows, bytes }),
  });
}

/** `auto`: where rows or values are lost; `required`: wherever a step is destructive. */
function needsBackup(result: PlanResult, { guard }: ApplyOptions): boolean {
  if (guard.backup === 'none') return false;
  return (
    result.losses.length > 0 ||
    (guard.backup === 'required' && result.steps.some((one) => one.step.destructive))
  );
}

const placeOf = (options: ApplyOptions): Place =>
  options.backups ?? { kind: 'folder', dir: options.backupDir, byDefault: false };

/** Ends a failed proof, giving back the database first so that the old values can be read; else words for what others did. */
async function settle(session: Session, result: PlanResult, proof: Proof): Promise<string[]> {
  const rows = [...rowsOf(proof.violations), ...proof.foreign];
  if (rows.length === 0 && proof.violations.length === 0) return [];
  const after = await factsOf(session, rows);
  if (proof.violations.length === 0) {
    return proof.foreign.map(
      (row) => `Somebody else changed: ${describeRow(row, new Map(), after)}. It was left alone.`,
    );
  }
  const triggers = await eventTriggers(session);
  await session.run('rollback');
  throw proofError(result, proof.violations, await factsOf(session, rows), after, triggers);
}
