import { kindOf } from '../../kinds/registry.js';
import type { CatalogObject } from '../../model/catalog.js';
import type { Right } from '../../model/plan.js';
import { rowsOf } from './rows.js';
import { grantedColumns, holds, isSuperuser, namesOf, reachesSchema, type Side } from './side.js';

export const NONE: Right = { level: 'none' };
const ALL: Right = { level: 'all' };

/** How far a role gets with one privilege on an object: grants, membership, schema, row-level security, views. */
export function rightOf(object: CatalogObject, role: string, privilege: string, side: Side): Right {
  if (isSuperuser(side, role)) return ALL;
  const key = `${object.key}|${role}|${privilege}`;
  const known = side.known.get(key);
  if (known !== undefined) return known;
  // A view that stands on itself by a detour ends here.
  side.known.set(key, NONE);
  const right = worked(object, role, privilege, side);
  side.known.set(key, right);
  return right;
}

function worked(object: CatalogObject, role: string, privilege: string, side: Side): Right {
  const names = namesOf(side, role);
  if (!reachesSchema(object, names, side)) return NONE;
  const columns = holds(object, names, privilege, side)
    ? null
    : grantedColumns(object, names, privilege, side);
  if (columns !== null && columns.columns.length === 0) return NONE;
  const rows = rowsOf(object, role, privilege, side);
  if (rows === null) return NONE;
  const own = made(
    columns === null || columns.all ? null : columns.columns,
    rows.permissive,
    rows.restrictive,
  );
  return passedOn(object, role, privilege, own, side);
}

function made(
  columns: readonly string[] | null,
  policies: readonly string[] | null,
  restrictive: readonly string[],
): Right {
  if (columns === null && policies === null && restrictive.length === 0) return ALL;
  return {
    level: 'some',
    ...(columns === null ? {} : { columns: [...columns] }),
    ...(policies === null ? {} : { policies: [...policies] }),
    ...(restrictive.length === 0 ? {} : { restrictive: [...restrictive] }),
  };
}

/** A view gives no more than the rights that it acts with get of the relations below it. */
function passedOn(object: CatalogObject, role: string, privilege: string, own: Right, side: Side): Right {
  const access = kindOf(object.id.kind).access;
  if (access?.passesOn !== true) return own;
  const actor = access.actsAs?.(object as never) === 'owner' ? object.owner : role;
  if (actor === null || isSuperuser(side, actor)) return own;
  if (side.ownerless.has(object.key) && actor === object.owner) return own;
  const below = relationsBelow(object, side);
  // Only a view on one relation can be written through it by itself.
  if (privilege !== 'SELECT' && below.length !== 1) return own;
  const policies = new Set<string>();
  const restrictive = new Set<string>();
  for (const { relation, columns } of below) {
    const right = rightOf(relation, actor, privilege, side);
    if (right.level === 'none') return NONE;
    if (columns.some((column) => right.columns?.includes(column) === false)) return NONE;
    const name = relation.key.slice(relation.id.kind.length + 1);
    for (const policy of right.policies ?? []) policies.add(`${name}: ${policy}`);
    for (const policy of right.restrictive ?? []) restrictive.add(`${name}: ${policy}`);
  }
  return made(
    own.columns ?? null,
    policies.size === 0 ? null : [...policies].sort(),
    [...restrictive].sort(),
  );
}

/** Relations that a view reads, and the columns it uses of each. */
export function relationsBelow(
  view: CatalogObject,
  side: Side,
): { relation: CatalogObject; columns: string[] }[] {
  const found = new Map<CatalogObject, string[]>();
  for (const { on, type } of view.dependsOn) {
    const target = type === 'body' ? undefined : side.objects.get(on);
    const relation = target?.parent == null ? target : side.objects.get(target.parent);
    if (target === undefined || relation === undefined || relation.key === view.key) continue;
    if (relation.address.catalog !== 'pg_class' || kindOf(relation.id.kind).access === undefined) continue;
    const columns = found.get(relation) ?? [];
    if (target !== relation) columns.push(target.id.name);
    found.set(relation, columns);
  }
  return [...found].map(([relation, columns]) => ({ relation, columns }));
}

type Names = readonly string[] | undefined;

/** Whether `after` certainly reaches what `before` did not. */
export function isWider(before: Right, after: Right): boolean {
  const rank = { none: 0, some: 1, all: 2 };
  if (rank[after.level] !== rank[before.level]) return rank[after.level] > rank[before.level];
  const more = (had: Names, has: Names): boolean =>
    had !== undefined && (has === undefined || has.some((name) => !had.includes(name)));
  return (
    more(before.columns, after.columns) ||
    more(before.policies, after.policies) ||
    (before.restrictive ?? []).some((policy) => after.restrictive?.includes(policy) !== true)
  );
}

export function sameRight(a: Right, b: Right): boolean {
  const same = (x: Names, y: Names): boolean => JSON.stringify(x) === JSON.stringify(y);
  return (
    a.level === b.level &&
    same(a.columns, b.columns) &&
    same(a.policies, b.policies) &&
    same(a.restrictive, b.restrictive)
  );
}
