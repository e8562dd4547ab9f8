import type { Position } from './position.js';

/** One thing wrong with what the user gave: what, where, what to do. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  readonly at?: Position;
  /** The offending line's text, for the code frame. */
  readonly source?: string;
}

/** The user's turn: bad input, a refusal, a server that says no. Printed without a stack trace; exit 1. */
export class UserError extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map((problem) => problem.message).join('\n'));
    this.name = 'UserError';
    this.problems = problems;
  }
}

/** One problem as an error, ready to throw. */
export function userError(
  code: string,
  message: string,
  more: Omit<Problem, 'code' | 'message'> = {},
): UserError {
  return new UserError([{ code, message, ...more }]);
}
