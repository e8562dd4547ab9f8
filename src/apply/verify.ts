import type { Session } from '../database/session.js';
import { type Problem, UserError, userError } from '../model/errors.js';
import type { Verification } from './options.js';
import { messageOf } from './server-error.js';

/** How long one address may take to answer, in milliseconds. */
const HTTP_TIMEOUT = 10_000;

/**
 * Runs the environment's queries read-only in a savepoint that is rolled back. Each goes through a cursor, so that it
 * can be nothing but a query, and is read to its end.
 * @throws UserError where a query fails, or the first column of its first row is false.
 */
export async function verifySql(session: Session, queries: readonly string[]): Promise<void> {
  if (queries.length === 0) return;
  await session.run(
    'savepoint reconcile_verify; set local transaction_read_only = on; set local row_security to default',
  );
  for (const sql of queries) {
    let first: Record<string, unknown> | undefined;
    try {
      await session.query(`declare reconcile_verify no scroll cursor for ${sql.trim().replace(/;\s*$/, '')}`);
      [first] = await session.query('fetch 1 from reconcile_verify');
      await session.run('move forward all in reconcile_verify; close reconcile_verify');
    } catch (error) {
      if (session.broken) throw error;
      throw userError(
        'verify-sql',
        `verify.sql failed: ${messageOf(error)}\n  ${sql}\nEverything was rolled back: nothing was changed.`,
      );
    }
    if (first !== undefined && Object.values(first)[0] === false) {
      throw userError(
        'verify-sql',
        `verify.sql answered false.\n  ${sql}\nEverything was rolled back: nothing was changed.`,
      );
    }
  }
  await session.run('rollback to savepoint reconcile_verify; release savepoint reconcile_verify');
}

/** Asks the environment's addresses, redirects not followed. @throws UserError that begins with what became of the change. */
export async function verifyHttp(checks: Verification['http'], became: string): Promise<void> {
  const problems: Problem[] = [];
  for (const { url, status } of checks) {
    const answer = await answerOf(url);
    if (answer === String(status)) continue;
    problems.push({
      code: 'verify-http',
      message: `${became}, but verify.http failed: ${url} answered ${answer} instead of ${status}.`,
      hint: 'Look at the application; `rollback` undoes the change.',
    });
  }
  if (problems.length > 0) throw new UserError(problems);
}

async function answerOf(url: string): Promise<string> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(HTTP_TIMEOUT) });
    await response.body?.cancel();
    return String(response.status);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
    return `nothing (${messageOf(error)}${cause})`;
  }
}
