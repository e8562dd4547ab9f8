import type { Session } from '../database/session.js';
import type { PlanResult } from '../plan/result.js';
import { type ApplyOptions, countSteps } from './options.js';
import { isLockConflict, isTermination, messageOf, serverError } from './server-error.js';
import { type Snapshot, takeSnapshot } from './snapshot.js';
import { runStep, SETTLE, stepLabel } from './steps.js';

/** unsafe_new_enum_value_usage: a value is usable once it is committed (https://www.postgresql.org/docs/current/sql-altertype.html). */
const NOT_YET = '55P04';

/** Runs inside the transaction what an apply commits before it. Gives the definitions as they are then. */
export async function rehearseAhead(
  session: Session,
  result: PlanResult,
  before: Snapshot,
  options: ApplyOptions,
): Promise<Snapshot> {
  const { ahead = [] } = result;
  if (ahead.length === 0) return before;
  const total = countSteps(result);
  for (const [index, one] of ahead.entries()) await runStep(session, one, { index, total }, options);
  await session.run('set local role none');
  return takeSnapshot(session);
}

/**
 * Runs the steps where what comes before BEGIN is not committed. A step that needs it to be is left out, and so is what
 * fails for want of that one. Gives a line for each: empty where all ran.
 * @throws like `runSteps` where nothing was left out.
 */
export async function rehearseSteps(
  session: Session,
  result: PlanResult,
  options: ApplyOptions,
): Promise<string[]> {
  const total = countSteps(result);
  const first = (result.ahead ?? []).length;
  const left: string[] = [];
  const tried = async (label: string, task: () => Promise<unknown>): Promise<void> => {
    await session.run('savepoint reconcile_step');
    try {
      await task();
    } catch (error) {
      if (session.broken || isLockConflict(error) || isTermination(error) || options.signal?.aborted)
        throw error;
      const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
      const waits = serverError(cause)?.code === NOT_YET;
      if (!waits && left.length === 0) throw error;
      left.push(`${label}: ${waits ? '' : 'perhaps for want of one above: '}${messageOf(cause)}`);
      await session.run('rollback to savepoint reconcile_step');
    }
    await session.run('release savepoint reconcile_step');
  };
  for (const [place, one] of result.steps.entries()) {
    const index = first + place;
    await tried(stepLabel(one.step, index, total), () => runStep(session, one, { index, total }, options));
  }
  await tried('Deferred constraints', () => session.run(SETTLE));
  return left;
}

/** What a rehearsal of a plan leaves out, given the steps that it had to. */
export function unrehearsed({ online = [] }: PlanResult, left: readonly string[]): string[] {
  const after = online.length;
  return [
    ...left,
    ...(left.length === 0 ? [] : ['The proof and verify.sql, because not all steps ran']),
    ...(after === 0 ? [] : [`${after === 1 ? 'The online step' : `The ${after} online steps`} after COMMIT`]),
  ];
}

/** How a rehearsal differs from the apply, though it leaves nothing out. */
export const aheadNotes = ({ ahead = [] }: PlanResult): string[] =>
  ahead.length === 0 ? [] : ['what an apply commits before BEGIN was rehearsed inside of the transaction'];
