import type { Session } from '../database/session.js';
import type { Spelling } from '../kinds/kind.js';
import { isKind, kindOf } from '../kinds/registry.js';
import type { ObjectRef } from '../manifest/state.js';

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
  for (const [spelling, group] of groups) {
    const texts = group.map((ref) => spelling.texts(ref));
    const rows = await session.query<{ at: number; text: string | null }>(
      `select q.ord::int as at, ${spelling.sql} as text from unnest($1::text[], $2::text[]) with ordinality q(a, b, ord)`,
      [texts.map(([a]) => a ?? ''), texts.map(([, b]) => b ?? '')],
    );
    for (const { at, text } of rows) {
      const ref = group[at - 1];
      if (ref !== undefined && text !== null) found.set(ref, { ...ref, [spelling.field]: text });
    }
  }
  await session.run("set local role none; set local search_path to ''");
  return found;
}
