import { kindOf } from '../kinds/registry.js';
import type { Attributes, Catalog, CatalogObject } from '../model/catalog.js';
import { type Key, keyOf } from '../model/id.js';
import { Names, type Target } from '../plan/renames/names.js';
import { withOwnNames } from '../plan/renames/own-names.js';
import { underNewNames } from '../plan/renames/rewrite.js';
import { type Rename, type Renamed, renameSteps } from '../plan/renames/steps.js';
import type { Undo } from '../plan/undo.js';

/**
 * The live catalog under the names that it had before a plan, and the steps that give them back. What the plan did not
 * change itself printed then as it is printed now but for the names: so it is taken as it was read then.
 */
export function underOldNames(live: Catalog, undo: Undo): Renamed & { now: (before: Key) => Key } {
  if (undo.renames.length === 0)
    return { live: withPrints(live, undo), renames: new Map(), steps: [], now: (key) => key };
  const whole = withOwnNames(live);
  const before = new Map(undo.objects.map((object) => [object.key, object]));
  const renames: Rename[] = [];
  const targets = new Map<Key, Target>();
  for (const [now, was] of undo.renames) {
    const [object, old] = [whole.objects.get(now), before.get(was)];
    if (object === undefined || old === undefined) continue;
    const moved = object.parent === null && schemaMoved(object, old, undo);
    const target = { name: old.id.name, schema: moved ? old.id.schema : null };
    renames.push({ object, target, follows: null });
    targets.set(now, target);
  }
  let names = new Names(whole, targets);
  const byOldKey = new Map([...live.objects.values()].map((object) => [names.keyOf(object), object]));
  for (const old of undo.objects) {
    const object = byOldKey.get(old.key);
    if (object === undefined) continue;
    for (const [own, target] of ownNames(object, old, live.version)) {
      const named = whole.objects.get(own);
      if (named === undefined || targets.has(own)) continue;
      renames.push({ object: named, target, follows: leaderOf(object, targets) });
      targets.set(own, target);
    }
  }
  names = new Names(whole, targets);
  const printed = new Map<Key, Attributes>();
  for (const old of undo.objects) {
    const object = byOldKey.get(old.key);
    if (object === undefined) continue;
    const changed = new Set(undo.changed[old.key] ?? []);
    printed.set(
      object.key,
      Object.fromEntries(Object.entries(old.attributes).filter(([name]) => !changed.has(name))),
    );
  }
  return {
    live: withPrints(underNewNames(whole, names, new Map(), printed), undo),
    renames: new Map(
      renames.flatMap(({ object }) =>
        live.objects.has(object.key) ? [[names.keyOf(object), object.key] as const] : [],
      ),
    ),
    steps: renameSteps(whole, renames),
    now: (key) => names.keyFor(key),
  };
}

/** The catalog in which what was left alone has the definition that it had: it means the same, however it is printed now. */
function withPrints(live: Catalog, undo: Undo): Catalog {
  const objects = new Map(live.objects);
  for (const { key, id, attributes } of undo.beside) {
    const object = objects.get(key);
    if (object === undefined) continue;
    const definitions = Object.entries(kindOf(id.kind).attributes).flatMap(([name, rule]) =>
      rule.definition === true ? [[name, attributes[name] ?? null] as const] : [],
    );
    objects.set(key, { ...object, attributes: { ...object.attributes, ...Object.fromEntries(definitions) } });
  }
  return { ...live, objects };
}

/** Whether the object itself went to another schema, and not its schema to another name. */
export function schemaMoved(object: CatalogObject, old: CatalogObject, undo: Undo): boolean {
  if (object.id.schema === old.id.schema || old.id.schema === null) return false;
  const schema = (name: string | null): Key =>
    keyOf({ kind: 'schema', schema: null, table: null, name: name ?? '', arguments: null });
  return !undo.renames.some(
    ([now, was]) => now === schema(object.id.schema) && was === schema(old.id.schema),
  );
}

/** Whose rename a name of an object's own goes along with: its own, or its relation's. */
function leaderOf({ key, parent }: CatalogObject, targets: ReadonlyMap<Key, Target>): Key | null {
  return [key, parent].find((one) => one !== null && targets.has(one)) ?? null;
}

/** Names of the object's own (an identity column's sequence) that are others than they were, and what they were. */
function ownNames(now: CatalogObject, old: CatalogObject, version: number): [Key, Target][] {
  const of = (object: CatalogObject) => kindOf(object.id.kind).ownNames?.(object as never, version) ?? [];
  const [is, was] = [of(now), of(old)];
  return is.flatMap((id, at): [Key, Target][] => {
    const before = was[at];
    return before === undefined || before.kind !== id.kind || before.name === id.name
      ? []
      : [[keyOf(id), { name: before.name, schema: null }]];
  });
}
