import type { Session } from '../database/session.js';
import { userError } from '../model/errors.js';
import { quoteIdent } from '../model/id.js';
import type { Step } from '../model/plan.js';
import type { PlannedStep, PlanResult } from '../plan/result.js';
import { searchPath } from './begin.js';
import { type ApplyOptions, countSteps, stepKey } from './options.js';
import { isLockConflict, isTermination, serverError } from './server-error.js';

/**
 * Runs every step as its role.
 * @throws UserError that names the step, the statement and the server's words, with its error as the cause; lock conflicts and
 * lost connections are thrown as they come.
 * @param between what is still to be done as soon as it can be: run behind each step, as who connects, until it gives true
 */
export async function runSteps(
  session: Session,
  result: PlanResult,
  options: ApplyOptions,
  between: (() => Promise<boolean>) | null = null,
): Promise<void> {
  const total = countSteps(result);
  const first = (result.ahead ?? []).length;
  let role: Role;
  let open = between;
  for (const [place, one] of result.steps.entries()) {
    role = await runStep(session, one, { index: first + place, total, role }, options);
    if (open === null) continue;
    await session.run('set local role none');
    role = undefined;
    if (await open()) open = null;
  }
  await session.run(SETTLE);
}

/** Ends what steps leave behind. */
export const SETTLE = 'set local role none; set constraints all immediate';

/** `undefined`: whatever was set last. */
type Role = string | null | undefined;

/** One step, in the transaction that is open. Gives the role that is set then; for errors see `runSteps`. */
export async function runStep(
  session: Session,
  { step, run, perform }: Pick<PlannedStep, 'step' | 'run' | 'perform'>,
  { index, total, role: given }: { index: number; total: number; role?: Role },
  options: ApplyOptions,
): Promise<Role> {
  let role = given;
  options.signal?.throwIfAborted();
  options.onEvent?.({ type: 'step-started', index, total, step });
  const started = performance.now();
  const become = `set local role ${step.role === null ? 'none' : quoteIdent(step.role)}; ${searchPath(options)}`;
  if (role !== step.role) {
    await session.run(become);
    role = step.role;
  }
  if (perform !== undefined) {
    await perform(session);
    role = undefined;
    await session.run(become);
  }
  for (const [at, sql] of (run ?? step.sql).entries()) {
    options.signal?.throwIfAborted();
    try {
      await session.run(sql);
    } catch (error) {
      if (session.broken || isLockConflict(error) || isTermination(error) || options.signal?.aborted)
        throw error;
      throw stepError(error, stepLabel(step, index, total), step.role, step.sql[at] ?? '');
    }
    // What a step sets for itself must not reach the next.
    if (/\bset\b|set_config/i.test(sql)) role = undefined;
  }
  const elapsed = Math.round(performance.now() - started);
  options.onEvent?.({ type: 'step-finished', index, total, step, elapsed });
  return role;
}

/** `Step 3 of 7 (alter table public.clients)`. */
export const stepLabel = (step: Step, index: number, total: number): string =>
  `Step ${index + 1} of ${total} (${step.action} ${stepKey(step)})`;

function stepError(error: unknown, which: string, role: string | null, sql: string): Error {
  const server = serverError(error);
  if (server === null) return error instanceof Error ? error : new Error(String(error));
  const as = role === null ? '' : ` as ${role}`;
  const detail = server.detail === null ? '' : `\n  ${server.detail}`;
  const failure = userError(
    'step-failed',
    `${which} failed${as}: ${server.message} (SQLSTATE ${server.code})${detail}\n  ${sql}\nEverything was rolled back: nothing was changed.`,
    server.hint === null ? {} : { hint: server.hint },
  );
  failure.cause = error;
  return failure;
}
