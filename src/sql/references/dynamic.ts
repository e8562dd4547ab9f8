import type { Token } from '../lexer.js';
import { guess } from './guess.js';
import type { Reference } from './types.js';

const STATEMENT =
  /^\s*(select|insert|update|delete|merge|with|create|alter|drop|truncate|call|refresh|grant|revoke|copy)\b/i;

/** Stands for a part of a name that is only known at run time; a letter, so that it stays in the name. */
const HOLE = '\u00bf';

/**
 * What a string that is run as SQL names, as far as its literal parts tell. `all`: every string counts, not
 * only those that look like a statement. A name cut off by `||` is left out.
 */
export function dynamicReferences(tokens: readonly Token[], shift: number, all: boolean): Reference[] {
  return tokens.flatMap((token, index) => {
    if (token.kind !== 'string') return [];
    const { body, start } = content(token);
    if (!all && !STATEMENT.test(body)) return [];
    const open = tokens[index - 1]?.text === '||';
    const cut = tokens[index + 1]?.text === '||';
    return guess(body, shift + start, 'dynamic')
      .filter(({ offset, name }) => {
        const at = offset - shift - start;
        return !name.includes(HOLE) && !(open && at === 0) && !(cut && /^[^\s()]+$/.test(body.slice(at)));
      })
      .map((found) => (found.schema?.includes(HOLE) === true ? { ...found, schema: null } : found));
  });
}

/** A string's content with the same length, so that offsets hold; format()'s placeholders become holes. */
function content(token: Token): { body: string; start: number } {
  const lead = /^(?:\$[^$]*\$|[^']*')/.exec(token.text)?.[0].length ?? 1;
  const quoted = token.text.endsWith("'");
  const inner = token.text.slice(lead, token.text.length - (quoted ? 1 : lead));
  const plain = quoted ? inner.replaceAll("''", "' ") : inner;
  const body = plain.replace(/%(?:\d+\$)?[IsL]/g, (mark) => HOLE.repeat(mark.length));
  return { body, start: token.start + lead };
}
