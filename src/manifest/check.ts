import type { Problem } from '../model/errors.js';
import { parseAll } from '../sql/parse.js';
import type { StateStatement } from './state.js';

/** What a parser says against a statement; `offset` is UTF-16, 0-based, in the statement. */
export interface Refusal {
  readonly message: string;
  readonly offset: number;
}

/** Asks a newer grammar than the parser's, about several statements; `null` where it has nothing against one. */
export type SecondOpinion = (statements: readonly string[]) => Promise<(Refusal | null)[]>;

/** A refusal as a problem in the user's file. */
export function refusalProblem(statement: StateStatement, refusal: Refusal): Problem {
  const at = statement.locate(refusal.offset);
  return {
    code: 'sql-syntax',
    message: refusal.message,
    at,
    source: statement.line(at),
    hint: context(statement.sql, refusal.offset),
  };
}

function context(sql: string, offset: number): string {
  const start = sql.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
  const end = sql.indexOf('\n', offset);
  const line = sql.slice(start, end === -1 ? sql.length : end).trim();
  const near = offset - start;
  const from = line.length > 100 ? Math.max(0, Math.min(near - 50, line.length - 100)) : 0;
  return `PostgreSQL reads here: ${from > 0 ? '…' : ''}${line.slice(from, from + 100)}${line.length > from + 100 ? '…' : ''}`;
}

/**
 * Checks the syntax of statements, but for those that hold nothing of the user's (`own`). What the parser (PostgreSQL 16's grammar) refuses goes to the second opinion: refused
 * there as well, it is a problem; otherwise the statement keeps the parser's words for a server that refuses it too.
 */
export async function checkSyntax(
  statements: readonly StateStatement[],
  own: ReadonlySet<StateStatement>,
  second: SecondOpinion,
): Promise<{ statements: StateStatement[]; problems: Problem[] }> {
  const refused = new Map<StateStatement, Refusal>();
  for (const statement of statements) {
    if (own.has(statement)) continue;
    const parsed = parseAll(statement.sql);
    if (parsed.kind === 'refused') refused.set(statement, parsed);
    else if (parsed.statements.length !== 1) {
      refused.set(statement, {
        message: 'this must be exactly one statement',
        offset: parsed.statements[1]?.start ?? 0,
      });
    }
  }
  if (refused.size === 0) return { statements: [...statements], problems: [] };
  const asked = [...refused.keys()];
  const opinions = await second(asked.map(({ sql }) => sql));
  const problems: Problem[] = [];
  const accepted = new Map<StateStatement, StateStatement>();
  for (const [index, statement] of asked.entries()) {
    const opinion = opinions[index];
    const first = refused.get(statement);
    if (opinion) problems.push(refusalProblem(statement, opinion));
    else if (first !== undefined)
      accepted.set(statement, { ...statement, parserRefused: refusalProblem(statement, first) });
  }
  return { statements: statements.map((statement) => accepted.get(statement) ?? statement), problems };
}
