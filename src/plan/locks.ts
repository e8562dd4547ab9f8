import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import type { Context } from './context.js';
import type { Work } from './work.js';

/** Lock modes from weakest to strongest, as far as DDL takes them. */
export const MODES = [
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const;

export const stronger = (a: string | undefined, b: string): string =>
  a === undefined || MODES.indexOf(a as never) < MODES.indexOf(b as never) ? b : a;

const isRelation = (object: CatalogObject): boolean =>
  object.address.catalog === 'pg_class' && object.parent === null;

/** The relation a lock falls on: the object itself, or the relation it is part of. */
function relationKey(object: CatalogObject): Key | null {
  return object.parent ?? (isRelation(object) ? object.key : null);
}

/** Adds to each work the locks it takes on relations that exist already. */
export function addLocks(works: readonly Work[], context: Context): void {
  for (const work of works) {
    const relation = relationKey(work.object);
    if (relation !== null && context.live.objects.has(relation)) add(work, relation, modeOf(work), context);
    for (const key of [work.object.key, ...work.takes])
      referenced(work, context.live.objects.get(key) ?? context.wanted.get(key), context);
  }
}

function add(work: Work, relation: Key, mode: string | null, context: Context): void {
  if (mode === null || !context.live.objects.has(relation)) return;
  work.locks.set(relation, stronger(work.locks.get(relation), mode));
}

function modeOf(work: Work): string | null {
  const kind = kindOf(work.object.id.kind);
  if (work.verb === 'create') return kind.part ? (kind.partLock?.create ?? 'ACCESS EXCLUSIVE') : null;
  if (work.verb === 'drop') return kind.partLock?.drop ?? 'ACCESS EXCLUSIVE';
  if (work.verb !== 'alter' || work.before === null || work.after === null) return 'ACCESS EXCLUSIVE';
  const { before, after } = work;
  const changed = Object.keys(kind.attributes).filter(
    (name) => JSON.stringify(before.attributes[name]) !== JSON.stringify(after.attributes[name]),
  );
  let mode: string | null = before.comment !== after.comment ? 'SHARE UPDATE EXCLUSIVE' : null;
  for (const name of changed) {
    const lock = kind.attributes[name]?.lock;
    if (lock !== null) mode = stronger(mode ?? undefined, lock ?? 'ACCESS EXCLUSIVE');
  }
  return mode;
}

/** A foreign key locks both sides: SHARE ROW EXCLUSIVE when added, ACCESS EXCLUSIVE when dropped. */
function referenced(work: Work, object: CatalogObject | undefined, context: Context): void {
  if (object?.address.catalog !== 'pg_constraint') return;
  const mode = work.verb === 'create' ? 'SHARE ROW EXCLUSIVE' : 'ACCESS EXCLUSIVE';
  for (const { on } of object.dependsOn) {
    const target = context.live.objects.get(on) ?? context.wanted.get(on);
    const relation = target === undefined ? null : relationKey(target);
    if (relation !== null && relation !== object.parent) add(work, relation, mode, context);
    else if (
      relation === object.parent &&
      object.attributes.type === 'f' &&
      relation !== null &&
      work.verb === 'create'
    ) {
      work.locks.set(relation, 'SHARE ROW EXCLUSIVE');
    }
  }
}
