import type { CST } from 'yaml';
import type { Problem } from '../../model/errors.js';
import type { Source } from '../source.js';

/** The first token, depth first and last first, that a test accepts. Does not recurse. */
export function find(
  tokens: readonly CST.Token[],
  test: (token: CST.Token, depth: number) => boolean,
): CST.Token | undefined {
  const todo: [CST.Token, number][] = tokens.map((token) => [token, 0]);
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const [token, depth] = next;
    if (test(token, depth)) return token;
    if (token.type === 'document' && token.value !== undefined) todo.push([token.value, depth + 1]);
    if (!('items' in token)) continue;
    for (const { key, value } of token.items) {
      if (key) todo.push([key, depth + 1]);
      if (value !== undefined) todo.push([value, depth + 1]);
    }
  }
  return undefined;
}

/** A problem for an error of the YAML parser, at the place a reader would look at. */
export function syntaxProblem(
  source: Source,
  message: string,
  offset: number,
  tokens: readonly CST.Token[],
): Problem {
  const text = `YAML: ${message.replace(/\s+/g, ' ')}`;
  const hash = /flow (map|seq)/i.test(message) ? commentBefore(source, offset) : null;
  if (hash !== null) {
    return source.problem('yaml', `${text}; a comment starts here`, hash, COMMENT_HINT);
  }
  const open = /closing .*quote/i.test(message)
    ? find(tokens, (token) => /quoted-scalar$/.test(token.type) && endOf(token) === offset)
    : undefined;
  return source.problem('yaml', text, open?.offset ?? offset, syntaxHint(source, message, offset));
}

function endOf(token: CST.Token): number {
  return token.offset + ('source' in token ? token.source.length : 0);
}

export const COMMENT_HINT =
  'after a space, # starts a YAML comment and hides the rest of the line: put the SQL in quotes';

function syntaxHint(source: Source, message: string, offset: number): string | undefined {
  if (source.line(source.position(offset).line).startsWith('\t'))
    return 'indent with spaces, never with tabs';
  if (/cannot start with/i.test(message)) return 'put the value in quotes';
  if (/mapping|implicit key/i.test(message)) {
    return 'check the indentation; a value that holds ": " must be quoted, or put in a block after |';
  }
  return /quote/i.test(message) ? "close the quote; inside '…' a quote is written twice" : undefined;
}

/** The offset of the last comment on the line of an offset or the one before it. */
function commentBefore(source: Source, offset: number): number | null {
  const { line } = source.position(offset);
  for (const number of [line, line - 1]) {
    const found = /[ \t]#/.exec(source.line(number));
    if (number > 0 && found !== null) return source.lineStart(number) + found.index + 1;
  }
  return null;
}
