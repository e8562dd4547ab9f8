import { type Backup, lockAway, newId, type Place, takeBackup } from '../backup/index.js';
import { readCatalog } from '../catalog/index.js';
import type { Session } from '../database/session.js';
import { ensureBookkeeping, recordApply, recordState, stateOf, tryBookkeeping } from '../history/index.js';
import { PARKED } from '../plan/park.js';
import type { PlanResult } from '../plan/result.js';
import { begin } from './begin.js';
import { describeRow, eventTriggers, factsOf, proofError, rowsOf } from './blame.js';
import { CommitError, commit } from './commit.js';
import { lockRelations } from './locks.js';
import type { ApplyOptions, ApplyReport, Phase } from './options.js';
import { expectation, type Proof, prove } from './proof.js';
import { aheadNotes, rehearseAhead, rehearseSteps, unrehearsed } from './rehearse.js';
import { messageOf } from './server-error.js';
import { fingerprint, takeSnapshot } from './snapshot.js';
import { refuseIfStale } from './stale.js';
import { runSteps } from './steps.js';
import { verifySql } from './verify.js';

/** One try, from BEGIN to COMMIT. Whatever it throws, the caller rolls back. */
export async function attempt(
  session: Session,
  result: PlanResult,
  options: ApplyOptions,
): Promise<ApplyReport> {
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
    const rehearsed = options.rehearse === true;
    const from = rehearsed ? await rehearseAhead(session, result, before, options) : before;
    const expected = await expectation(session, result, from);
    const kept = await tryBookkeeping(session);
    phase('backup');
    backup = await backUp(session, result, options, id);
    phase('steps');
    const left =
      rehearsed && (result.ahead ?? []).length > 0
        ? await rehearseSteps(session, result, options)
        : await runSteps(session, result, options, kept ? null : () => tryBookkeeping(session)).then(
            () => [],
          );
    await ensureBookkeeping(session);
    const notes = rehearsed ? aheadNotes(result) : [];
    let after = from;
    // What was left out can be neither proven nor verified.
    if (left.length === 0) {
      if ((result.undo?.parked.length ?? 0) > 0) await lockAway(session, PARKED);
      phase('proof');
      const proof = await prove(session, result, expected);
      notes.push(...(await settle(session, result, proof)));
      after = proof.after;
      phase('verify');
      await verifySql(session, options.verify.sql);
    }
    phase('history');
    const report: ApplyReport = {
      id,
      steps: result.steps.length + (rehearsed ? (result.ahead ?? []).length : 0) - left.length,
      online: rehearsed ? 0 : (result.online ?? []).length,
      duration: Math.round(performance.now() - started),
      locked: Math.round(performance.now() - lockedAt),
      rehearsed,
      unrehearsed: rehearsed ? unrehearsed(result, left) : [],
      backup: backup && { id: backup.id, folder: backup.folder, tables: backup.tables, rows: backup.rows },
      notes,
      fingerprintBefore: fingerprint(before),
      fingerprintAfter: fingerprint(after),
    };
    if (rehearsed) {
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
export function needsBackup(result: PlanResult, { guard }: ApplyOptions): boolean {
  if (guard.backup === 'none') return false;
  return (
    result.losses.length > 0 ||
    (guard.backup === 'required' && result.steps.some((one) => one.step.destructive))
  );
}

export const placeOf = (options: ApplyOptions): Place =>
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
