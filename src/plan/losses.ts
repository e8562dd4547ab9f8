import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import { carriedOf } from './carries.js';
import type { Context } from './context.js';
import type { Loss } from './result.js';
import type { Work } from './work.js';

/** Everything that holds rows or values and that a step destroys: named by it, taken along, or of a type that shrinks. */
export function lossesOf(works: readonly Work[], context: Context): Loss[] {
  const losses = new Map<string, Loss>();
  const add = (loss: Loss): void => {
    const name = `${loss.relation.key} ${loss.columns?.join(',') ?? ''}`;
    if (!losses.has(name)) losses.set(name, loss);
  };
  for (const work of works) {
    const { before } = work;
    if (work.action === 'park' || before === null) continue;
    const goes = work.verb === 'drop' && (work.action === 'drop' || work.destructive);
    if (!work.destructive && !(goes && work.takes.length > 0)) continue;
    const taken = goes ? work.takes.flatMap((key) => context.live.objects.get(key) ?? []) : [];
    const going = new Set([before.key, ...taken.map((object) => object.key)]);
    for (const object of [before, ...taken]) {
      const relation = object.parent === null ? undefined : context.live.objects.get(object.parent);
      const kind = kindOf(object.id.kind).loss;
      const carried = object === before && work.action === 'replace' ? carriedOf(object, context) : null;
      if (kind !== undefined && carried?.lost != null) {
        for (const name of carried.lost)
          add({ stepId: work.id, relation: object, columns: [name], kind: 'column' });
      } else if (kind !== undefined) {
        if (object === before ? work.destructive : !stays(object, context))
          add({ stepId: work.id, relation: object, columns: null, kind });
      } else if (relation !== undefined && !going.has(relation.key) && holdsValues(object)) {
        add({ stepId: work.id, relation, columns: [object.id.name], kind: 'column' });
      } else if (object === before && work.destructive && object.parent === null) {
        for (const column of columnsOf(object.key, context)) {
          const table = context.live.objects.get(column.parent ?? '');
          if (table !== undefined && kindOf(table.id.kind).loss === 'table')
            add({ stepId: work.id, relation: table, columns: [column.id.name], kind: 'column' });
        }
      }
    }
  }
  return [...losses.values()];
}

/** Whether it is there afterwards as well, with all that it holds (a partition that outlives its parent). */
const stays = (object: CatalogObject, context: Context): boolean =>
  context.wanted.has(object.key) && !context.removed.has(object.key);

function holdsValues(object: CatalogObject): boolean {
  const kind = kindOf(object.id.kind);
  return (
    kind.holdsRows === true &&
    kind.derived?.(object as never) !== true &&
    kind.facetOnly?.(object as never) !== true
  );
}

/** Columns of a type, also where other types (domains, composites, ranges) stand between. */
function columnsOf(type: Key, context: Context): CatalogObject[] {
  const found = new Map<Key, CatalogObject>();
  const seen = new Set<Key>([type]);
  const queue = [type];
  for (let key = queue.shift(); key !== undefined; key = queue.shift()) {
    for (const { from, type: how } of context.dependents.get(key) ?? []) {
      if (seen.has(from.key) || how === 'body') continue;
      seen.add(from.key);
      if (from.parent !== null && holdsValues(from)) found.set(from.key, from);
      else if (from.parent === null && from.address.catalog === 'pg_type') queue.push(from.key);
    }
  }
  return [...found.values()];
}
