import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import { alterContext, alterSql, disturbs } from './altering.js';
import { parentsApart } from './apart.js';
import type { Context } from './context.js';
import { madeWith, membersOf, stillDepends, survivesRetype, takenBy } from './dependents.js';
import { onFreedNames } from './freed.js';
import { going, ownDrops, ownRebuilds } from './going.js';
import {
  copiesForget,
  cutFromSource,
  cutsTie,
  handsNothingTo,
  heirOf,
  inheritsFrom,
  isTied,
  mistaken,
  staying,
  tiesChange,
} from './heirs.js';
import { lookersInto } from './looking.js';
import { redefinedOver, standingOn } from './standing.js';
import { ownerRole } from './step-roles.js';
import type { Blocker } from './work.js';

/** Which objects go, come back, or are only cut loose: before any SQL is written. */
export interface Closure {
  /** Dropped for good by a statement of their own, with what goes along. */
  readonly roots: ReadonlyMap<Key, readonly CatalogObject[]>;
  /** Everything that is gone for good: roots and what they take. */
  readonly gone: ReadonlyMap<Key, Key>;
  /** Dropped and made anew: replaced by themselves or for what they stand on. Value: the objects taken along. */
  readonly rebuilt: ReadonlyMap<Key, readonly CatalogObject[]>;
  /** Carried by a rebuilt object's drop; comes back with it. */
  readonly carried: ReadonlyMap<Key, Key>;
  /** Carried by a drop for good, and wanted all the same. */
  readonly destroyed: readonly CatalogObject[];
  /** Cut loose from something rebuilt and tied on again. */
  readonly detached: ReadonlyMap<Key, readonly Key[]>;
  readonly blockers: readonly Blocker[];
}

/** Whether it would not be its owner's any more: the type is changed by another role than that. */
const changesHands = (object: CatalogObject, column: CatalogObject, context: Context): boolean =>
  kindOf(object.id.kind).goesToRetyper === true && ownerRole(column, context) !== object.owner;

export function closure(context: Context): Closure {
  const { changes, live, dependents } = context;
  const { roots, gone, carried, destroyed } = going(context);
  const rebuilt = new Map<Key, readonly CatalogObject[]>();
  const detached = new Map<Key, readonly Key[]>();
  /** Detached from a type: all else that they stand on is left with it. */
  const retyped = new Set<Key>();
  const blockers: Blocker[] = [];
  /** `cut`: it has another type meanwhile, before anything that its dependents may be changed to is there. */
  const queue: { key: Key; retype: boolean; cut?: true }[] = [];
  const goes = (key: Key): boolean => gone.has(key) || rebuilt.has(key) || carried.has(key);
  const alone = (part: CatalogObject): boolean => cutFromSource(part, context, goes);
  const rebuild = (object: CatalogObject): void => {
    if (rebuilt.has(object.key) || carried.has(object.key)) return;
    const stays = staying(object, context);
    const taken = takenBy(object, dependents, stays);
    rebuilt.set(object.key, taken);
    queue.push({ key: object.key, retype: false });
    for (const { key } of membersOf(object, live.objects.values())) {
      carried.set(key, object.key);
      queue.push({ key, retype: false });
    }
    // What a part would have taken by a drop of its own, and does not by this one.
    const left = taken.flatMap(({ key }) => rebuilt.get(key) ?? []).filter((one) => !taken.includes(one));
    for (const part of taken) {
      rebuilt.delete(part.key);
      if (roots.delete(part.key)) gone.set(part.key, object.key);
      carried.set(part.key, object.key);
      queue.push({ key: part.key, retype: false });
    }
    for (const part of left) {
      carried.delete(part.key);
      rebuild(part);
    }
    for (const part of handsNothingTo(context.wanted.get(object.key), context))
      if (!gone.has(part.key)) rebuild(part);
  };
  const staysAsItIs = (object: CatalogObject): boolean =>
    ['kept', 'platform', 'outside', 'extension'].includes(context.fates.get(object.key) ?? '');
  const cutFrom = (table: CatalogObject): void => {
    for (const looker of lookersInto(table, context)) {
      if (goes(looker.key)) continue;
      // PostgreSQL itself sees to it that no row is referred to.
      if (!staysAsItIs(looker)) rebuild(looker);
    }
  };
  const cut = (object: CatalogObject, from: Key, retypes: boolean): void => {
    const others = retypes ? [] : (detached.get(object.key) ?? []);
    detached.set(object.key, [...new Set([...others, from])]);
    if (!retypes) return;
    retyped.add(object.key);
    queue.push({ key: object.key, retype: false, cut: true });
  };
  const comesWithParent = (after: CatalogObject | null): boolean =>
    after !== null && kindOf(after.id.kind).rebuildsParent?.(after as never, context.liveAround) === true;
  for (const change of changes.values()) {
    if (change.action !== 'alter' || change.before === null) continue;
    const own = alterContext(change, context);
    const parent = change.before.parent === null ? undefined : live.objects.get(change.before.parent);
    const again = own !== null && kindOf(change.before.id.kind).remakesParent?.(own as never) === true;
    const anew = alterSql(change, context) === 'replace';
    if (parent !== undefined && !gone.has(parent.key) && (again || (anew && comesWithParent(change.after))))
      rebuild(parent);
    else if (anew) rebuild(change.before);
    else if (tiesChange(change) && change.after !== null && isTied(change.after)) cutFrom(change.before);
    else if (disturbs(change, context)) queue.push({ key: change.key, retype: true });
  }
  for (const { action, after } of changes.values()) {
    if (action !== 'create' || after?.parent == null) continue;
    const parent = live.objects.get(after.parent);
    if (comesWithParent(after) && parent !== undefined && !gone.has(parent.key)) rebuild(parent);
  }
  for (const object of mistaken(context)) if (!gone.has(object.key)) rebuild(object);
  const onFreed = onFreedNames(gone, context);
  /** A part of what goes that comes back as a part of something else under the same name (a table's column as a foreign table's). */
  const isAnothers = (key: Key): boolean => {
    const [was, will] = [live.objects.get(key), context.wanted.get(key)];
    return was !== undefined && will !== undefined && was.parent !== will.parent;
  };
  for (const key of gone.keys()) {
    for (const { from, type } of dependents.get(key) ?? []) {
      if (type === 'body' || gone.has(from.key) || inheritsFrom(from, key)) continue;
      const changed = (changes.get(from.key)?.attributes.length ?? 0) > 0;
      if (changed ? !onFreed(from) : !context.standsElsewhere(from.key, key) && !isAnothers(key)) continue;
      const base = live.objects.get(gone.get(key) ?? key);
      const loose =
        base === undefined
          ? null
          : kindOf(from.id.kind).detach?.(from, context.wanted.get(from.key) ?? from, base, alone(from));
      if (loose == null) rebuild(from);
      else cut(from, key, loose.retypes === true);
    }
  }
  /** A copy of what goes along with its table stays, for its own table is cut loose from that and tied on again. */
  const cutLoose = (copy: CatalogObject, from: Key): boolean => {
    const table = live.objects.get(copy.parent ?? '');
    const holder = live.objects.get(carried.get(from) ?? '');
    if (table === undefined || holder === undefined || rebuilt.has(table.key)) return false;
    // What is defined otherwise would be in the way of the tie (a check), or be left behind by it (an index).
    const rules = kindOf(copy.id.kind).attributes;
    if (changes.get(copy.key)?.attributes.some((name) => rules[name]?.alter === 'replace')) return false;
    const after = context.wanted.get(table.key) ?? table;
    return kindOf(table.id.kind).detach?.(table, after, holder, false) != null;
  };
  const remove = (): void => {
    for (const keys of [gone, rebuilt, carried]) for (const key of keys.keys()) context.removed.add(key);
  };
  /** What could be altered while everything stood, and cannot now: values of an enum that something made anew says. */
  const unsettled = (): CatalogObject[] => {
    remove();
    return [...changes.values()].flatMap((change) => {
      const { key, action, before } = change;
      if (action !== 'alter' || before === null || context.removed.has(key) || heirOf(before) !== null)
        return [];
      return alterSql(change, context) === 'replace' ? [before] : [];
    });
  };
  const following = (): (typeof queue)[number] | undefined => {
    if (queue.length === 0) for (const object of unsettled()) rebuild(object);
    return queue.shift();
  };
  for (let next = following(); next !== undefined; next = following()) {
    const base = live.objects.get(next.retype ? next.key : (carried.get(next.key) ?? next.key));
    for (const { from, type } of dependents.get(next.key) ?? []) {
      if (gone.has(from.key) && !next.retype)
        for (const object of redefinedOver(from.key, next.key, context))
          if (!gone.has(object.key)) rebuild(object);
      if (type === 'body' || goes(from.key)) continue;
      if (base === undefined || from.key === base.parent || from.parent === next.key) continue;
      if (inheritsFrom(from, next.key) && (next.retype || cutLoose(from, next.key))) continue;
      if (
        next.retype &&
        survivesRetype(from, live, context.around.catalog) &&
        !changesHands(from, base, context) &&
        !copiesForget(from, context)
      )
        continue;
      // A member may come back elsewhere: what is changed to stand on that one waits for it.
      const member = live.objects.get(next.key)?.extension != null;
      const leaves = ![next.key, ...(member ? [base.key] : [])].some((on) =>
        stillDepends(changes.get(from.key), on, context),
      );
      if (
        (leaves && !(next.cut && from.parent !== null)) ||
        cutsTie(changes.get(from.key), next.key, context)
      )
        continue;
      if (staysAsItIs(from)) {
        blockers.push({ gone: next.key, standing: from, why: 'rebuilt' });
        continue;
      }
      const after = context.wanted.get(from.key) ?? from;
      const source = context.wanted.get(next.key);
      if (source !== undefined && kindOf(from.id.kind).tiesTo?.(after as never, source) === false) {
        blockers.push({ gone: next.key, standing: from, why: 'untied' });
        continue;
      }
      const loose = kindOf(from.id.kind).detach?.(from, after, base, alone(from)) ?? null;
      if (loose === null) rebuild(madeWith(from, live) ?? from);
      else if (loose.retypes === true || !retyped.has(from.key)) {
        cut(from, next.key, loose.retypes === true);
        if (loose.retypes !== true && from.parent === null) cutFrom(from);
      }
    }
  }
  const retypes = (key: Key): boolean => {
    const change = changes.get(key);
    return retyped.has(key) || (change !== undefined && disturbs(change, context));
  };
  for (const [key, parents] of parentsApart(retypes, goes, context)) {
    context.apart.set(key, parents);
    detached.set(key, [...new Set([...(detached.get(key) ?? []), ...parents])]);
  }
  ownDrops({ roots, gone, detached }, context);
  ownRebuilds({ rebuilt, carried, detached }, context);
  blockers.push(...standingOn({ roots, gone, rebuilt, carried, detached }, context));
  remove();
  return { roots, gone, rebuilt, carried, destroyed, detached, blockers };
}
