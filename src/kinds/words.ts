import { writeName } from '../manifest/names.js';
import { isWord, nameOf, type Token, tokenize } from '../sql/index.js';

/**
 * PostgreSQL prints keywords in capitals and quotes every name that has some: so all other words may be lower case.
 * Nothing between quotes is touched.
 */
export function lowered(sql: string): string {
  const { tokens, error } = tokenize(sql);
  if (error !== undefined) return sql;
  let text = '';
  let at = 0;
  for (const token of tokens) {
    text += sql.slice(at, token.start);
    text += token.kind === 'word' ? token.text.toLowerCase() : token.text;
    at = token.end;
  }
  return text + sql.slice(at);
}

/** One token and how many parentheses are open before it. */
export interface Word {
  readonly token: Token;
  readonly depth: number;
}

/** The tokens of a printed definition. */
export function wordsOf(sql: string): Word[] {
  let depth = 0;
  return tokenize(sql).tokens.map((token) => {
    if (token.text === ')' || token.text === ']') depth--;
    const word = { token, depth };
    if (token.text === '(' || token.text === '[') depth++;
    return word;
  });
}

/** `(expression)` with exactly one pair of parentheses around it. */
export function inParentheses(expression: string): string {
  return `(${bare(expression)})`;
}

/** An expression without parentheses that enclose all of it, but for a subquery's own. */
export function bare(expression: string): string {
  const text = expression.trim();
  const words = wordsOf(text);
  const [first, ...rest] = words;
  const last = rest.at(-1);
  if (first?.token.text !== '(' || last?.token.text !== ')' || last.token.end !== text.length) return text;
  if (/^(select|with|values)$/i.test(rest[0]?.token.text ?? '')) return text;
  const closes = rest.findIndex(({ token, depth }) => depth === 0 && token.text === ')');
  return closes === rest.length - 1 ? bare(text.slice(1, -1)) : text;
}

/** The verbatim parts of a printed name: `public."A.b"` is `public` and `A.b`. */
export function printedName(text: string): string[] {
  return tokenize(text).tokens.flatMap((token) => nameOf(token) ?? []);
}

/** A printed name as a manifest's key takes it where no schema is added: verbatim, with its schema if it has one. */
export function looseName(printed: string): string {
  const [first = '', second] = printedName(printed);
  return second === undefined ? writeName(null, first) : writeName(first, second);
}

/** The text of a printed literal; `null` for anything else. */
export function literalText(printed: string): string | null {
  const [, escaped, body] = /^(E?)'((?:[^']|'')*)'$/s.exec(printed.trim()) ?? [];
  if (body === undefined) return null;
  const text = body.replaceAll("''", "'");
  return escaped === '' ? text : text.replaceAll('\\\\', '\\');
}

/** What stands between the parenthesis at `open` and its end, cut at commas. */
export function elements(text: string, words: readonly Word[], open: number): string[] {
  const depth = words[open]?.depth ?? 0;
  const items: string[] = [];
  let from = words[open]?.token.end ?? 0;
  for (const word of words.slice(open + 1)) {
    const closes = word.depth === depth && word.token.text === ')';
    if (!closes && !(word.depth === depth + 1 && word.token.text === ',')) continue;
    items.push(text.slice(from, word.token.start).trim());
    from = word.token.end;
    if (closes) break;
  }
  return items;
}

/** Columns and expressions of a printed index or key, those of INCLUDE behind the others: its name is made of all. */
export function indexItems(text: string): string[] {
  const words = wordsOf(text);
  const open = words.findIndex(({ token }) => token.text === '(');
  const include = words.findIndex(({ token, depth }) => depth === 0 && isWord(token, 'include'));
  return [...elements(text, words, open), ...(include === -1 ? [] : elements(text, words, include + 1))];
}
