import { isWord, type Token, tokenize } from './lexer.js';

/** Types that a printed definition makes rows of by place, `ROW(…)::schema.name`, as they are written there. */
export function rowTypes(text: string): string[] {
  const { tokens } = tokenize(text);
  const found: string[] = [];
  const open: boolean[] = [];
  for (const [at, token] of tokens.entries()) {
    if (token.text === '(') open.push(isWord(tokens[at - 1], 'row'));
    if (token.text !== ')' || open.pop() !== true || tokens[at + 1]?.text !== '::') continue;
    const [first, dot, last] = tokens.slice(at + 2, at + 5);
    if (first !== undefined) found.push(typeName(first, dot, last));
  }
  return found;
}

const typeName = (first: Token, dot: Token | undefined, last: Token | undefined): string =>
  dot?.text === '.' && last !== undefined ? `${first.text}.${last.text}` : first.text;
