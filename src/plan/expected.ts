import type { Change } from '../diff/diff.js';
import { kindOf } from '../kinds/registry.js';
import type { Attributes, CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import type { Context } from './context.js';
import { heirOf } from './heirs.js';
import type { Work } from './work.js';

/** Every touched object as the proof must find it. */
export function expectedAfter(
  works: readonly Work[],
  changes: ReadonlyMap<Key, Change>,
  context: Context,
): Map<Key, CatalogObject | null> {
  const expected = new Map<Key, CatalogObject | null>();
  const made = new Set(works.flatMap(({ verb, touches }) => (verb === 'create' ? [...touches] : [])));
  const target = (key: Key): CatalogObject | null => {
    const wanted = context.wanted.get(key);
    if (wanted === undefined) return null;
    const becomes = made.has(key) ? kindOf(wanted.id.kind).becomes?.(wanted, context.around) : undefined;
    return { ...wanted, attributes: { ...wanted.attributes, ...(becomes as Attributes | undefined) } };
  };
  for (const work of works) {
    // What comes by itself (a partition's copy of a check) has no statement, and is expected all the same.
    if (work.sql.length === 0 && work.verb !== 'create') continue;
    for (const key of work.touches) expected.set(key, target(key));
  }
  for (const change of changes.values()) {
    if (change.renamedFrom !== null && !context.wanted.has(change.renamedFrom))
      expected.set(change.renamedFrom, null);
    const rules = kindOf(change.after?.id.kind ?? change.before?.id.kind ?? '').attributes;
    const wanted = context.wanted.get(change.key);
    if (wanted !== undefined && change.attributes.some((name) => rules[name]?.comesAlong === true))
      expected.set(change.key, wanted);
  }
  for (const [key, wanted] of context.wanted)
    if (!expected.has(key) && followsAny(wanted, expected, context)) expected.set(key, wanted);
  return expected;
}

/** Whether what an object comes from, over any number of steps, is touched: that may have changed it, too. */
function followsAny(object: CatalogObject, touched: ReadonlyMap<Key, unknown>, context: Context): boolean {
  const from = heirOf(object)?.from ?? [];
  return from.some((key) => {
    const source = context.wanted.get(key);
    return source !== undefined && (touched.has(key) || followsAny(source, touched, context));
  });
}
