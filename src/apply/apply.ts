import { checkPlace } from '../backup/index.js';
import { POOLED, sharesBackends, UNPOOLED } from '../database/pooler.js';
import type { Session } from '../database/session.js';
import { UserError, userError } from '../model/errors.js';
import type { PlanResult } from '../plan/result.js';
import { runAfter } from './after.js';
import { SEARCH_PATH } from './begin.js';
import { refuseMisfits } from './data.js';
import { claimOnline, committedAs, runAhead, runOnline } from './online.js';
import type { ApplyEvent, ApplyOptions, ApplyReport } from './options.js';
import { refuse } from './preflight.js';
import { retrying } from './retry.js';
import { attempt, needsBackup, placeOf } from './transaction.js';
import { verifyHttp } from './verify.js';
import { watchWaits } from './waits.js';

/**
 * Applies a plan in one transaction: all of it, proven and recorded, or nothing; with the steps outside of it, before and
 * behind, where there are such.
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
  const rehearsed = options.rehearse === true;
  const all = { ...result, steps: [...ahead, ...result.steps, ...online] };
  const outside = rehearsed ? 0 : ahead.length + online.length;
  if (outside > 0 && (await sharesBackends(session))) throw pooled();
  await refuse(session, all);
  if (needsBackup(result, options)) await checkPlace(placeOf(options), session, options.env ?? {});
  await refuseMisfits(session, all, {
    searchPath: options.searchPath ?? SEARCH_PATH,
    timeout: options.guard.statementTimeout,
    code: true,
  });
  const release = outside === 0 ? null : await claimOnline(session);
  const unwatch = watchWaits(session, (wait) => emit({ type: 'waiting', wait }));
  try {
    const committed = rehearsed ? 0 : ahead.length;
    const planned = committed === 0 ? options.planned : await runAhead(session, result, options);
    const report = await retrying(session, result, options, () =>
      attempt(session, result, { ...options, planned }),
    ).catch((error: unknown) => {
      throw committed === 0 ? error : withAhead(error, committed);
    });
    if (report.rehearsed) return report;
    emit({ type: 'phase', phase: 'http' });
    const became = becameOf(result, report.id);
    await (async () => {
      if (options.after !== undefined) await runAfter(session, result, options.after, became);
      await verifyHttp(options.verify.http, became);
    })().catch((error: unknown) => {
      throw online.length === 0 ? error : withOnline(error, online.length);
    });
    if (online.length === 0) return report;
    emit({ type: 'phase', phase: 'online' });
    await runOnline(session, result, options, report.id);
    // What listens for changes of definitions is told of these as well.
    const { notify } = options.after ?? { notify: {} };
    await runAfter(session, result, { notify, analyze: false, sql: [] }, committedAs(report.id));
    return report;
  } finally {
    await unwatch();
    await release?.();
  }
}

/** What became of the change before the online steps that follow COMMIT. */
const becameOf = ({ ahead = [], steps, online = [] }: PlanResult, id: string): string =>
  ahead.length + steps.length === 0 && online.length > 0
    ? `No online step has run yet (${id})`
    : committedAs(id);

/** What an online step sets, and the lock that keeps others away, would be whoever's comes next. */
const pooled = (): UserError => userError('pooler', `${POOLED}. Nothing was changed.`, { hint: UNPOOLED });

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
