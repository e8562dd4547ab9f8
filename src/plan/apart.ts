import type { CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import type { Context } from './context.js';
import type { AddEdge } from './graph.js';
import { above, cutsTie, heirOf } from './heirs.js';
import type { Work } from './work.js';

/**
 * Tables and the parents that they leave for a while: what several of them hand down changes its type with one of them only
 * where all have it from that one ("cannot alter inherited column", ATPrepAlterColumnType in tablecmds.c).
 */
export function parentsApart(
  retypes: (key: Key) => boolean,
  goes: (key: Key) => boolean,
  context: Context,
): ReadonlyMap<Key, readonly Key[]> {
  const { objects } = context.live;
  const left = new Map<Key, Key[]>();
  const roots = new Map<Key, Key>();
  const rootOf = (part: CatalogObject): Key => {
    const known = roots.get(part.key);
    if (known !== undefined) return known;
    const table = part.parent ?? '';
    const leaves = (parent: Key): boolean => left.get(table)?.includes(parent) === true;
    const [first, ...others] = (heirOf(part)?.from ?? [])
      .flatMap((key) => objects.get(key) ?? [])
      .filter(
        ({ key, parent }) =>
          !goes(key) && !cutsTie(context.changes.get(table), key, context) && !leaves(parent ?? ''),
      );
    const root = first === undefined ? part.key : rootOf(first);
    roots.set(part.key, root);
    if (!retypes(root)) return root;
    for (const other of others)
      if (other.parent !== null && rootOf(other) !== root && !leaves(other.parent))
        left.set(table, [...(left.get(table) ?? []), other.parent]);
    return root;
  };
  for (const object of objects.values())
    if ((heirOf(object)?.from.length ?? 0) > 1 && !goes(object.key)) rootOf(object);
  return left;
}

/** All that is done above a table that leaves a parent for a while is done before it comes back; what is made there, behind that. */
export function comingBack(works: readonly Work[], context: Context, add: AddEdge): void {
  for (const key of context.apart.keys()) {
    const table = context.live.objects.get(key);
    if (table === undefined) continue;
    const [release, restore] = [`release ${key}`, `restore ${key}`];
    const tables = above(table, context.live.objects);
    for (const { verb, id, object } of works) {
      if (object.parent === null || !tables.has(object.parent)) continue;
      if (verb === 'create') add(restore, id);
      else if (verb !== 'rename') add(release, id);
      if (['alter', 'drop', 'restore'].includes(verb)) add(id, restore);
    }
  }
}

/** Parts of a table that parents hand down which it leaves for a while: they are its own, if only until then. */
export const leftWith = (table: Key, { apart, live, liveParts }: Context): CatalogObject[] =>
  (liveParts.get(table) ?? []).filter((part) =>
    heirOf(part)?.from.some((from) => apart.get(table)?.includes(live.objects.get(from)?.parent ?? '')),
  );
