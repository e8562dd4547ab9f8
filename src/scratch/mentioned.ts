import type { StateStatement } from '../manifest/state.js';
import { nameOf, tokenize } from '../sql/index.js';

/** Names in a server's message: those in quotes, and what it calls a function, a type, an access method. */
const NAMED = /"([^"]+)"|\b(?:function|procedure|type|column|relation) ([\w$.]+)/g;
/** What a message is about that names nothing. */
const ABOUT: readonly (readonly [RegExp, string])[] = [[/generation expression/, 'generated']];

/**
 * Where a statement names what the server complains of without a position: the 0-based UTF-16 offset of the first name in
 * its message, or else in its detail, that is not the one of what the statement makes. `null`: nowhere.
 */
export function mentioned({ sql, creates }: StateStatement, said: readonly string[]): number | null {
  const [made] = creates;
  const own = new Set([made?.name, made?.table, made?.schema]);
  const { tokens } = tokenize(sql);
  const find = (name: string): number | undefined =>
    tokens.find(
      (token) =>
        token.kind !== 'comment' &&
        (nameOf(token) === name || (token.kind === 'string' && token.text === `'${name}'`)),
    )?.start;
  for (const text of said) {
    const about = ABOUT.find(([pattern]) => pattern.test(text))?.[1];
    const names = [...text.matchAll(NAMED)].map(
      ([, quoted, plain]) => quoted ?? plain?.split('.').at(-1) ?? '',
    );
    for (const name of [...names, ...(about === undefined ? [] : [about])]) {
      const at = own.has(name) ? undefined : find(name);
      if (at !== undefined) return at;
    }
  }
  return null;
}
