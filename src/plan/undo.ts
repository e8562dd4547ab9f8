import { differingAttributes } from '../diff/equal.js';
import { kindOf } from '../kinds/registry.js';
import type { Address, Catalog, CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';

/** A table that was moved to the schema of parked tables instead of dropped. */
export interface Parked {
  /** The table's key before. */
  readonly key: Key;
  /** Its name in `reconcile_parked`. */
  readonly name: string;
  /** Columns that hold values there; what is computed was taken away. */
  readonly columns: readonly string[];
  /** Sequences that went along, by the column that owns them. */
  readonly sequences: readonly { readonly column: string; readonly name: string }[];
}

/** What an applied plan has to be undone with: the definitions before it, and what it did to names. */
export interface Undo {
  readonly version: 1;
  /** Everything that the plan touched and that was there before, as it was read then. */
  readonly objects: readonly CatalogObject[];
  /** What stands on those and was left alone: its print may be another all the same, by what it stands on. */
  readonly beside: readonly CatalogObject[];
  /** What was not there before, as it is called since. */
  readonly made: readonly Key[];
  /** What went for good, as it was called. */
  readonly gone: readonly Key[];
  /** What has another name of its own since: [now, before]. */
  readonly renames: readonly (readonly [Key, Key])[];
  /** By the key before: attributes that the plan itself changed. What is not here printed the same in both names. */
  readonly changed: Readonly<Record<Key, readonly string[]>>;
  readonly parked: readonly Parked[];
}

export interface UndoInput {
  /** The live catalog as it was read, under the names before. */
  readonly read: Catalog;
  /** The same under the names after. */
  readonly live: Catalog;
  readonly expected: ReadonlyMap<Key, CatalogObject | null>;
  /** The whole database afterwards: what comes, or changes, along by itself (a partition's column) is no step's. */
  readonly after: ReadonlyMap<Key, CatalogObject>;
  /** Key after → key before. */
  readonly renames: ReadonlyMap<Key, Key>;
  readonly parked: readonly Parked[];
}

const text = ({ catalog, oid, sub }: Address): string => `${catalog}:${oid}:${sub}`;

/** What to keep of the database before a plan. Keys of the result are those of `read` unless said otherwise. */
export function undoOf({ read, live, expected, after: whole, renames, parked }: UndoInput): Undo {
  const byAddress = new Map([...read.objects.values()].map((object) => [text(object.address), object]));
  const objects = new Map<Key, CatalogObject>();
  const made: Key[] = [];
  const gone: Key[] = [];
  const changed: Record<Key, readonly string[]> = {};
  for (const [key, after] of expected) {
    const now = live.objects.get(key);
    const before = now === undefined ? undefined : (byAddress.get(text(now.address)) ?? now);
    if (before !== undefined) objects.set(before.key, before);
    if (now === undefined || before === undefined) {
      if (after !== null) made.push(key);
    } else if (after === null) gone.push(before.key);
    else {
      const names = differingAttributes(now, after, Object.keys(kindOf(now.id.kind).attributes));
      if (names.length > 0) changed[before.key] = names;
    }
  }
  for (const [key, after] of whole) {
    const now = live.objects.get(key);
    if (expected.has(key) || now === after) continue;
    if (now === undefined) made.push(key);
    else {
      const names = differingAttributes(now, after, Object.keys(kindOf(now.id.kind).attributes));
      const before = byAddress.get(text(now.address)) ?? now;
      if (names.length === 0) continue;
      objects.set(before.key, before);
      changed[before.key] = names;
    }
  }
  // What goes along by itself (an identity's sequence, with its column's identity) comes back as it was.
  for (const [key, now] of live.objects) {
    if (expected.has(key) || whole.has(key)) continue;
    const before = byAddress.get(text(now.address)) ?? now;
    objects.set(before.key, before);
  }
  // Parts of what makes room for a renamed table (a view's column) have the names of that one's from then on.
  const under = new Set([...live.objects.values()].map(({ address }) => text(address)));
  const left = new Set(gone);
  for (const object of read.objects.values()) {
    if (under.has(text(object.address)) || object.parent === null || !left.has(object.parent)) continue;
    objects.set(object.key, object);
    gone.push(object.key);
  }
  return {
    version: 1,
    objects: [...objects.values()],
    beside: besideOf(live, expected)
      .map((object) => byAddress.get(text(object.address)) ?? object)
      .filter(({ key }) => changed[key] === undefined),
    made,
    gone,
    renames: [...renames].filter(([now]) => live.objects.has(now)),
    changed,
    parked,
  };
}

/** Objects with definitions in SQL text that belong to or stand on what the plan touches. */
function besideOf(live: Catalog, expected: ReadonlyMap<Key, unknown>): CatalogObject[] {
  const parents = new Set([...expected.keys()].flatMap((key) => live.objects.get(key)?.parent ?? []));
  return [...live.objects.values()].filter(
    ({ key, id, parent, dependsOn }) =>
      !expected.has(key) &&
      ((parent !== null && (parents.has(parent) || expected.has(parent))) ||
        dependsOn.some(({ on }) => expected.has(on))) &&
      Object.values(kindOf(id.kind).attributes).some((rule) => rule.definition === true),
  );
}
