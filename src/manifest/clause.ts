import { isWord, type Token, tokenize } from '../sql/lexer.js';

/** A token of a clause and how many parentheses and brackets are open before it. Comments are left out. */
export interface Part {
  readonly token: Token;
  readonly depth: number;
}

export interface ClauseError {
  readonly message: string;
  /** UTF-16, 0-based. */
  readonly offset: number;
}

export interface Clause {
  readonly parts: readonly Part[];
  readonly error: ClauseError | null;
}

const CLOSES: Readonly<Record<string, string>> = { ')': '(', ']': '[' };

/** Cuts a clause into tokens and finds what would let it reach into its neighbours: open quotes, parentheses, `;`. */
export function readClause(text: string): Clause {
  const { tokens, error } = tokenize(text);
  const parts: Part[] = [];
  const open: Token[] = [];
  const failed = (message: string, offset: number): Clause => ({ parts, error: { message, offset } });
  for (const token of tokens) {
    if (token.kind === 'comment') continue;
    if (token.kind === 'backslash') return failed('a backslash is no part of SQL', token.start);
    const symbol = token.kind === 'operator' ? token.text : '';
    if (symbol === ')' || symbol === ']') {
      if (open.pop()?.text !== CLOSES[symbol]) return failed(`unmatched ${symbol}`, token.start);
    }
    if (symbol === ';' && open.length === 0) return failed('a clause holds no semicolon', token.start);
    parts.push({ token, depth: open.length });
    if (symbol === '(' || symbol === '[') open.push(token);
  }
  if (error !== undefined) return failed(error.message, error.offset);
  const left = open.at(-1);
  if (left !== undefined) return failed(`this ${left.text} is never closed`, left.start);
  return { parts, error: null };
}

/** The index of the first part at the clause's own level, at or after `from`, that is one of the words; -1 for none. */
export function findWord(parts: readonly Part[], from: number, ...words: readonly string[]): number {
  return parts.findIndex(
    ({ token, depth }, index) => index >= from && depth === 0 && isWord(token, ...words),
  );
}

/** The first comma at the clause's own level. */
export function topComma(parts: readonly Part[]): Token | undefined {
  return parts.find(({ token, depth }) => depth === 0 && token.text === ',')?.token;
}
