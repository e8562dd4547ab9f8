import { isWord, type Token } from './lexer.js';

/** A column clause in which syntax of PostgreSQL 17 and 18 is replaced, length for length, by older syntax. */
export interface Older {
  readonly text: string;
  /** Offsets of GENERATED keywords that are written as DEFAULT here; their columns are computed on read. */
  readonly virtual: ReadonlySet<number>;
}

/**
 * The parser knows PostgreSQL 16. New since: virtual generated columns (also the default where STORED
 * is not written), NOT ENFORCED, and NO INHERIT behind NOT NULL.
 */
export function asOlderSyntax(all: readonly Token[], clause: string): Older {
  const tokens = all.filter((token) => token.kind !== 'comment');
  const virtual = new Set<number>();
  let text = clause;
  const replace = (from: Token | undefined, to: Token | undefined, by: string) => {
    if (from === undefined || to === undefined) return;
    text = text.slice(0, from.start) + by.padEnd(to.end - from.start) + text.slice(to.end);
  };
  tokens.forEach((token, index) => {
    const next = (ahead: number) => tokens[index + ahead];
    if (
      isWord(token, 'generated') &&
      isWord(next(1), 'always') &&
      isWord(next(2), 'as') &&
      next(3)?.text === '('
    ) {
      const close = closing(tokens, index + 3);
      if (isWord(tokens[close + 1], 'stored')) return;
      if (isWord(tokens[close + 1], 'virtual')) replace(tokens[close + 1], tokens[close + 1], '');
      replace(token, next(2), 'default');
      virtual.add(token.start);
    } else if (isWord(token, 'enforced') && behind(tokens, index)) {
      replace(isWord(tokens[index - 1], 'not') ? tokens[index - 1] : token, token, '');
    } else if (
      isWord(token, 'not') &&
      isWord(next(1), 'null') &&
      isWord(next(2), 'no') &&
      isWord(next(3), 'inherit')
    ) {
      replace(next(2), next(3), '');
    }
  });
  return { text, virtual };
}

/** ENFORCED only ever stands behind a constraint's end: a bracket, a word, NOT. */
function behind(tokens: readonly Token[], index: number): boolean {
  const before = tokens[isWord(tokens[index - 1], 'not') ? index - 2 : index - 1];
  return before !== undefined && (before.text === ')' || before.kind === 'word' || before.kind === 'quoted');
}

function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    if (tokens[index]?.text === '(') depth++;
    if (tokens[index]?.text === ')' && --depth === 0) return index;
  }
  return tokens.length;
}
