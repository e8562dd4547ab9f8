import { isWord, type Token, tokenize } from './lexer.js';

/**
 * Relations and types whose columns a printed definition takes by place, as they are written there: `ROW(…)::schema.name`
 * and `FROM schema.name alias(a, b)`.
 */
export function rowTypes(text: string): string[] {
  const { tokens } = tokenize(text);
  const found: string[] = [];
  const isName = (token: Token | undefined): boolean => token?.kind === 'word' || token?.kind === 'quoted';
  const open: boolean[] = [];
  for (const [at, token] of tokens.entries()) {
    if (token.text === '(') open.push(isWord(tokens[at - 1], 'row'));
    if (token.text !== ')' || open.pop() !== true || tokens[at + 1]?.text !== '::') continue;
    const [first, dot, last] = tokens.slice(at + 2, at + 5);
    if (first !== undefined) found.push(typeName(first, dot, last));
  }
  for (const [at, token] of tokens.entries()) {
    const [dot, last, alias, open] = tokens.slice(at + 1, at + 5);
    // A list of columns stands at its alias: `ON (…)`, and the like, does not.
    const listed = open?.text === '(' && open.start === alias?.end && !isWord(alias, 'operator');
    if (dot?.text !== '.' || !listed || !isName(alias)) continue;
    if (isName(token) && isName(last) && tokens[at - 1]?.text !== '.') found.push(typeName(token, dot, last));
  }
  return found;
}

const typeName = (first: Token, dot: Token | undefined, last: Token | undefined): string =>
  dot?.text === '.' && last !== undefined ? `${first.text}.${last.text}` : first.text;
