import type { Session } from '../database/session.js';
import { userError } from '../model/errors.js';
import { quoteIdent } from '../model/id.js';
import type { PlanResult } from '../plan/result.js';
import { searchPath } from './begin.js';
import { type ApplyOptions, countSteps, stepKey } from './options.js';
import { isLockConflict, isTermination, serverError } from './server-error.js';

/**
 * Runs every step as its role.
 * @throws UserError that names the step, the statement and the server's words; lock conflicts and lost connections are
 * thrown as they come.
 */
export async function runSteps(session: Session, result: PlanResult, options: ApplyOptions): Promise<void> {
  const total = countSteps(result);
  const first = (result.ahead ?? []).length;
  let role: string | null | undefined;
  for (const [place, { step, run, perform }] of result.steps.entries()) {
    const index = first + place;
    options.signal?.throwIfAborted();
    options.onEvent?.({ type: 'step-started', index, total, step });
    const started = performance.now();
    if (role !== step.role) {
      await session.run(
        `set local role ${step.role === null ? 'none' : quoteIdent(step.role)}; ${searchPath(options)}`,
      );
      role = step.role;
    }
    if (perform !== undefined) {
      await perform(session);
      role = undefined;
      await session.run(
        `set local role ${step.role === null ? 'none' : quoteIdent(step.role)}; ${searchPath(options)}`,
      );
    }
    for (const [at, sql] of (run ?? step.sql).entries()) {
      options.signal?.throwIfAborted();
      try {
        await session.run(sql);
      } catch (error) {
        if (session.broken || isLockConflict(error) || isTermination(error) || options.signal?.aborted)
          throw error;
        throw stepError(
          error,
          `Step ${index + 1} of ${total} (${step.action} ${stepKey(step)})`,
          step.role,
          step.sql[at] ?? '',
        );
      }
      // What a step sets for itself must not reach the next.
      if (/\bset\b|set_config/i.test(sql)) role = undefined;
    }
    const elapsed = Math.round(performance.now() - started);
    options.onEvent?.({ type: 'step-finished', index, total, step, elapsed });
  }
  await session.run('set local role none; set constraints all immediate');
}

function stepError(error: unknown, which: string, role: string | null, sql: string): Error {
  const server = serverError(error);
  if (server === null) return error instanceof Error ? error : new Error(String(error));
  const as = role === null ? '' : ` as ${role}`;
  const detail = server.detail === null ? '' : `\n  ${server.detail}`;
  return userError(
    'step-failed',
    `${which} failed${as}: ${server.message} (SQLSTATE ${server.code})${detail}\n  ${sql}\nEverything was rolled back: nothing was changed.`,
    server.hint === null ? {} : { hint: server.hint },
  );
}
