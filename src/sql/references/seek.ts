import { isWord, type Token } from '../lexer.js';

/** Index of the first token with that text in [from, end), outside inner brackets; else `end`. */
export function find(tokens: readonly Token[], from: number, end: number, text: string): number {
  return seek(tokens, from, end, (token) => token.text === text, false);
}

/** The same for a keyword; CASE … END is stepped over. */
export function findWord(tokens: readonly Token[], from: number, end: number, word: string): number {
  return seek(tokens, from, end, (token) => isWord(token, word), true);
}

/** Index behind `name[.field | [index]]…`, which begins at `from`. */
export function behindTarget(tokens: readonly Token[], from: number): number {
  for (let at = from + 1; ; ) {
    if (tokens[at]?.text === '.') at += 2;
    else if (tokens[at]?.text === '[') at = find(tokens, at + 1, tokens.length, ']') + 1;
    else return at;
  }
}

function seek(
  tokens: readonly Token[],
  from: number,
  end: number,
  matches: (token: Token) => boolean,
  overCases: boolean,
): number {
  let depth = 0;
  let cases = 0;
  for (let at = from; at < end; at++) {
    const token = tokens[at];
    if (token === undefined) break;
    if (depth === 0 && cases === 0 && matches(token)) return at;
    if (token.text === '(' || token.text === '[') depth++;
    else if (token.text === ')' || token.text === ']') depth = Math.max(0, depth - 1);
    else if (overCases && isWord(token, 'case')) cases++;
    else if (isWord(token, 'end') && cases > 0) cases--;
  }
  return end;
}
