import { stable } from '../../diff/equal.js';
import { kindOf } from '../../kinds/registry.js';
import type { Catalog, CatalogObject } from '../../model/catalog.js';
import { compareText, type Key } from '../../model/id.js';
import { holderOf, tiedTo } from './names.js';

/** What is compared: both sides, and what each desired object is under the names of the live side. */
export interface Sides {
  readonly live: Catalog;
  readonly desired: Catalog;
  /** What `before` gives is part of it. */
  readonly past: Catalog;
  /** The desired object as the live side names it and what it refers to; `undefined` where it cannot be told. */
  before(desired: CatalogObject): CatalogObject | undefined;
}

/** A live object that takes its desired counterpart's name because of `leader` (a desired key). */
export interface Follower {
  readonly live: CatalogObject;
  readonly desired: CatalogObject;
  readonly leader: Key;
}

/**
 * Names that PostgreSQL made from a renamed relation's or column's name (keys, checks, indexes, owned sequences): they
 * follow by RENAME. Told by the new name that they would have got, else by the same definition; never columns.
 */
export function followers(sides: Sides, renames: ReadonlyMap<Key, Key>): Follower[] {
  const { live, desired } = sides;
  const renamed = new Set(renames.values());
  const claimed = new Set(
    [...desired.objects.values()].flatMap((object) => counterpart(object, sides)?.key ?? []),
  );
  const result: Follower[] = [];
  const [done, found] = [new Set<Key>(), new Set<Key>()];
  for (const [newKey, oldKey] of [...renames, ...handedDown(sides, renames)]) {
    const [leader, was] = [desired.objects.get(newKey), live.objects.get(oldKey)];
    if (leader === undefined || was === undefined) continue;
    const open = attached(was, live).filter(
      (one) => !claimed.has(one.key) && !renamed.has(one.key) && !done.has(one.key) && mayFollow(one),
    );
    const wanted = attached(leader, desired).filter(
      (one) =>
        !renames.has(one.key) &&
        !found.has(one.key) &&
        mayFollow(one) &&
        counterpart(one, sides) === undefined,
    );
    const translate = translator(sides, leader, was);
    for (const matches of [byName(translate), byDefinition(sides)]) {
      for (const one of [...open]) {
        const match = wanted.find(
          (candidate) => candidate.id.kind === one.id.kind && matches(one, candidate),
        );
        if (match === undefined) continue;
        open.splice(open.indexOf(one), 1);
        wanted.splice(wanted.indexOf(match), 1);
        done.add(one.key);
        found.add(match.key);
        result.push({ live: one, desired: match, leader: newKey });
      }
    }
  }
  return result;
}

/** The live object that a desired one is already: of the same name, and owned by the same relation. */
function counterpart(desired: CatalogObject, { live, past, before }: Sides): CatalogObject | undefined {
  const was = before(desired);
  const same = was === undefined ? undefined : live.objects.get(was.key);
  if (was === undefined || same === undefined) return undefined;
  return holderOf(was, past)?.key === holderOf(same, live)?.key ? same : undefined;
}

/** Columns that get their parent's new name, on tables that may keep theirs. */
function handedDown({ live, desired, before }: Sides, renames: ReadonlyMap<Key, Key>): [Key, Key][] {
  return [...desired.objects.values()].flatMap((object): [Key, Key][] => {
    const was = renames.has(object.key) || tiedTo(object).length === 0 ? undefined : before(object);
    return was === undefined || was.id.name === object.id.name || !live.objects.has(was.key)
      ? []
      : [[object.key, was.key]];
  });
}

const mayFollow = (object: CatalogObject): boolean => {
  const kind = kindOf(object.id.kind);
  return kind.rename !== undefined && !(kind.part && kind.holdsRows === true) && tiedTo(object).length === 0;
};

/** Parts and owned relations of a whole object; for a part, its parent's that stand on it. */
function attached(object: CatalogObject, catalog: Catalog): CatalogObject[] {
  const relation = object.parent ?? object.key;
  const found = [...catalog.objects.values()].filter((one) => {
    if (one.key === object.key || (one.parent ?? holderOf(one, catalog)?.key) !== relation) return false;
    return object.parent === null || one.dependsOn.some(({ on }) => on === object.key);
  });
  return found.sort((a, b) => compareText(a.key, b.key));
}

type Match = (live: CatalogObject, desired: CatalogObject) => boolean;

const byName =
  (translate: (name: string) => string): Match =>
  (live, desired) =>
    translate(live.id.name) === desired.id.name;

const byDefinition =
  (sides: Sides): Match =>
  (live, desired) =>
    stable(live.attributes) === stable(sides.before(desired)?.attributes);

/** How an automatic name would read under the new names of the relation and its columns (makeObjectName in PostgreSQL). */
function translator(sides: Sides, leader: CatalogObject, was: CatalogObject): (name: string) => string {
  const relationOf = (object: CatalogObject): string => object.id.table ?? object.id.name;
  const [before, after] = [relationOf(was), relationOf(leader)];
  const relation = leader.parent ?? leader.key;
  const columns = [...sides.desired.objects.values()].flatMap((part): [string, string][] => {
    const inner = part.parent === relation && kindOf(part.id.kind).createdWithParent === true;
    const old = inner ? sides.before(part)?.id.name : undefined;
    return old === undefined || old === part.id.name ? [] : [[old, part.id.name]];
  });
  return (name) => {
    if (!name.startsWith(`${before}_`)) return name;
    let rest = name.slice(before.length);
    for (const [old, now] of columns) rest = rest.replace(`_${old}_`, `_${now}_`);
    return after + rest;
  };
}
