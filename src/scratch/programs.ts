import type { StateStatement } from '../manifest/state.js';
import { type Problem, UserError } from '../model/errors.js';
import { isWord, tokenize } from '../sql/index.js';

/**
 * COPY … PROGRAM runs a program on the server's machine: an embedded scratch has none, and does not come back from it.
 * @throws UserError with every such statement, alone or inside of a DO
 */
export function refusePrograms(statements: readonly StateStatement[]): void {
  const problems = statements.flatMap((statement): Problem[] => {
    const found = statement.class === 'other' ? programIn(statement.sql) : null;
    if (found === null) return [];
    const at = statement.locate(found);
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

/** Where a COPY … PROGRAM begins in a statement or in a text in dollar quotes inside of it, comments left out. */
function programIn(sql: string): number | null {
  const tokens = tokenize(sql).tokens.filter(({ kind }) => kind !== 'comment');
  let copy: number | null = null;
  for (const [index, token] of tokens.entries()) {
    const quote = /^\$[^$]*\$/.exec(token.text)?.[0] ?? null;
    if (quote !== null && token.kind === 'string') {
      const inside = programIn(token.text.slice(quote.length, -quote.length));
      if (inside !== null) return token.start + quote.length + inside;
    }
    if (token.text === ';') copy = null;
    if (isWord(token, 'copy')) copy = token.start;
    if (copy !== null && isWord(token, 'program') && isWord(tokens[index - 1], 'to', 'from')) return copy;
  }
  return null;
}
