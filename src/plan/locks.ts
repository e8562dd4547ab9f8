import type { Deed, Footprint, RelationLock } from '../kinds/footprint.js';
import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import { alterContext } from './altering.js';
import type { Context } from './context.js';
import { heirOf } from './heirs.js';
import type { Work } from './work.js';

/** Lock modes from weakest to strongest, as far as DDL takes them. Weaker ones keep nobody from reading or writing. */
export const MODES = [
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const;

const STRONGEST = 'ACCESS EXCLUSIVE';

export const stronger = (a: string | undefined, b: string): string =>
  a === undefined || MODES.indexOf(a as never) < MODES.indexOf(b as never) ? b : a;

/** Adds to each work the locks it takes on relations that exist already, and what it does to their rows. */
export function addLocks(works: readonly Work[], context: Context): void {
  const family = familyOf(context);
  for (const work of works) {
    const print = footprint(work, work.object, context);
    work.rewrite ||= print.rewrite === true;
    work.scan = print.scan === true;
    work.build = print.build === true;
    work.hazards.push(...(print.hazards ?? []));
    work.assumes.push(...(print.assumes ?? []));
    const { object } = work;
    const relation = relationOf(object, context);
    const own = print.own === undefined ? ownMode(work, context) : print.own;
    if (relation !== null && own !== null) {
      add(work, { on: relation, mode: own, below: print.below ?? false }, context, family);
      if (print.below === undefined && handsDown(work, context))
        for (const on of family.heirsOf(object.key)) add(work, { on, mode: own }, context, family);
    }
    for (const lock of print.others ?? []) add(work, lock, context, family);
    if (work.verb === 'drop') taken(work, context, family);
    if (work.verb === 'alter') madeAnew(work, context, family);
  }
}

interface Family {
  /** Relations under one, all the way down. */
  below(relation: Key): readonly Key[];
  /** Relations with an object that is handed down from this one. */
  heirsOf(object: Key): readonly Key[];
}

function familyOf(context: Context): Family {
  const children = new Map<Key, Set<Key>>();
  const heirs = new Map<Key, CatalogObject[]>();
  for (const object of context.live.objects.values()) {
    for (const from of object.parent === null ? [] : (heirOf(object)?.from ?? [])) {
      const source = context.live.objects.get(from)?.parent;
      if (source == null || object.parent === null || source === object.parent) continue;
      children.set(source, (children.get(source) ?? new Set()).add(object.parent));
      heirs.set(from, [...(heirs.get(from) ?? []), object]);
    }
  }
  const below = (relation: Key): Key[] =>
    [...(children.get(relation) ?? [])].flatMap((child) => [child, ...below(child)]);
  const heirsOf = (object: Key): Key[] =>
    (heirs.get(object) ?? []).flatMap((heir) => [heir.parent ?? heir.key, ...heirsOf(heir.key)]);
  return { below, heirsOf };
}

function footprint(work: Work, object: CatalogObject, context: Context): Footprint {
  if (work.verb === 'owner' || work.verb === 'carry' || work.verb === 'refill') return {};
  const around = work.verb === 'drop' ? context.liveAround : context.around;
  const deed: Deed = {
    verb: work.verb,
    object,
    before: work.before,
    changed: changedBy(work, context),
    around,
    tablesWith: (type) => tablesWith(type, context),
  };
  return kindOf(object.id.kind).footprint?.(deed as never) ?? {};
}

const NONE: ReadonlySet<string> = new Set();

function changedBy(work: Work, context: Context): ReadonlySet<string> {
  const change = work.verb === 'alter' ? context.changes.get(work.object.key) : undefined;
  return (change === undefined ? undefined : alterContext(change, context)?.changed) ?? NONE;
}

/** Tables with a column that depends on a type, by itself or inside another. */
function tablesWith(type: Key, context: Context, seen = new Set<Key>()): Key[] {
  if (seen.has(type)) return [];
  seen.add(type);
  const keys = (context.dependents.get(type) ?? []).flatMap(({ from }) => {
    if (from.address.catalog === 'pg_type') return tablesWith(from.key, context, seen);
    const { oid, sub } = from.address;
    const relation = from.parent === null ? undefined : context.live.objects.get(from.parent);
    return sub > 0 && relation?.address.oid === oid ? relation.key : [];
  });
  return [...new Set(keys)];
}

/** The relation a lock falls on: the object itself, or the relation it is part of; `null` where there is none yet. */
function relationOf(object: CatalogObject, context: Context): Key | null {
  const relation = context.live.objects.get(object.parent ?? object.key);
  return relation?.address.catalog === 'pg_class' ? relation.key : null;
}

function add(work: Work, lock: RelationLock, context: Context, family: Family): void {
  for (const on of [lock.on, ...(lock.below === true ? family.below(lock.on) : [])])
    if (context.live.objects.has(on)) work.locks.set(on, stronger(work.locks.get(on), lock.mode));
}

/** Whether what it does is done to what is handed down from it as well. */
function handsDown(work: Work, context: Context): boolean {
  const rules = kindOf(work.object.id.kind).attributes;
  if (work.verb !== 'alter') return work.verb === 'drop' || work.verb === 'rename';
  return [...changedBy(work, context)].some((name) => rules[name]?.own !== true);
}

function ownMode(work: Work, context: Context): string | null {
  const { verb, object, before, after } = work;
  const kind = kindOf(object.id.kind);
  if (verb === 'create') return kind.part ? STRONGEST : null;
  if (verb !== 'alter' || before === null || after === null) return STRONGEST;
  const change = context.changes.get(object.key);
  const input = change === undefined ? null : alterContext(change, context);
  // COMMENT locks a relation and its columns; other parts have locks of their own.
  const relation = context.live.objects.get(object.parent ?? object.key);
  const commented = before.comment !== after.comment && relation?.address.oid === before.address.oid;
  let mode: string | null = commented ? 'SHARE UPDATE EXCLUSIVE' : null;
  for (const name of input?.changed ?? []) {
    const rule = kind.attributes[name]?.lock;
    const lock = typeof rule === 'function' && input !== null ? rule(input) : rule;
    if (typeof lock === 'string' || lock === undefined) mode = stronger(mode ?? undefined, lock ?? STRONGEST);
  }
  return mode;
}

/** What goes along is locked like what is dropped by itself. */
function taken(work: Work, context: Context, family: Family): void {
  for (const key of work.takes) {
    const object = context.live.objects.get(key);
    if (object === undefined) continue;
    if (object.parent === null && object.address.catalog === 'pg_class')
      add(work, { on: key, mode: STRONGEST }, context, family);
    for (const lock of footprint({ ...work, before: object }, object, context).others ?? [])
      add(work, lock, context, family);
  }
}

/** PostgreSQL makes the constraints on a column of another type anew: on both sides of a foreign key. */
function madeAnew(work: Work, context: Context, family: Family): void {
  const change = context.changes.get(work.object.key);
  const input = change === undefined ? null : alterContext(change, context);
  const rules = kindOf(work.object.id.kind).attributes;
  const disturbed =
    input !== null &&
    [...input.changed].some((name) => {
      const rule = rules[name]?.disturbs;
      return typeof rule === 'function' ? rule(input) : rule === true;
    });
  if (!disturbed) return;
  for (const { from } of context.dependents.get(work.object.key) ?? []) {
    if (from.address.catalog !== 'pg_constraint') continue;
    const keys = [from.parent, ...from.dependsOn.map(({ on }) => context.live.objects.get(on)?.parent ?? on)];
    for (const on of keys) {
      const relation = on === null ? undefined : context.live.objects.get(on);
      if (relation?.address.catalog === 'pg_class' && relation.parent === null)
        add(work, { on: relation.key, mode: STRONGEST, below: true }, context, family);
    }
  }
}
