import { isWord, nameOf, type Token, tokenize } from '../lexer.js';
import type { Reference } from './types.js';

const BEFORE_RELATION = [
  'from',
  'join',
  'into',
  'update',
  'table',
  'using',
  'truncate',
  'view',
  'references',
];
const NOT_RELATIONS = new Set(
  'select values lateral only set if not exists unnest as with where on strict group order limit'.split(' '),
);
const NOT_FUNCTIONS = new Set(
  `all and any array as between by case check else except exists filter from group having if in intersect into is join
  key lateral like limit not on or order over partition primary references returning row select set some table then
  unique update using values when where with within cast numeric varchar char decimal timestamp time interval`.split(
    /\s+/,
  ),
);

/** Names that stand where relations and functions stand, found by words alone. `shift` is added to the offsets. */
export function guess(sql: string, shift: number, how: 'guessed' | 'dynamic'): Reference[] {
  const tokens = tokenize(sql).tokens.filter((token) => token.kind !== 'comment');
  const found: Reference[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const path = pathAt(tokens, at);
    const name = path.names.at(-1);
    const before = tokens[at - 1];
    if (name === undefined || before?.text === '.') continue;
    const one = { schema: path.names.at(-2) ?? null, name, offset: shift + (tokens[at]?.start ?? 0), how };
    const plain = tokens[at]?.kind === 'word' && path.names.length === 1;
    const called = tokens[path.next]?.text === '(';
    const into = isWord(before, 'into');
    if (isWord(before, ...BEFORE_RELATION) && (!called || into) && !(plain && NOT_RELATIONS.has(name))) {
      found.push({ kind: 'relation', ...one });
    } else if (called && !(plain && NOT_FUNCTIONS.has(name))) {
      found.push({ kind: 'function', ...one });
    }
  }
  return found;
}

/** A dotted name that starts at a token. */
export function pathAt(tokens: readonly Token[], from: number): { names: string[]; next: number } {
  const names: string[] = [];
  let at = from;
  for (let name = nameOf(tokens[at]); name !== null; name = nameOf(tokens[at])) {
    names.push(name);
    at++;
    if (tokens[at]?.text !== '.' || nameOf(tokens[at + 1]) === null) break;
    at++;
  }
  return { names, next: at };
}
