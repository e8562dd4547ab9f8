import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import type { Context } from './context.js';
import type { AddEdge } from './graph.js';
import { above, heirOf, inheritsFrom, isTied, tiesChange } from './heirs.js';
import type { Work } from './work.js';

/** What ties a table to its parents: `restore` where it was only cut loose. */
const TIES = ['finish', 'restore'] as const;

/** What hands something down, and what that has it from itself, as far as it comes by itself with that. */
function origins(key: Key, context: Context): Key[] {
  const object = context.wanted.get(key);
  const heir = object === undefined ? null : heirOf(object);
  return [key, ...(heir === null || heir.local ? [] : heir.from.flatMap((from) => origins(from, context)))];
}

/** What is handed down changes behind its source, and a table is tied to its parents between its own parts and those. */
export function inheriting(works: readonly Work[], context: Context, add: AddEdge): void {
  const created = new Map<string, string[]>();
  const tied = new Map<string, string[]>();
  for (const { verb, object, id } of works) {
    if (object.parent === null && verb !== 'drop' && verb !== 'release' && isTied(object))
      for (const { on } of object.dependsOn) tied.set(on, [...(tied.get(on) ?? []), id]);
    if (verb !== 'create' || object.parent === null) continue;
    for (const mark of [object.parent, `${object.id.kind} of ${object.parent}`])
      created.set(mark, [...(created.get(mark) ?? []), id]);
  }
  numbered(works, add);
  for (const work of works) {
    const { object, verb, id } = work;
    if (verb === 'rename') continue;
    const heir = heirOf(object);
    const table = object.parent;
    const alone = kindOf(object.id.kind).alone?.(object as never) === true;
    if (verb === 'create' && table !== null && (alone || givesWay(object, context)))
      for (const other of tied.get(table) ?? []) add(other, id);
    for (const from of heir?.from ?? []) {
      // By itself as well: it is there before, as it shall be, and merges with what is handed down.
      const was = context.live.objects.get(object.key);
      const merges = verb === 'alter' && was !== undefined && !inheritsFrom(was, from);
      if (merges || (verb === 'create' && heir?.local === true))
        for (const source of origins(from, context)) add(id, `create ${source}`);
      else if (verb === 'release') add(id, `release ${from}`);
      else
        for (const other of verb === 'drop' ? ['drop', 'alter'] : ['drop', 'alter', 'create', 'restore'])
          add(`${other} ${from}`, id);
      if (verb === 'finish') add(`finish ${context.wanted.get(from)?.parent}`, id);
    }
    // A table that leaves a parent gets nothing more from it, nor from those above.
    if (verb === 'alter' && tiesChange(context.changes.get(object.key)))
      for (const on of above(object, context.live.objects))
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
    // It comes from a parent that its table has left for a while, once it is back.
    const ties = verb === 'create' && heir !== null && context.apart.has(table) ? ['finish'] : TIES;
    if (verb === 'finish') for (const tie of TIES) add(`${tie} ${table}`, id);
    else if (
      verb !== 'create' ||
      heir?.local === true ||
      kindOf(object.id.kind).neededToTie?.(object as never, context.around) === true
    )
      for (const tie of ties) add(id, `${tie} ${table}`);
    else if (heir === null && hasName(object, context)) {
      for (const tie of TIES) add(id, `${tie} ${table}`);
      for (const other of besides(object, context).flatMap(
        (key) => created.get(`${object.id.kind} of ${key}`) ?? [],
      ))
        add(id, other);
    } else {
      for (const tie of TIES) add(`${tie} ${table}`, id);
      // What comes with the tie is there, as it shall be, where it comes from.
      for (const from of heir?.from ?? []) {
        const source = context.wanted.get(from);
        const verbs =
          source !== undefined && givesWay(source, context) ? ['drop'] : ['drop', 'alter', 'create'];
        for (const other of verbs) add(`${other} ${from}`, `finish ${table}`);
      }
      if (heir === null)
        for (const other of besides(object, context).flatMap(
          (key) => created.get(`${object.id.kind} of ${key}`) ?? [],
        ))
          add(other, id);
    }
  }
}

/** PostgreSQL numbers copies that it would name alike as they come: what they are copies of is made in that order. */
function numbered(works: readonly Work[], add: AddEdge): void {
  const copies = new Map<string, CatalogObject[]>();
  for (const { verb, object } of works) {
    if (verb !== 'create' || object.parent === null || heirOf(object)?.local !== false) continue;
    const alike = `${object.id.kind} ${object.parent} ${object.id.name.replace(/\d+$/, '')}`;
    copies.set(alike, [...(copies.get(alike) ?? []), object]);
  }
  const number = ({ id }: CatalogObject): number => Number(/\d+$/.exec(id.name)?.[0] ?? -1);
  for (const list of copies.values()) {
    const sorted = list.sort((one, other) => number(one) - number(other));
    for (const [at, copy] of sorted.entries())
      for (const from of heirOf(copy)?.from ?? [])
        for (const later of heirOf(sorted[at + 1] ?? copy)?.from ?? [])
          add(`create ${from}`, `create ${later}`, { soft: true });
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

/** Whether PostgreSQL would take a copy that state names itself, and that is another's, for one of this. */
function givesWay(object: CatalogObject, context: Context): boolean {
  const { mistakenFor } = kindOf(object.id.kind);
  if (mistakenFor === undefined || object.parent === null || heirOf(object) !== null) return false;
  const alike = (context.wantedParts.get(object.parent) ?? []).filter(
    (one) =>
      one.key !== object.key && one.id.kind === object.id.kind && mistakenFor(object as never, one as never),
  );
  if (alike.length === 0) return false;
  return [...context.wanted.values()].some((one) => {
    const heir = heirOf(one);
    return heir?.local === true && alike.some(({ key }) => heir.from.includes(key));
  });
}

/** Parents of a part's table: what is made there may take what is made here for its copy, unless it comes first. */
function besides(object: CatalogObject, context: Context): Key[] {
  const table = object.parent === null ? undefined : context.wanted.get(object.parent);
  return (table?.dependsOn ?? []).flatMap(({ on }) =>
    context.wanted.get(on)?.id.kind === table?.id.kind ? on : [],
  );
}
