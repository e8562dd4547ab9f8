import type { StateStatement } from '../manifest/state.js';
import { type Problem, UserError } from '../model/errors.js';

const PROGRAM = /\bcopy\b[^;]*\b(?:to|from)\s+program\b/i;

/**
 * COPY … PROGRAM runs a program on the server's machine: an embedded scratch has none, and does not come back from it.
 * @throws UserError with every such statement, alone or inside of a DO
 */
export function refusePrograms(statements: readonly StateStatement[]): void {
  const problems = statements.flatMap((statement): Problem[] => {
    const found = statement.class === 'other' ? PROGRAM.exec(statement.sql) : null;
    if (found === null) return [];
    const at = statement.locate(found.index);
    return [
      {
        code: 'copy_program',
        message: 'COPY … PROGRAM would run a program to find out what the state is: no scratch does that',
        at,
        source: statement.line(at),
        hint: 'take it out of state/: what loads or unloads rows is not part of what a database shall be',
      },
    ];
  });
  if (problems.length > 0) throw new UserError(problems);
}
