import { diff, merge } from '../diff/diff.js';
import { differingAttributes } from '../diff/equal.js';
import { kindOf } from '../kinds/registry.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import { type Problem, UserError } from '../model/errors.js';
import { type Key, qualified } from '../model/id.js';
import type { Undo } from '../plan/undo.js';

const NOWHERE = { file: '', line: 0, column: 0 };

/** An object of before as something to be had: all of it, or only the attributes that are named. */
export function wanted(object: CatalogObject, attributes?: readonly string[]): CatalogObject {
  const all = attributes === undefined;
  return {
    ...object,
    declaration: {
      at: NOWHERE,
      text: null,
      attributes: new Set(attributes ?? Object.keys(object.attributes)),
      sections: new Set(),
      owner: all,
      grants: all,
      comment: all,
      renamedFrom: [],
    },
  };
}

/** Everything as it was before the plan, on a catalog under the names of before. */
export function allOfBefore(undo: Undo): ReadonlyMap<Key, CatalogObject> {
  return new Map(undo.objects.map((object) => [object.key, wanted(object)]));
}

export interface Revived {
  readonly objects: ReadonlyMap<Key, CatalogObject>;
  /** What is left out, and why. */
  readonly notes: readonly string[];
}

/**
 * What is to be had again of what a plan took away: all of it, or the tables that are named with what is theirs.
 * @throws UserError that names every conflict with what is there now.
 */
export function lostOf(
  undo: Undo,
  retyped: ReadonlySet<Key>,
  live: Catalog,
  tables: readonly Key[] | null,
): Revived {
  const before = new Map(undo.objects.map((object) => [object.key, object]));
  const lost = new Set([...undo.gone, ...retyped].filter((key) => before.has(key)));
  const chosen = tables === null ? new Set(lost) : chosenBy(tables, lost, before, live);
  const notes: string[] = [];
  const objects = new Map<Key, CatalogObject>();
  const problems: Problem[] = [];
  for (const key of chosen) {
    const object = before.get(key);
    if (object === undefined) continue;
    const changed = retyped.has(key);
    const missing = object.dependsOn.find(
      ({ on, type }) =>
        type !== 'body' && before.has(on) && lost.has(on) && !chosen.has(on) && !live.objects.has(on),
    );
    if (missing !== undefined) {
      notes.push(`${key} is left out: it needs ${missing.on}, which is not chosen`);
      continue;
    }
    const conflict = conflictOf(object, changed, live, chosen);
    if (conflict === 'same') continue;
    if (conflict === null) objects.set(key, wanted(object, changed ? (undo.changed[key] ?? []) : undefined));
    else problems.push(conflict);
  }
  if (problems.length > 0) throw new UserError(problems);
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
      const rows =
        needed !== undefined && kindOf(needed.id.kind).holdsRows === true && needed.key !== object.parent;
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

/** What stands in the way of an object; `same`: it is there already as it was; `null`: nothing. */
function conflictOf(
  object: CatalogObject,
  changed: boolean,
  live: Catalog,
  chosen: ReadonlySet<Key>,
): Problem | 'same' | null {
  const { key, id } = object;
  const there = live.objects.get(key);
  const conflict = (message: string, hint: string): Problem => ({ code: 'conflict', message, hint });
  if (changed) {
    return there === undefined
      ? conflict(
          `${key} cannot get its values back: it is not there any more`,
          'choose other tables with --table',
        )
      : null;
  }
  if (there !== undefined) {
    if (kindOf(id.kind).holdsRows !== true && sameDefinition(there, object)) return 'same';
    return conflict(
      `${key} is there already`,
      'rename or drop it first, or choose other tables with --table',
    );
  }
  if (object.parent === null && object.address.catalog === 'pg_class') {
    const taken = [...live.objects.values()].find(
      (other) =>
        other.parent === null &&
        other.address.catalog === 'pg_class' &&
        other.id.schema === id.schema &&
        other.id.name === id.name,
    );
    if (taken !== undefined)
      return conflict(`${key} cannot have its name: ${taken.key} has it`, 'rename that one first');
  }
  if (object.parent !== null && !live.objects.has(object.parent) && !chosen.has(object.parent))
    return conflict(
      `${key} cannot come back: ${object.parent} is not there any more`,
      'choose other tables with --table',
    );
  if (
    id.schema !== null &&
    !live.objects.has(`schema ${qualified(null, id.schema)}`) &&
    !chosen.has(`schema ${qualified(null, id.schema)}`)
  )
    return conflict(
      `${key} cannot come back: there is no schema ${id.schema}`,
      `create schema ${qualified(null, id.schema)}`,
    );
  if (object.owner !== null && !live.roles.has(object.owner))
    return conflict(
      `${key} cannot come back: its owner ${object.owner} is no role any more`,
      `create role ${qualified(null, object.owner)}`,
    );
  return null;
}

function sameDefinition(live: CatalogObject, object: CatalogObject): boolean {
  const after = merge(live, wanted(object), false);
  return differingAttributes(live, after, Object.keys(object.attributes)).length === 0;
}

/** Whether anything is to be done at all. */
export const differs = (live: Catalog, objects: ReadonlyMap<Key, CatalogObject>): boolean =>
  diff({ live, desired: { ...live, objects }, drop: new Set(), renames: new Map(), whole: false }).size > 0;
