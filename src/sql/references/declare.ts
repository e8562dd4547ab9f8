import { isWord, nameOf, type Token } from '../lexer.js';
import { pathAt } from './guess.js';

/** One line of a DECLARE section. Numbers are indexes into its tokens; `null`: not there. */
export interface Declared {
  readonly name: string | null;
  readonly type: readonly [from: number, end: number] | null;
  /** Behind `:=`, `=` or DEFAULT. */
  readonly value: number | null;
  /** A cursor's query. */
  readonly query: number | null;
  readonly relation: { readonly names: readonly string[]; readonly offset: number } | null;
}

/** name [CONSTANT] type [COLLATE c] [NOT NULL] [{ DEFAULT | := | = } expression], a cursor, or an alias. */
export function declaration(tokens: readonly Token[]): Declared {
  const none: Declared = { name: nameOf(tokens[0]), type: null, value: null, query: null, relation: null };
  if (isWord(tokens[1], 'alias')) return none;
  const cursor = tokens.findIndex((token, index) => index > 0 && index < 4 && isWord(token, 'cursor'));
  if (cursor > 0) {
    const query = level(tokens, cursor, (token) => isWord(token, 'for', 'is'));
    return query < 0 ? none : { ...none, query: query + 1 };
  }
  const from = isWord(tokens[1], 'constant') ? 2 : 1;
  const sign = level(
    tokens,
    from,
    (token) => token.text === ':=' || token.text === '=' || isWord(token, 'default'),
  );
  const stop = sign < 0 ? tokens.length : sign;
  const notNull = level(tokens, from, (token) => isWord(token, 'not', 'collate'));
  const end = notNull < 0 ? stop : Math.min(notNull, stop);
  const value = sign < 0 ? null : sign + 1;
  const path = pathAt(tokens, from);
  const percent = tokens[path.next]?.text === '%';
  if (percent) {
    const names = isWord(tokens[path.next + 1], 'rowtype') ? path.names : path.names.slice(0, -1);
    const relation = names.length === 0 ? null : { names, offset: tokens[from]?.start ?? 0 };
    return { ...none, value, relation };
  }
  return { ...none, type: end > from ? [from, end] : null, value };
}

function level(tokens: readonly Token[], from: number, matches: (token: Token) => boolean): number {
  let depth = 0;
  return tokens.findIndex((token, index) => {
    if (index < from) return false;
    if (token.text === '(' || token.text === '[') depth++;
    if (token.text === ')' || token.text === ']') depth--;
    return depth === 0 && matches(token);
  });
}
