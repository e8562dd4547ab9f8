import { formatProblem } from '../manifest/format.js';
import { type Problem, UserError } from '../model/errors.js';
import { printable } from '../render/clean.js';
import type { Output } from './io.js';

/** What went wrong, on stderr: the user's turn by problem, our own as a bug. Stacks only with `debug`. */
export function reportError(error: unknown, err: Output, debug: boolean): void {
  if (error instanceof UserError) {
    reportProblems(error.problems, err);
  } else {
    err.write(`error: ${printable(messageOf(error))}\n`);
    if (!isServersTurn(error)) {
      err.write('this is a bug in reconcile; please report it\n');
      if (!debug) err.write('(--debug shows where it happened)\n');
    }
  }
  if (debug && error instanceof Error) err.write(`${error.stack ?? ''}\n`);
}

export function reportProblems(problems: readonly Problem[], err: Output): void {
  for (const problem of problems) err.write(`${printable(formatProblem(problem))}\n`);
}

/**
 * Whether the server itself could not or would not, by SQLSTATE: connection, authorization, transaction rollback,
 * resources, limits, state, intervention, system; and missing privileges. All else in our queries is our bug.
 */
function isServersTurn(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || !('severity' in error)) return false;
  return typeof error.code === 'string' && /^(08|28|40|53|54|55|57|58|42501$)/.test(error.code);
}

/** Never empty: an AggregateError, say, has no message of its own. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  if (error instanceof Error) return error.message === '' ? error.name : error.message;
  return String(error);
}
