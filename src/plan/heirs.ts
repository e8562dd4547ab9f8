import type { Change } from '../diff/diff.js';
import type { Heir } from '../kinds/kind.js';
import { kindOf } from '../kinds/registry.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import type { Context } from './context.js';

export const heirOf = (object: CatalogObject): Heir | null =>
  kindOf(object.id.kind).heir?.(object as never) ?? null;

/** Whether an object is handed down from another: what PostgreSQL does to that one, it does to this one too. */
export const inheritsFrom = (object: CatalogObject, key: Key): boolean =>
  heirOf(object)?.from.includes(key) ?? false;

/**
 * What an object's own statements have to change. An heir whose source is changed in place follows it, in all but its
 * own settings.
 */
export function ownAttributes(
  change: Change,
  context: Context,
): { changed: ReadonlySet<string>; follows: boolean } {
  const { before, after } = change;
  const from = before === null || after === null || heirOf(after) === null ? undefined : heirOf(before)?.from;
  const stays = from?.filter((key) => !context.removed.has(key)) ?? [];
  const follows =
    from !== undefined &&
    stays.length >= Math.min(from.length, 1) &&
    after !== null &&
    !cutLoose(after, stays, context);
  if (!follows) return { changed: new Set(change.attributes), follows: false };
  const rules = kindOf(after.id.kind).attributes;
  const own = Object.entries(rules).filter(
    ([name, rule]) =>
      (rule.own === true && change.attributes.includes(name)) ||
      (after.attributes[name] !== null &&
        rule.lostWith?.some((other) => change.attributes.includes(other)) === true),
  );
  return { changed: new Set(own.map(([name]) => name)), follows: true };
}

/** Whether an attribute ties its object to one that hands things down to it. */
const ties = (kind: string, name: string): boolean => kindOf(kind).attributes[name]?.tie === true;

/** Whether a table has a parent. */
export const isTied = ({ id, attributes }: CatalogObject): boolean =>
  Object.entries(attributes).some(
    ([name, value]) => ties(id.kind, name) && (Array.isArray(value) ? value.length > 0 : value !== null),
  );

/** Whether a table leaves a parent or is tied to one: it does so by statements of its own. */
export const tiesChange = (change: Change | undefined): boolean => {
  const kind = (change?.after ?? change?.before)?.id.kind;
  return (
    change?.action === 'alter' && kind !== undefined && change.attributes.some((name) => ties(kind, name))
  );
};

/** Whether a table's change leaves none of its ties to the tables of `sources` alone. */
function cutLoose(part: CatalogObject, sources: readonly Key[], context: Sources): boolean {
  const change = part.parent === null ? undefined : context.changes.get(part.parent);
  const apart = context.apart.get(part.parent ?? '') ?? [];
  const leaves = (key: Key): boolean => apart.includes(context.live.objects.get(key)?.parent ?? '');
  if (!tiesChange(change) && apart.length === 0) return false;
  return sources.every((key) => leaves(key) || cutsTie(change, key, context));
}

/** Whether a table's change cuts its tie to another, if only for a while; `on`: that one or a part of it. */
export function cutsTie(change: Change | undefined, on: Key, { live }: Pick<Context, 'live'>): boolean {
  if (change === undefined || !tiesChange(change)) return false;
  const to = live.objects.get(live.objects.get(on)?.parent ?? on);
  if (change.before === null || change.after === null || to === undefined) return true;
  return (
    kindOf(change.before.id.kind).staysTied?.(change.before as never, change.after as never, to) !== true
  );
}

/** Whether a part is cut loose from what hands it down: that goes or is made anew, or its table moves. */
export function cutFromSource(part: CatalogObject, context: Sources, goes: (key: Key) => boolean): boolean {
  const from = heirOf(part)?.from ?? [];
  return from.some(goes) || cutLoose(part, from, context);
}

const copiesOf = new WeakMap<object, ReadonlyMap<Key, readonly CatalogObject[]>>();

/** Live objects by what hands them down. */
export function copiesIn(live: Catalog): ReadonlyMap<Key, readonly CatalogObject[]> {
  const known = copiesOf.get(live);
  if (known !== undefined) return known;
  const found = new Map<Key, CatalogObject[]>();
  for (const object of live.objects.values())
    for (const key of heirOf(object)?.from ?? []) found.set(key, [...(found.get(key) ?? []), object]);
  copiesOf.set(live, found);
  return found;
}

/** Whether PostgreSQL, as it rebuilds a live object, would give its copies less than they have: a name of their own, a comment. */
export function copiesForget(source: CatalogObject, context: Context): boolean {
  return (copiesIn(context.live).get(source.key) ?? []).some(
    (copy) =>
      copy.comment !== null ||
      kindOf(copy.id.kind).forgets?.(copy as never, context.liveAround, source) === true ||
      copiesForget(copy, context),
  );
}

type Sources = Pick<Context, 'changes' | 'live' | 'apart'>;

/**
 * Live parts that are made anew behind a tie to a parent: those that would be taken for copies that come with it, and those
 * of the parent that shall hand nothing down.
 */
export function mistaken(context: Context): CatalogObject[] {
  return [...takenForCopies(context), ...handingDown(context)];
}

function handingDown(context: Context): CatalogObject[] {
  return [...context.changes.values()].flatMap((change) =>
    change.action === 'create' || tiesChange(change) ? handsNothingTo(change.after, context) : [],
  );
}

/** Live parts of a table's parents that shall have no copy in it, and would get one with the tie. */
export function handsNothingTo(after: CatalogObject | null | undefined, context: Context): CatalogObject[] {
  if (after == null || after.parent !== null || !isTied(after)) return [];
  const copied = (key: Key): boolean =>
    (context.wantedParts.get(after.key) ?? []).some((part) => inheritsFrom(part, key));
  return after.dependsOn
    .flatMap(({ on }) => context.liveParts.get(on) ?? [])
    .filter(({ key }) => {
      const stays = context.wanted.get(key);
      return stays !== undefined && kindOf(stays.id.kind).alone?.(stays as never) === true && !copied(key);
    });
}

function takenForCopies(context: Context): CatalogObject[] {
  return [...context.changes.values()].flatMap(({ action, after }) => {
    const kind = after === null ? undefined : kindOf(after.id.kind);
    if (
      action !== 'create' ||
      after?.parent == null ||
      kind?.mistakenFor === undefined ||
      heirOf(after) === null
    )
      return [];
    return (context.liveParts.get(after.parent) ?? []).filter((part) => {
      const stays = part.id.kind === after.id.kind ? context.wanted.get(part.key) : undefined;
      return (
        stays !== undefined &&
        heirOf(stays) === null &&
        kind.mistakenFor?.(stays as never, after as never) === true
      );
    });
  });
}

/** Whether what looks for rows (a foreign key) does so in the table that it is part of. */
export function looksIntoOwn(part: CatalogObject | undefined, { liveAround }: Context): boolean {
  if (part === undefined || part.parent === null) return false;
  return (
    kindOf(part.id.kind)
      .looksInto?.(part as never, liveAround)
      .includes(part.parent) === true
  );
}

/** What a drop of `root` leaves alone although it hangs on it: tables that are cut loose before, and their parts. */
export function staying(root: CatalogObject, context: Context): (object: CatalogObject) => boolean {
  const first = looksIntoOwn(root, context);
  return (object) => {
    // It goes before anything is cut loose, with its copies.
    if (first && object.parent !== null && inheritsFrom(object, root.key)) return false;
    const table = object.parent === null ? object : context.live.objects.get(object.parent);
    if (table === undefined || table.key === root.key || table.key === root.parent) return false;
    const after = context.wanted.get(table.key);
    if (after === undefined) return false;
    const change = context.changes.get(table.key);
    const from = object.parent === null ? [] : (heirOf(object)?.from ?? []);
    if (tiesChange(change))
      return from.length > 0 ? cutLoose(object, from, context) : cutsTie(change, root.key, context);
    return (
      root.parent === null &&
      kindOf(table.id.kind).detach?.(table as never, after as never, root, false) != null
    );
  };
}

/** What a table stands on, and what those of its kind among that stand on, over any number of steps: its parents above all. */
export function above(
  { key, id }: CatalogObject,
  objects: ReadonlyMap<Key, CatalogObject>,
): ReadonlySet<Key> {
  const found = new Set<Key>();
  const queue = [key];
  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    for (const { on } of objects.get(one)?.dependsOn ?? []) {
      if (found.has(on)) continue;
      found.add(on);
      if (objects.get(on)?.id.kind === id.kind) queue.push(on);
    }
  }
  return found;
}
