import { type Change, reown } from '../diff/diff.js';
import type { Surroundings } from '../kinds/kind.js';
import { kindOf } from '../kinds/registry.js';
import type { Attributes, Catalog, CatalogObject } from '../model/catalog.js';
import type { Key, ObjectId } from '../model/id.js';
import { type Dependents, dependentsOf, partsOf } from './dependents.js';
import type { Fate } from './scope.js';

/** What every part of planning looks at. */
export interface Context {
  readonly live: Catalog;
  readonly desired: Catalog;
  /** Objects as they shall be: changed ones from the state, all others from the live catalog. */
  readonly wanted: ReadonlyMap<Key, CatalogObject>;
  readonly changes: ReadonlyMap<Key, Change>;
  readonly fates: ReadonlyMap<Key, Fate>;
  readonly dependents: Dependents;
  readonly liveParts: ReadonlyMap<Key, readonly CatalogObject[]>;
  /** Parts of each object as they shall be, in the order of the side they come from. */
  readonly wantedParts: ReadonlyMap<Key, readonly CatalogObject[]>;
  /** A declared object whose text stays while what its names mean is another object now. */
  standsElsewhere(key: Key, on: Key): boolean;
  /** Live objects that are dropped or made anew: known once the closure is. */
  readonly removed: Set<Key>;
  /** Live tables that leave parents for a while, which stay, and those parents: known once the closure is. */
  readonly apart: Map<Key, readonly Key[]>;
  readonly around: Surroundings;
  readonly liveAround: Surroundings;
  /** Live objects that are moved away instead of dropped, where their kind can be. */
  readonly parks: ReadonlySet<Key>;
  /** Owner of what is new and names none; `null`: the connecting role. */
  readonly defaultOwner: string | null;
  /** Who connects; never shown in a plan. */
  readonly connecting: string;
}

export function makeContext(input: {
  live: Catalog;
  desired: Catalog;
  changes: ReadonlyMap<Key, Change>;
  fates: ReadonlyMap<Key, Fate>;
  parks: ReadonlySet<Key>;
  defaultOwner: string | null;
  connecting: string;
}): Context {
  const { live, desired, changes } = input;
  const wanted = new Map(live.objects);
  for (const [key, change] of changes) {
    if (change.after === null) wanted.delete(key);
    else wanted.set(key, change.after);
  }
  // A text that stays may mean other objects than before.
  for (const [key, { dependsOn }] of desired.objects) {
    const stays = changes.has(key) ? undefined : wanted.get(key);
    if (stays !== undefined && dependsOn.length > 0) wanted.set(key, { ...stays, dependsOn });
  }
  for (const [key, object] of wanted) {
    if (changes.has(key)) continue;
    const shares = kindOf(object.id.kind).sharesOwner?.(object as never) ?? null;
    const owner = (shares === null ? undefined : wanted.get(shares))?.owner ?? object.owner;
    if (owner !== object.owner)
      wanted.set(key, { ...object, owner, grants: reown(object.grants, object.owner, owner) });
  }
  for (const [key, object] of wanted) {
    const { lets } = kindOf(object.id.kind);
    if (lets === undefined || changes.has(key)) continue;
    let left = object;
    for (const { on } of object.dependsOn) {
      const change = changes.get(on);
      if (change?.action !== 'drop' || change.before === null) continue;
      const attributes = lets(left as never, change.before) as Attributes | null;
      if (attributes !== null) left = { ...left, attributes };
    }
    if (left !== object) wanted.set(key, left);
  }
  const wantedCatalog: Catalog = { ...live, objects: wanted };
  const liveParts = partsOf(live);
  const desiredParts = partsOf(desired);
  const wantedParts = new Map<Key, CatalogObject[]>();
  for (const side of [desiredParts, liveParts]) {
    for (const [key, parts] of side) {
      const known = wantedParts.get(key) ?? [];
      const fresh = parts
        .flatMap((part) => wanted.get(part.key) ?? [])
        .filter((part) => !known.includes(part));
      wantedParts.set(key, [...known, ...fresh]);
    }
  }
  const surroundings = (catalog: Catalog, find: (key: Key) => readonly CatalogObject[]): Surroundings => ({
    catalog,
    version: live.version,
    parts: (of, kind) => find(of.key).filter((part) => part.id.kind === kind),
    parent: (of) => (of.parent === null ? undefined : catalog.objects.get(of.parent)),
  });
  const removed = new Set<Key>();
  const [inLive, inWanted] = [takenIn(live), takenIn(wantedCatalog)];
  return {
    ...input,
    wanted,
    removed,
    apart: new Map(),
    dependents: dependentsOf(live),
    liveParts,
    wantedParts,
    standsElsewhere: (key, on) => {
      const declared = desired.objects.get(key);
      return (
        declared !== undefined &&
        declared.dependsOn.length > 0 &&
        !declared.dependsOn.some((dependency) => dependency.on === on)
      );
    },
    around: {
      ...surroundings(wantedCatalog, (key) => wantedParts.get(key) ?? []),
      standing: (key) => (removed.has(key) ? undefined : live.objects.get(key)),
      taken: (id) => inLive(id) || inWanted(id),
    },
    liveAround: { ...surroundings(live, (key) => liveParts.get(key) ?? []), after: wanted },
  };
}

/** Names of constraints by schema; PostgreSQL chooses no name that another relation's has. */
function takenIn(catalog: Catalog): (id: ObjectId) => boolean {
  let known: Map<string, Set<string | null>> | null = null;
  const read = (): Map<string, Set<string | null>> => {
    const found = new Map<string, Set<string | null>>();
    for (const object of catalog.objects.values()) {
      const besides = kindOf(object.id.kind).ownNames?.(object as never, catalog.version) ?? [];
      const own = object.address.catalog === 'pg_constraint' ? [object.id] : [];
      for (const { schema, name } of [...own, ...besides]) {
        const slot = `${schema} ${name}`;
        found.set(slot, (found.get(slot) ?? new Set()).add(object.id.table));
      }
    }
    return found;
  };
  return ({ schema, name, table }) => {
    known ??= read();
    return [...(known.get(`${schema} ${name}`) ?? [])].some((other) => other !== table);
  };
}
