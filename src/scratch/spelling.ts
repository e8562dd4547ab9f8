import type { Session } from '../database/session.js';
import type { Spelling } from '../kinds/kind.js';
import { isKind, kindOf } from '../kinds/registry.js';
import type { ObjectRef } from '../manifest/state.js';
import { recover } from './failures.js';

interface Asked {
  /** Which reference, from 1. */
  readonly at: number;
  readonly a: string;
  readonly b: string;
}

interface Named extends Asked {
  /** The oids as an array's text. */
  readonly found: string | null;
}

/**
 * References whose identity holds types, with those types as the server prints them: one question for each way of
 * naming. Names are looked up under the given search_path, as `role`; both are as they were found afterwards.
 */
export async function spelled(
  session: Session,
  refs: readonly ObjectRef[],
  searchPath: string,
  role: string,
): Promise<Map<ObjectRef, ObjectRef>> {
  const groups = new Map<Spelling, ObjectRef[]>();
  for (const ref of refs) {
    const spelling = isKind(ref.kind) ? kindOf(ref.kind).spelling : undefined;
    if (spelling === undefined || spelling.texts(ref).length === 0) continue;
    groups.set(spelling, [...(groups.get(spelling) ?? []), ref]);
  }
  const found = new Map<ObjectRef, ObjectRef>();
  if (groups.size === 0) return found;
  await session.run(`set local role ${role}; set local search_path to ${searchPath}`);
  const named = new Map<Spelling, Named[]>();
  for (const [spelling, group] of groups) {
    const texts = group.map((ref, index): Asked => {
      const [a = '', b = ''] = spelling.texts(ref);
      return { at: index + 1, a, b };
    });
    const rows = await lookedUp(session, spelling, texts);
    named.set(
      spelling,
      rows.filter((row) => row.found !== null && !row.found.includes('NULL')),
    );
  }
  // Printed as the reader prints: with no schema on the path.
  await session.run("set local role none; set local search_path to ''");
  for (const [spelling, rows] of named) {
    const list = (key: 'a' | 'b' | 'found'): (string | null)[] => rows.map((row) => row[key]);
    const printed = await session.query<{ at: number; text: string | null }>(
      `select q.at, ${spelling.sql} as text from (select u.at, u.a, u.b, u.found::oid[] as found
         from unnest($1::int[], $2::text[], $3::text[], $4::text[]) u(at, a, b, found)) q`,
      [rows.map(({ at }) => at), list('a'), list('b'), list('found')],
    );
    for (const { at, text } of printed) {
      const ref = groups.get(spelling)?.[at - 1];
      if (ref !== undefined && text !== null) found.set(ref, { ...ref, [spelling.field]: text });
    }
  }
  return found;
}

/** What names stand for; halves the list where the server refuses to look one up (a type that is only a shell). */
async function lookedUp(session: Session, spelling: Spelling, texts: readonly Asked[]): Promise<Named[]> {
  if (texts.length === 0) return [];
  await session.run('savepoint spelling');
  try {
    const rows = await session.query<Named>(
      `select q.at, q.a, q.b, (${spelling.find})::text as found from unnest($1::int[], $2::text[], $3::text[]) q(at, a, b)`,
      [texts.map(({ at }) => at), texts.map(({ a }) => a), texts.map(({ b }) => b)],
    );
    await session.run('release savepoint spelling');
    return rows;
  } catch (error) {
    await recover(session, error, 'spelling');
    await session.run('release savepoint spelling');
    if (texts.length === 1) return [];
    const half = Math.ceil(texts.length / 2);
    const [first, second] = [texts.slice(0, half), texts.slice(half)];
    return [...(await lookedUp(session, spelling, first)), ...(await lookedUp(session, spelling, second))];
  }
}
