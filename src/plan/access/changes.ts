import { stable } from '../../diff/equal.js';
import { kindOf } from '../../kinds/registry.js';
import type { CatalogObject, Json } from '../../model/catalog.js';
import { compareText, type Key, quoteIdent } from '../../model/id.js';
import type { AccessChange, ActsAs, Right, RoleAccess } from '../../model/plan.js';
import type { Context } from '../context.js';
import { planObject } from '../object.js';
import { isWider, NONE, relationsBelow, rightOf, sameRight } from './rights.js';
import { policiesOf } from './rows.js';
import { isSuperuser, PUBLIC, type Side } from './side.js';

/** One object's access before and after, with what made it look different. */
export interface Difference {
  readonly key: Key;
  readonly before: CatalogObject | null;
  readonly after: CatalogObject;
  readonly change: AccessChange;
}

export interface Sides {
  readonly before: Side;
  readonly after: Side;
}

export function sidesOf(context: Context): Sides {
  const { live, wanted, liveParts, wantedParts, defaultOwner } = context;
  const nobodys = [...context.changes.values()].filter(
    ({ action, after }) =>
      action === 'create' && after?.declaration?.owner === false && defaultOwner === null,
  );
  const side = (
    objects: Side['objects'],
    parts: Side['parts'],
    ownerless: ReadonlySet<Key> = new Set(),
  ): Side => ({ catalog: live, objects, parts, ownerless, known: new Map(), memberships: new Map() });
  return {
    before: side(live.objects, liveParts),
    after: side(wanted, wantedParts, new Set(nobodys.map(({ key }) => key))),
  };
}

/** Access that the plan changes, of objects that are there afterwards; sorted by object. */
export function differences(context: Context, sides: Sides): Difference[] {
  const found: Difference[] = [];
  for (const key of [...candidates(context)].sort(compareText)) {
    const after = sides.after.objects.get(key);
    if (after === undefined) continue;
    const before = sides.before.objects.get(key) ?? null;
    const roles = rolesNamed(before, after, sides).flatMap((role) => roleAccess(role, before, after, sides));
    const acts = actsAs(before, after);
    if (roles.length === 0 && acts === null) continue;
    const change: AccessChange = {
      object: planObject(after.id),
      ...(acts === null ? {} : { acts_as: acts }),
      roles,
    };
    found.push({ key, before, after, change });
  }
  return found;
}

/** What the plan changes itself, what is in a schema that it changes, and views that stand on either. */
function candidates(context: Context): Set<Key> {
  const { changes, wanted, dependents } = context;
  const found = new Set<Key>();
  const add = (key: Key | null): void => {
    const object = key === null ? undefined : wanted.get(key);
    if (key === null || object === undefined || found.has(key)) return;
    if (kindOf(object.id.kind).access === undefined) return;
    found.add(key);
    const parts = context.wantedParts.get(key) ?? [];
    for (const on of [key, ...parts.map((part) => part.key)])
      for (const { from } of dependents.get(on) ?? [])
        if (kindOf(from.id.kind).access?.passesOn === true) add(from.key);
  };
  const schemas = new Set<string>();
  for (const change of changes.values()) {
    const object = change.after ?? change.before;
    if (object === null) continue;
    add(change.key);
    const limits = kindOf(object.id.kind).rowPolicy !== undefined;
    if (object.parent !== null && (limits || change.grants || change.action === 'create')) add(object.parent);
    if (change.action === 'alter' && (change.grants || change.owner)) schemas.add(change.key);
  }
  for (const object of wanted.values())
    if (object.id.schema !== null && schemas.has(schemaOf(object))) add(object.key);
  return found;
}

export const schemaOf = ({ id }: CatalogObject): Key => `schema ${quoteIdent(id.schema ?? '')}`;

/**
 * Roles that grants, policies and owners of the object, of its schema and of what it stands on speak of, on both sides,
 * and those that bypass row-level security. For all others it is as for PUBLIC and the roles they inherit from.
 */
function rolesNamed(before: CatalogObject | null, after: CatalogObject, sides: Sides): string[] {
  const names = new Set<string>([PUBLIC]);
  const look = (object: CatalogObject, side: Side, depth: number): void => {
    if (object.owner !== null && !side.ownerless.has(object.key)) names.add(object.owner);
    const parts = (side.parts.get(object.key) ?? []).flatMap((part) => part.grants ?? []);
    for (const { grantee } of [...(object.grants ?? []), ...parts]) names.add(grantee);
    for (const { policy } of policiesOf(object, side)) for (const role of policy.roles) names.add(role);
    if (kindOf(object.id.kind).access?.passesOn !== true || depth > 8) return;
    for (const { relation } of relationsBelow(object, side)) look(relation, side, depth + 1);
  };
  if (before !== null) look(before, sides.before, 0);
  look(after, sides.after, 0);
  for (const { objects } of [sides.before, sides.after]) {
    const schema = objects.get(schemaOf(after));
    const other = sides.before.objects.get(schemaOf(after));
    if (schema === undefined || other === undefined || schema === other) continue;
    for (const { grantee } of [...(schema.grants ?? []), ...(other.grants ?? [])]) names.add(grantee);
  }
  for (const { name, bypassRls } of sides.after.catalog.roles.values()) if (bypassRls) names.add(name);
  // The owner of what is new has every right by being its owner.
  if (before === null && after.owner !== null) names.delete(after.owner);
  return [...names]
    .filter((name) => !name.startsWith('pg_') && !isSuperuser(sides.after, name))
    .sort((a, b) => Number(a !== PUBLIC) - Number(b !== PUBLIC) || compareText(a, b));
}

function roleAccess(
  role: string,
  before: CatalogObject | null,
  after: CatalogObject,
  sides: Sides,
): RoleAccess[] {
  const access: RoleAccess = { role, before: {}, after: {}, changed: [], widened: [] };
  for (const privilege of kindOf(after.id.kind).access?.privileges ?? []) {
    const had = before === null ? NONE : rightOf(before, role, privilege, sides.before);
    const has = rightOf(after, role, privilege, sides.after);
    if (had.level !== 'none') access.before[privilege] = had;
    if (has.level !== 'none') access.after[privilege] = has;
    const wider = isWider(had, has);
    if (wider) access.widened.push(privilege);
    if (wider || !sameRight(had, has) || redefined(had, before, after, sides)) access.changed.push(privilege);
  }
  return access.changed.length === 0 ? [] : [access];
}

/** Whether policies of the same names let other rows through. */
function redefined(right: Right, before: CatalogObject | null, after: CatalogObject, sides: Sides): boolean {
  const names = [...(right.policies ?? []), ...(right.restrictive ?? [])];
  if (names.length === 0 || before === null) return false;
  const text = (object: CatalogObject, side: Side): string =>
    stable(
      policiesOf(object, side)
        .filter((one) => names.includes(one.object.id.name))
        .sort((a, b) => compareText(a.object.key, b.object.key))
        .map((one): Json => [one.object.key, one.policy.using, one.policy.check]),
    );
  if (text(before, sides.before) !== text(after, sides.after)) return true;
  if (kindOf(after.id.kind).access?.passesOn !== true) return false;
  return relationsBelow(after, sides.after).some(({ relation }) => {
    const old = sides.before.objects.get(relation.key);
    const all = (side: Side, one: CatalogObject): string =>
      stable(policiesOf(one, side).map((p): Json => [p.object.key, p.policy.using, p.policy.check]));
    return old !== undefined && all(sides.before, old) !== all(sides.after, relation);
  });
}

function actsAs(before: CatalogObject | null, after: CatalogObject): ActsAs | null {
  if (before === null) return null;
  const actor = (object: CatalogObject): string | null =>
    kindOf(object.id.kind).access?.actsAs?.(object as never) === 'owner' ? object.owner : null;
  const acts = { before: actor(before), after: actor(after) };
  return acts.before === acts.after ? null : acts;
}
