import type { Change } from '../diff/diff.js';
import { inseparable } from '../kinds/heirs.js';
import { kindOf } from '../kinds/registry.js';
import type { Catalog, CatalogObject, DependencyType } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import type { Context } from './context.js';

/** Who depends on an object, and how. */
export type Dependents = ReadonlyMap<
  Key,
  readonly { readonly from: CatalogObject; readonly type: DependencyType }[]
>;

export function dependentsOf(catalog: Catalog): Dependents {
  const result = new Map<Key, { from: CatalogObject; type: DependencyType }[]>();
  for (const object of catalog.objects.values()) {
    for (const { on, type } of object.dependsOn) {
      const list = result.get(on);
      if (list === undefined) result.set(on, [{ from: object, type }]);
      else list.push({ from: object, type });
    }
  }
  return result;
}

/** Parts of each object, in catalog order. */
export function partsOf(catalog: Catalog): ReadonlyMap<Key, readonly CatalogObject[]> {
  const result = new Map<Key, CatalogObject[]>();
  for (const object of catalog.objects.values()) {
    if (object.parent === null) continue;
    const list = result.get(object.parent);
    if (list === undefined) result.set(object.parent, [object]);
    else list.push(object);
  }
  return result;
}

/**
 * Everything that goes by itself when `root` is dropped: its parts, and what depends on it automatically, except what
 * stays (and all that only it takes).
 */
export function takenBy(
  root: CatalogObject,
  dependents: Dependents,
  stays: (object: CatalogObject) => boolean = () => false,
): CatalogObject[] {
  const taken = new Map<Key, CatalogObject>();
  const queue = [root];
  for (let object = queue.shift(); object !== undefined; object = queue.shift()) {
    for (const { from, type } of dependents.get(object.key) ?? []) {
      const goes =
        from.parent === object.key || ((type === 'auto' || type === 'internal') && from.key !== root.key);
      if (!goes || stays(from) || taken.has(from.key) || from.key === root.key || from.key === root.parent)
        continue;
      taken.set(from.key, from);
      queue.push(from);
    }
  }
  return [...taken.values()];
}

/** A part that goes only with what it is part of (a partition key's column): what has to be made anew for it. */
export function madeWith(part: CatalogObject, catalog: Catalog): CatalogObject | undefined {
  return part.parent !== null && inseparable(part) ? catalog.objects.get(part.parent) : undefined;
}

/** What belongs to an extension, and comes and goes with it without a word. */
export function membersOf(object: CatalogObject, objects: Iterable<CatalogObject>): CatalogObject[] {
  if (object.address.catalog !== 'pg_extension') return [];
  return [...objects].filter((one) => one.extension === object.id.name);
}

/** What a dependency is on as a whole: a view's column is an object only while it has something of its own. */
export function wholeOf(key: Key, objects: ReadonlyMap<Key, CatalogObject>): Key {
  const object = objects.get(key);
  if (object === undefined || object.parent === null) return key;
  return kindOf(object.id.kind).facetOnly?.(object as never) === true ? object.parent : key;
}

/** Whether an object, as it shall be, still depends on another. */
export function stillDepends(
  change: Change | undefined,
  on: Key,
  { live, wanted }: Pick<Context, 'live' | 'wanted'>,
): boolean {
  if (change === undefined || change.after === null) return change === undefined;
  const whole = wholeOf(on, live.objects);
  return change.after.dependsOn.some(
    (dependency) =>
      dependency.type !== 'body' && (dependency.on === on || wholeOf(dependency.on, wanted) === whole),
  );
}

/** What PostgreSQL itself carries through a change of a column's type, as state has it. */
export function survivesRetype(object: CatalogObject, live: Catalog, wanted: Catalog): boolean {
  if (object.respelled === true) return false;
  const survives = kindOf(object.id.kind).survivesRetype;
  return typeof survives === 'function' ? survives(object as never, live, wanted) : (survives ?? false);
}
