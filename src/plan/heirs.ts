import type { Change } from '../diff/diff.js';
import type { Heir } from '../kinds/kind.js';
import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import type { Context } from './context.js';
import type { Work } from './work.js';

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
  const moves = after?.parent != null && tiesChange(context.changes.get(after.parent));
  const follows = from !== undefined && !moves && !from.some((key) => context.removed.has(key));
  if (!follows || after === null) return { changed: new Set(change.attributes), follows: false };
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

/** Whether a part is cut loose from what hands it down: that goes or is made anew, or its table moves. */
export function cutFromSource(
  part: CatalogObject,
  changes: ReadonlyMap<Key, Change>,
  goes: (key: Key) => boolean,
): boolean {
  const from = heirOf(part)?.from ?? [];
  return from.some(goes) || (part.parent !== null && tiesChange(changes.get(part.parent)));
}

/**
 * Live parts that are made anew behind a tie to a parent: those that would be taken for copies that come with it, and those
 * of the parent that shall hand nothing down.
 */
export function mistaken(context: Context): CatalogObject[] {
  return [...takenForCopies(context), ...handingDown(context)];
}

function handingDown(context: Context): CatalogObject[] {
  const found = new Set<CatalogObject>();
  for (const change of context.changes.values()) {
    const { action, after } = change;
    if (
      after === null ||
      after.parent !== null ||
      !(action === 'create' || tiesChange(change)) ||
      !isTied(after)
    )
      continue;
    const copied = (key: Key): boolean =>
      (context.wantedParts.get(after.key) ?? []).some((part) => inheritsFrom(part, key));
    for (const part of after.dependsOn.flatMap(({ on }) => context.liveParts.get(on) ?? [])) {
      const stays = context.wanted.get(part.key);
      const alone = stays !== undefined && kindOf(part.id.kind).alone?.(stays as never) === true;
      if (alone && !copied(part.key)) found.add(part);
    }
  }
  return [...found];
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

/** What a drop of `root` leaves alone although it hangs on it: tables that are cut loose before, and their parts. */
export function staying(root: CatalogObject, context: Context): (object: CatalogObject) => boolean {
  return (object) => {
    const table = object.parent === null ? object : context.live.objects.get(object.parent);
    if (table === undefined || table.key === root.key || table.key === root.parent) return false;
    const after = context.wanted.get(table.key);
    if (after === undefined) return false;
    if (tiesChange(context.changes.get(table.key))) return true;
    return (
      root.parent === null &&
      kindOf(table.id.kind).detach?.(table as never, after as never, root, false) != null
    );
  };
}

type Add = (
  before: string | undefined,
  after: string | undefined,
  more?: { readonly soft?: boolean },
) => void;

/** What ties a table to its parents: `restore` where it was only cut loose. */
const TIES = ['finish', 'restore'] as const;

/** What is handed down changes behind its source, and a table is tied to its parents between its own parts and those. */
export function inheriting(works: readonly Work[], context: Context, add: Add): void {
  const created = new Map<string, string[]>();
  const tied = new Map<string, string[]>();
  for (const { verb, object, id } of works) {
    if (object.parent === null && verb !== 'drop' && verb !== 'release' && isTied(object))
      for (const { on } of object.dependsOn) tied.set(on, [...(tied.get(on) ?? []), id]);
    if (verb !== 'create' || object.parent === null) continue;
    for (const mark of [object.parent, `${object.id.kind} of ${object.parent}`])
      created.set(mark, [...(created.get(mark) ?? []), id]);
  }
  for (const work of works) {
    const { object, verb, id } = work;
    const heir = heirOf(object);
    const table = object.parent;
    if (verb === 'create' && table !== null && kindOf(object.id.kind).alone?.(object as never) === true)
      for (const other of tied.get(table) ?? []) add(other, id);
    for (const from of heir?.from ?? []) {
      // By itself as well: it is there before, as it shall be, and merges with what is handed down.
      const was = context.live.objects.get(object.key);
      const merges = verb === 'alter' && was !== undefined && !inheritsFrom(was, from);
      if (merges || (verb === 'create' && heir?.local === true)) add(id, `create ${from}`);
      else if (verb === 'release') add(id, `release ${from}`);
      else
        for (const other of ['drop', 'alter', 'create', 'restore'])
          if (other !== 'create' || verb !== 'drop') add(`${other} ${from}`, id);
      if (verb === 'finish') add(`finish ${context.wanted.get(from)?.parent}`, id);
    }
    // A table that leaves a parent gets nothing more from it.
    if (verb === 'alter' && tiesChange(context.changes.get(object.key)))
      for (const { on } of context.live.objects.get(object.key)?.dependsOn ?? [])
        if (on !== table) for (const other of created.get(on) ?? []) add(id, other);
    const typed = heir?.from.length === 0 && table !== null ? context.wanted.get(table) : undefined;
    for (const { on } of typed?.dependsOn ?? []) add(`alter ${on}`, id);
    if (verb === 'finish')
      for (const other of ['drop', 'alter', 'create', 'restore']) add(`${other} ${object.key}`, id);
    // A partition is tied before what is tied to it, which then gets all that comes from above (an identity, from 17 on).
    if (verb === 'finish' && table === null)
      for (const { on } of object.dependsOn)
        if (context.wanted.get(on)?.id.kind === object.id.kind) add(`finish ${on}`, id, { soft: true });
    if (table === null) continue;
    const live = context.live.objects.get(object.key);
    if (live !== undefined && heirOf(live) !== null)
      for (const cut of ['alter', 'release']) add(`${cut} ${table}`, id);
    if (verb === 'finish') for (const tie of TIES) add(`${tie} ${table}`, id);
    else if (
      verb !== 'create' ||
      heir?.local === true ||
      kindOf(object.id.kind).neededToTie?.(object as never, context.around) === true
    )
      for (const tie of TIES) add(id, `${tie} ${table}`);
    else if (heir === null && hasName(object, context)) {
      for (const tie of TIES) add(id, `${tie} ${table}`);
      for (const other of besides(object, context).flatMap(
        (key) => created.get(`${object.id.kind} of ${key}`) ?? [],
      ))
        add(id, other);
    } else {
      for (const tie of TIES) add(`${tie} ${table}`, id);
      // What comes with the tie is there, as it shall be, where it comes from.
      for (const from of heir?.from ?? [])
        for (const other of ['drop', 'alter', 'create']) add(`${other} ${from}`, `finish ${table}`);
      if (heir === null)
        for (const other of besides(object, context).flatMap(
          (key) => created.get(`${object.id.kind} of ${key}`) ?? [],
        ))
          add(other, id);
    }
  }
}

/**
 * Whether a part may have the name that a copy would get which comes with a tie, and is none that PostgreSQL would take
 * for one: it is there first.
 */
function hasName({ id, ...object }: CatalogObject, context: Context): boolean {
  const { mistakenFor } = kindOf(id.kind);
  if (mistakenFor === undefined || object.parent === null) return false;
  const copies = (context.wantedParts.get(object.parent) ?? []).filter(
    (part) => part.id.kind === id.kind && heirOf(part)?.local === false,
  );
  return copies.length > 0 && !copies.some((copy) => mistakenFor({ id, ...object } as never, copy as never));
}

/** Parents of a part's table: what is made there may take what is made here for its copy, unless it comes first. */
function besides(object: CatalogObject, context: Context): Key[] {
  const table = object.parent === null ? undefined : context.wanted.get(object.parent);
  return (table?.dependsOn ?? []).flatMap(({ on }) =>
    context.wanted.get(on)?.id.kind === table?.id.kind ? on : [],
  );
}
