import type { Change } from '../diff/diff.js';
import { kindOf } from '../kinds/registry.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import { alterContext } from './altering.js';
import type { Context } from './context.js';
import { membersOf, takenBy } from './dependents.js';
import { heirOf, staying } from './heirs.js';

export interface Going {
  readonly roots: Map<Key, readonly CatalogObject[]>;
  readonly gone: Map<Key, Key>;
  readonly carried: Map<Key, Key>;
  readonly destroyed: readonly CatalogObject[];
}

/** What goes: each drop with what it takes along, and what is wanted all the same. */
export function going(context: Context): Going {
  const { changes, live, dependents } = context;
  const roots = new Map<Key, readonly CatalogObject[]>();
  const gone = new Map<Key, Key>();
  const carried = new Map<Key, Key>();
  const destroyed: CatalogObject[] = [];
  for (const change of changes.values()) {
    const input = alterContext(change, context);
    if (input === null) continue;
    for (const key of kindOf(change.after?.id.kind ?? '').absorbs?.(input as never) ?? []) {
      if (changes.get(key)?.action === 'drop') gone.set(key, change.key);
    }
  }
  const drops = [...changes.values()].filter((change) => change.action === 'drop' && change.before !== null);
  const depth = (change: Change): number =>
    change.before?.parent === null ? 0 : kindOf(change.before?.id.kind ?? '').holdsRows ? 1 : 2;
  for (const change of drops.sort((a, b) => depth(a) - depth(b))) {
    if (change.before === null || gone.has(change.key)) continue;
    // What was said of it goes; it stays, and what stands on it.
    if (kindOf(change.before.id.kind).onlySaid?.(change.before as never) === true) {
      if (!gone.has(change.before.parent ?? '')) roots.set(change.key, []);
      continue;
    }
    const all = takenBy(change.before, dependents, staying(change.before, context));
    const mine = new Set([change.key, ...all.map((object) => object.key)]);
    const taken = all.filter(
      (object) => changes.get(object.key)?.after == null || object.parent === change.key,
    );
    for (const object of all) {
      // Handed down from what goes, but wanted as its own: it is destroyed and comes back, where it cannot stay.
      if (change.before.parent !== null && kindOf(object.id.kind).outlivesSource === true) continue;
      if (taken.includes(object) || !heirOf(object)?.from.some((key) => mine.has(key))) continue;
      if (!carried.has(object.key)) destroyed.push(object);
      carried.set(object.key, change.key);
    }
    roots.set(change.key, taken);
    gone.set(change.key, change.key);
    for (const { key } of membersOf(change.before, live.objects.values())) gone.set(key, change.key);
    for (const object of taken) {
      gone.set(object.key, change.key);
      roots.delete(object.key);
    }
  }
  return { roots, gone, carried, destroyed };
}

/** Whether any of what hands a part down is one of the tables that its own is cut loose from, or a part of one. */
const comesFrom = (bases: readonly Key[], sources: readonly Key[], { objects }: Catalog): boolean =>
  sources.some((from) => bases.some((on) => from === on || objects.get(from)?.parent === on));

/** What would go with a parent's part is dropped by itself where its table is cut loose from that parent. */
export function ownDrops(
  {
    roots,
    gone,
    detached,
  }: {
    roots: Map<Key, readonly CatalogObject[]>;
    gone: Map<Key, Key>;
    detached: ReadonlyMap<Key, readonly Key[]>;
  },
  { live, dependents }: Context,
): void {
  const left = [...gone].flatMap(([key, root]) => {
    const part = live.objects.get(key);
    const bases = part?.parent == null ? [] : (detached.get(part.parent) ?? []);
    const heir = part === undefined ? null : heirOf(part);
    if (part === undefined || heir === null) return [];
    return comesFrom(bases, [root, ...heir.from], live) ? [part] : [];
  });
  const order = (part: CatalogObject): number => (kindOf(part.id.kind).holdsRows === true ? 0 : 1);
  const alone = new Set<Key>();
  for (const part of left.sort((a, b) => order(a) - order(b))) {
    if (alone.has(part.key)) continue;
    const taken = takenBy(part, dependents).filter((object) => object.parent === part.parent);
    roots.set(part.key, taken);
    for (const { key } of [part, ...taken]) {
      alone.add(key);
      gone.set(key, part.key);
    }
  }
}

/** The same for copies that would be carried by what they are copies of, and are made anew. */
export function ownRebuilds(
  {
    rebuilt,
    carried,
    detached,
  }: {
    rebuilt: Map<Key, readonly CatalogObject[]>;
    carried: Map<Key, Key>;
    detached: ReadonlyMap<Key, readonly Key[]>;
  },
  { live, dependents }: Context,
): void {
  for (const [key, root] of [...carried]) {
    const part = live.objects.get(key);
    const bases = part?.parent == null ? [] : (detached.get(part.parent) ?? []);
    if (part === undefined || carried.get(key) !== root || bases.length === 0) continue;
    if (!comesFrom(bases, heirOf(part)?.from ?? [], live)) continue;
    const along = takenBy(part, dependents).filter((one) => carried.get(one.key) === root);
    carried.delete(key);
    rebuilt.set(key, along);
    for (const one of along) carried.set(one.key, key);
    const rest = rebuilt.get(root)?.filter((one) => one.key !== key && !along.includes(one));
    if (rest !== undefined) rebuilt.set(root, rest);
  }
}
