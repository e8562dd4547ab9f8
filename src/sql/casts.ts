import { isWord, type Token, tokenize } from './lexer.js';

/**
 * A printed expression without its casts and parentheses, white space evened out: what stays the same where only types
 * below it have changed. A text that cannot be cut into tokens stays as it is.
 */
export function withoutCasts(text: string): string {
  const { tokens, error } = tokenize(text);
  if (error !== undefined) return text;
  const kept: string[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as Token;
    if (token.text === '::') at = endOfType(tokens, at + 1) - 1;
    else if (token.text !== '(' && token.text !== ')') kept.push(token.text);
  }
  return kept.join(' ');
}

/** Words that stand behind the first of a type's name as format_type writes it. */
const FURTHER = ['varying', 'precision'];

/** Where a type's name ends: `schema.name`, `timestamp(3) without time zone`, `numeric(5,2)[]`. */
function endOfType(tokens: readonly Token[], start: number): number {
  let at = start + 1;
  if (tokens[at]?.text === '.') at += 2;
  if (isWord(tokens[at], ...FURTHER)) at++;
  if (tokens[at]?.text === '(' && tokens[at + 1]?.kind === 'number') {
    while (at < tokens.length && tokens[at]?.text !== ')') at++;
    at++;
  }
  if (isWord(tokens[at], 'with', 'without') && isWord(tokens[at + 1], 'time')) at += 3;
  while (tokens[at]?.text === '[' && tokens[at + 1]?.text === ']') at += 2;
  return at;
}
