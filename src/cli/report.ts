import { formatProblem } from '../manifest/format.js';
import { type Problem, UserError } from '../model/errors.js';
import type { Output } from './io.js';

/** What went wrong, on stderr: the user's turn by problem, our own as a bug. Stacks only with `debug`. */
export function reportError(error: unknown, err: Output, debug: boolean): void {
  if (error instanceof UserError) {
    reportProblems(error.problems, err);
  } else {
    err.write(`error: ${messageOf(error)}\nthis is a bug in reconcile; please report it\n`);
    if (!debug) err.write('(--debug shows where it happened)\n');
  }
  if (debug && error instanceof Error) err.write(`${error.stack ?? ''}\n`);
}

export function reportProblems(problems: readonly Problem[], err: Output): void {
  for (const problem of problems) err.write(`${formatProblem(problem)}\n`);
}

/** Never empty: an AggregateError, say, has no message of its own. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  if (error instanceof Error) return error.message === '' ? error.name : error.message;
  return String(error);
}
