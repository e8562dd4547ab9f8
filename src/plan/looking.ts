import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import type { Context } from './context.js';
import type { AddEdge } from './graph.js';
import { heirOf, isTied } from './heirs.js';
import type { Work } from './work.js';

const looks = ({ id }: CatalogObject): boolean => kindOf(id.kind).looksInto !== undefined;

/** Tables that a tied one is a part of, over any number of steps. */
function above(table: CatalogObject, objects: ReadonlyMap<Key, CatalogObject>): CatalogObject[] {
  if (!isTied(table)) return [];
  return table.dependsOn.flatMap(({ on }) => {
    const parent = objects.get(on);
    return parent === undefined || parent.id.kind !== table.id.kind
      ? []
      : [parent, ...above(parent, objects)];
  });
}

/**
 * What looks for rows in the tables that one is cut loose from for a while (foreign keys that refer to a partitioned table):
 * it would miss them, and has to be made anew behind the tie.
 */
export function lookersInto(table: CatalogObject, { live, liveParts, dependents }: Context): CatalogObject[] {
  const found = above(table, live.objects).flatMap(({ key }) =>
    [key, ...(liveParts.get(key) ?? []).map((part) => part.key)].flatMap((on) =>
      (dependents.get(on) ?? []).flatMap(({ from }) =>
        heirOf(from) === null && kindOf(from.id.kind).looksInto?.(from as never, table) === true ? from : [],
      ),
    ),
  );
  return [...new Set(found)];
}

/** What looks for rows goes before the tables that hold them are cut loose, and comes behind their ties. */
export function looking(works: readonly Work[], context: Context, add: AddEdge): void {
  const lookers = works.filter(
    ({ verb, object }) => (verb === 'create' || verb === 'drop') && looks(object) && heirOf(object) === null,
  );
  if (lookers.length === 0) return;
  const cuts = below(works, ['alter', 'release'], context.live.objects);
  const ties = below(works, ['finish', 'restore'], context.wanted);
  for (const { id, verb, object } of lookers) {
    const objects = verb === 'drop' ? context.live.objects : context.wanted;
    const tables = new Set(object.dependsOn.map(({ on }) => objects.get(on)?.parent ?? on));
    for (const table of tables)
      for (const other of (verb === 'drop' ? cuts : ties).get(table) ?? [])
        if (verb === 'drop') add(id, other, { soft: true });
        else add(other, id, { soft: true });
  }
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
    for (const { key } of table === undefined ? [] : above(table, objects))
      found.set(key, [...(found.get(key) ?? []), id]);
  }
  return found;
}
