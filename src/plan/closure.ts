import type { Change } from '../diff/diff.js';
import type { AlterContext } from '../kinds/kind.js';
import { kindOf } from '../kinds/registry.js';
import type { Attributes, CatalogObject } from '../model/catalog.js';
import { type Key, keyOf, objectId } from '../model/id.js';
import type { Context } from './context.js';
import { madeWith, membersOf, stillDepends, survivesRetype, takenBy } from './dependents.js';
import { onFreedNames } from './freed.js';
import {
  cutFromSource,
  heirOf,
  inheritsFrom,
  mistaken,
  ownAttributes,
  staying,
  tiesChange,
} from './heirs.js';
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

/** The alter functions' view of a change. */
export function alterContext(change: Change, context: Context): AlterContext<Attributes> | null {
  if (change.before === null || change.after === null) return null;
  return {
    before: change.before,
    after: change.after,
    ...ownAttributes(change, context),
    around: context.around,
  };
}

/** SQL of all changed attributes in the kind's own order, or `replace`. */
export function alterSql(change: Change, context: Context): readonly string[] | 'replace' {
  const input = alterContext(change, context);
  if (input === null) return [];
  const rules = kindOf(change.after?.id.kind ?? '').attributes as Record<string, { alter: unknown }>;
  const done = new Set<unknown>();
  const sql: string[] = [];
  for (const [name, rule] of Object.entries(rules)) {
    if (!input.changed.has(name) || done.has(rule.alter)) continue;
    done.add(rule.alter);
    if (typeof rule.alter !== 'function') return 'replace';
    const result: readonly string[] | 'replace' = rule.alter(input);
    if (result === 'replace') return 'replace';
    for (const statement of result) if (!sql.includes(statement)) sql.push(statement);
  }
  return sql;
}

export function disturbs(change: Change, context: Context): boolean {
  const own = alterContext(change, context);
  if (own === null) return false;
  const input = { ...own, changed: new Set(change.attributes) };
  const { attributes } = kindOf(change.after?.id.kind ?? '');
  return change.attributes.some((name) => {
    const rule = attributes[name];
    return typeof rule?.disturbs === 'function' ? rule.disturbs(input) : (rule?.disturbs ?? false);
  });
}

export function closure(context: Context): Closure {
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
  const rebuilt = new Map<Key, readonly CatalogObject[]>();
  const detached = new Map<Key, readonly Key[]>();
  /** Detached from a type: all else that they stand on is left with it. */
  const retyped = new Set<Key>();
  const blockers: Blocker[] = [];
  /** `cut`: it has another type meanwhile, before anything that its dependents may be changed to is there. */
  const queue: { key: Key; retype: boolean; cut?: true }[] = [];
  const alone = (part: CatalogObject): boolean =>
    cutFromSource(part, context, (key) => gone.has(key) || rebuilt.has(key) || carried.has(key));
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
    for (const part of taken) {
      rebuilt.delete(part.key);
      if (roots.delete(part.key)) gone.set(part.key, object.key);
      carried.set(part.key, object.key);
      queue.push({ key: part.key, retype: false });
    }
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
    else if (disturbs(change, context)) queue.push({ key: change.key, retype: true });
  }
  for (const { action, after } of changes.values()) {
    if (action !== 'create' || after?.parent == null) continue;
    const parent = live.objects.get(after.parent);
    if (comesWithParent(after) && parent !== undefined && !gone.has(parent.key)) rebuild(parent);
  }
  for (const object of mistaken(context)) if (!gone.has(object.key)) rebuild(object);
  const onFreed = onFreedNames(gone, context);
  for (const key of gone.keys()) {
    for (const { from, type } of dependents.get(key) ?? []) {
      if (type === 'body' || gone.has(from.key) || inheritsFrom(from, key)) continue;
      const changed = (changes.get(from.key)?.attributes.length ?? 0) > 0;
      if (changed ? !onFreed(from) : !context.standsElsewhere(from.key, key)) continue;
      const base = live.objects.get(gone.get(key) ?? key);
      const loose =
        base === undefined
          ? null
          : kindOf(from.id.kind).detach?.(from, context.wanted.get(from.key) ?? from, base, alone(from));
      if (loose != null) detached.set(from.key, [...(detached.get(from.key) ?? []), key]);
      else rebuild(from);
    }
  }
  /** A copy of what goes along with its table stays, for its own table is cut loose from that and tied on again. */
  const cutLoose = (copy: CatalogObject, from: Key): boolean => {
    const table = live.objects.get(copy.parent ?? '');
    const holder = live.objects.get(carried.get(from) ?? '');
    if (table === undefined || holder === undefined || rebuilt.has(table.key)) return false;
    const after = context.wanted.get(table.key) ?? table;
    return kindOf(table.id.kind).detach?.(table, after, holder, false) != null;
  };
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const base = live.objects.get(next.retype ? next.key : (carried.get(next.key) ?? next.key));
    for (const { from, type } of dependents.get(next.key) ?? []) {
      if (type === 'body' || gone.has(from.key) || rebuilt.has(from.key) || carried.has(from.key)) continue;
      if (base === undefined || from.key === base.parent || from.parent === next.key) continue;
      if (inheritsFrom(from, next.key) && (next.retype || cutLoose(from, next.key))) continue;
      if (next.retype && survivesRetype(from, live, context.around.catalog)) continue;
      // A member may come back elsewhere: what is changed to stand on that one waits for it.
      const member = live.objects.get(next.key)?.extension != null;
      const leaves = ![next.key, ...(member ? [base.key] : [])].some((on) =>
        stillDepends(changes.get(from.key), on, context),
      );
      if ((leaves && !(next.cut && from.parent !== null)) || tiesChange(changes.get(from.key))) continue;
      const fate = context.fates.get(from.key);
      if (fate === 'kept' || fate === 'platform' || fate === 'outside' || fate === 'extension') {
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
        const others = loose.retypes === true ? [] : (detached.get(from.key) ?? []);
        detached.set(from.key, [...new Set([...others, next.key])]);
        if (loose.retypes === true) retyped.add(from.key);
        if (loose.retypes === true) queue.push({ key: from.key, retype: false, cut: true });
      }
    }
  }
  ownDrops({ roots, gone, detached }, context);
  for (const key of gone.keys()) {
    for (const { from, type } of dependents.get(key) ?? []) {
      if (type === 'body' || gone.has(from.key)) continue;
      const root = gone.get(key) ?? key;
      if (from.key === root || !stillDepends(changes.get(from.key), key, context)) continue;
      if (detached.get(from.key)?.includes(key)) continue;
      if (from.key === live.objects.get(key)?.parent) continue;
      // Members go where their extension goes.
      const extension =
        from.extension === null ? undefined : changes.get(keyOf(objectId('extension', null, from.extension)));
      if (extension !== undefined && !stillDepends(extension, key, context)) continue;
      if (rebuilt.has(from.key) || carried.has(from.key) || kindOf(from.id.kind).lets === true) continue;
      blockers.push({ gone: root, standing: from, why: 'dropped' });
    }
  }
  for (const [root, taken] of roots) {
    for (const standing of taken)
      if (context.fates.get(standing.key) === 'kept') blockers.push({ gone: root, standing, why: 'dropped' });
  }
  for (const keys of [gone, rebuilt, carried]) for (const key of keys.keys()) context.removed.add(key);
  return { roots, gone, rebuilt, carried, destroyed, detached, blockers };
}

/** What would go with a parent's part is dropped by itself where its table is cut loose from that parent. */
function ownDrops(
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
    const theirs = bases.some((on) => root === on || live.objects.get(root)?.parent === on);
    return part !== undefined && theirs && heirOf(part) !== null ? [part] : [];
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
