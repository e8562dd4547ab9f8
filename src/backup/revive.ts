import { differingAttributes } from '../diff/equal.js';
import { kindOf } from '../kinds/registry.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import { type Problem, UserError } from '../model/errors.js';
import type { Key } from '../model/id.js';
import type { Undo } from '../plan/undo.js';
import { conflictOf, thereNow } from './conflict.js';
import type { Taken } from './taken.js';
import { wanted } from './wanted.js';

export interface Revived {
  readonly objects: ReadonlyMap<Key, CatalogObject>;
  /** What is left out, and why. */
  readonly notes: readonly string[];
}

/** Everything as it was before the plan, on a catalog under the names of before. */
export const allOfBefore = (undo: Undo): ReadonlyMap<Key, CatalogObject> =>
  new Map(undo.objects.map((object) => [object.key, wanted(object)]));

/**
 * Objects to be had as far as a catalog knows them: one that is made anew has no secrets, and one that is there keeps those
 * that it has.
 */
export function withoutSecrets(objects: ReadonlyMap<Key, CatalogObject>, live: Catalog): Revived {
  const notes: string[] = [];
  const known = new Map<Key, CatalogObject>();
  for (const [key, object] of objects) {
    const kind = kindOf(object.id.kind);
    const without = kind.withoutSecrets?.(object as never) ?? null;
    const there = live.objects.get(key);
    const open = kind.hides?.(object as never) === false;
    if (without === null || (there !== undefined && open)) known.set(key, object);
    else if (there !== undefined) {
      const rules = kind.attributes;
      const names = Object.keys(object.attributes);
      const secret = names.filter((name) => rules[name]?.unverifiable === true);
      const rest = new Set(names.filter((name) => !secret.includes(name)));
      const { declaration } = object;
      known.set(key, {
        ...object,
        ...(declaration ? { declaration: { ...declaration, attributes: rest } } : {}),
      });
      for (const name of differingAttributes(there, object, secret))
        notes.push(`${key} keeps the ${name} that it has: those that it had are kept nowhere`);
    } else {
      known.set(key, { ...object, attributes: without.object.attributes });
      notes.push(`${key} comes back ${without.left}`);
    }
  }
  return { objects: known, notes };
}

/**
 * What is to be had again of what a plan took away: all of it, or the tables that are named with what is theirs.
 * @throws UserError that names every conflict with what is there now.
 */
export function lostOf(
  undo: Undo,
  { lost, retyped }: Taken,
  live: Catalog,
  tables: readonly Key[] | null,
): Revived {
  const before = new Map(undo.objects.map((object) => [object.key, object]));
  const chosen = tables === null ? new Set(lost) : chosenBy(tables, lost, before, live);
  const there = thereNow(live, undo, chosen);
  const notes: string[] = [];
  const objects = new Map<Key, CatalogObject>();
  const problems: Problem[] = [];
  for (const key of chosen) {
    const object = before.get(key);
    if (object === undefined) continue;
    // Its table is in the way already.
    if (object.parent !== null && lost.has(object.parent) && live.objects.has(object.parent)) continue;
    const changed = retyped.has(key);
    const missing = object.dependsOn.find(
      ({ on, type }) =>
        type !== 'body' && before.has(on) && lost.has(on) && !chosen.has(on) && !live.objects.has(on),
    );
    if (missing !== undefined) {
      notes.push(`${key} is left out: it needs ${missing.on}, which is not chosen`);
      continue;
    }
    const conflict = conflictOf(object, changed, there);
    if (conflict === 'same') continue;
    if (conflict === null) objects.set(key, wanted(object, changed ? (undo.changed[key] ?? []) : undefined));
    else problems.push(conflict);
  }
  if (problems.length > 0) throw new UserError(problems);
  for (const { key, id, dependsOn } of undo.objects) {
    if (kindOf(id.kind).lets === undefined || !live.objects.has(key) || objects.has(key)) continue;
    for (const on of new Set(dependsOn.map(({ on }) => on)))
      if (objects.has(on) && before.get(on)?.parent === null)
        notes.push(`${on} does not come back into ${key}, which it was part of`);
  }
  return { objects: withTypes(objects, undo, before), notes };
}

/** A column gets its type back only with the type's own definition (an enum's values). */
function withTypes(
  objects: Map<Key, CatalogObject>,
  undo: Undo,
  before: ReadonlyMap<Key, CatalogObject>,
): Map<Key, CatalogObject> {
  for (const object of [...objects.values()]) {
    for (const { on } of object.dependsOn) {
      const type = before.get(on);
      const changed = undo.changed[on];
      if (
        type === undefined ||
        changed === undefined ||
        objects.has(on) ||
        type.address.catalog !== 'pg_type'
      )
        continue;
      objects.set(on, wanted(type, changed));
    }
  }
  return objects;
}

const holdsRows = (object: CatalogObject | undefined): boolean =>
  object !== undefined && kindOf(object.id.kind).holdsRows === true;

/** The tables, their parts, what goes with them (sequences, partitions), what they need, and keys of others that refer to them. */
function chosenBy(
  tables: readonly Key[],
  lost: ReadonlySet<Key>,
  before: ReadonlyMap<Key, CatalogObject>,
  live: Catalog,
): Set<Key> {
  const chosen = new Set<Key>();
  const queue: Key[] = [];
  const add = (key: Key): void => {
    if (chosen.has(key) || !lost.has(key)) return;
    chosen.add(key);
    queue.push(key);
  };
  for (const key of tables) {
    add(key);
    for (const one of lost) if (before.get(one)?.parent === key) add(one);
  }
  for (let key = queue.shift(); key !== undefined; key = queue.shift()) {
    const object = before.get(key);
    if (object === undefined) continue;
    // A part that needs another table is left out unless that is chosen too; all else brings what it needs.
    for (const { on, type } of object.dependsOn) {
      const needed = before.get(on);
      const rows = holdsRows(needed) && on !== object.parent;
      // What has come back before is no conflict with what stands on it.
      const holder = needed?.parent ?? on;
      if (!chosen.has(holder) && holdsRows(before.get(holder)) && live.objects.has(holder)) continue;
      if (type !== 'body' && needed !== undefined && (object.parent === null || !rows)) add(on);
    }
    for (const one of lost) {
      const other = before.get(one);
      if (other === undefined) continue;
      const tie = other.dependsOn.find(({ on }) => on === key);
      if (other.parent === key || tie?.type === 'auto' || tie?.type === 'internal') add(one);
      else if (tie !== undefined && other.parent !== null && live.objects.has(other.parent)) add(one);
    }
  }
  return chosen;
}
