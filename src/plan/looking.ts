import type { Surroundings } from '../kinds/kind.js';
import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import type { Context } from './context.js';
import type { AddEdge } from './graph.js';
import { above } from './heirs.js';
import type { Work } from './work.js';

const tablesOf = (object: CatalogObject, around: Surroundings): readonly Key[] =>
  kindOf(object.id.kind).looksInto?.(object as never, around) ?? [];

const known = new WeakMap<object, ReadonlyMap<Key, readonly CatalogObject[]>>();

/** What looks for rows in live tables, by those. */
function lookers({ live, liveAround }: Context): ReadonlyMap<Key, readonly CatalogObject[]> {
  const found = known.get(live);
  if (found !== undefined) return found;
  const by = new Map<Key, CatalogObject[]>();
  for (const object of live.objects.values())
    for (const table of tablesOf(object, liveAround)) by.set(table, [...(by.get(table) ?? []), object]);
  known.set(live, by);
  return by;
}

/**
 * What looks for rows in the tables that one is cut loose from for a while (foreign keys that refer to a partitioned table):
 * it would miss them, and has to be made anew behind the tie.
 */
export const lookersInto = (table: CatalogObject, context: Context): CatalogObject[] => [
  ...new Set([...above(table, context.live.objects)].flatMap((key) => lookers(context).get(key) ?? [])),
];

/** What looks for rows goes before the tables that hold them are cut loose, and comes behind their ties. */
export function looking(works: readonly Work[], context: Context, add: AddEdge): void {
  const found = works.flatMap(({ id, verb, object }) => {
    if (verb !== 'create' && verb !== 'drop') return [];
    const tables = tablesOf(object, verb === 'drop' ? context.liveAround : context.around);
    return tables.length === 0 ? [] : [{ id, verb, tables }];
  });
  if (found.length === 0) return;
  const cuts = below(works, ['alter', 'release'], context.live.objects);
  const ties = below(works, ['finish', 'restore'], context.wanted);
  for (const { id, verb, tables } of found)
    for (const table of tables)
      for (const other of (verb === 'drop' ? cuts : ties).get(table) ?? [])
        if (verb === 'drop') add(id, other, { soft: true });
        else add(other, id, { soft: true });
}

/** Works that cut tables loose, or tie them, by the tables above those. */
function below(
  works: readonly Work[],
  verbs: readonly Work['verb'][],
  objects: ReadonlyMap<Key, CatalogObject>,
): Map<Key, string[]> {
  const found = new Map<Key, string[]>();
  for (const { id, verb, object } of works) {
    const table = object.parent === null && verbs.includes(verb) ? objects.get(object.key) : undefined;
    for (const key of table === undefined ? [] : above(table, objects))
      found.set(key, [...(found.get(key) ?? []), id]);
  }
  return found;
}
