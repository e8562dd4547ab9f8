import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import { type Key, quoteIdent } from '../model/id.js';
import { hasAsked } from './asked.js';
import type { Context } from './context.js';
import { actingOwner, beyond } from './handover.js';
import { heirOf, isTied } from './heirs.js';
import { actable, mayCreateIn, mayUse } from './roles.js';

/** The role that an existing object's steps run as: its owner at that time, or for a part its relation's owner. */
export function ownerRole(
  object: CatalogObject,
  context: Context,
  owner: string | null = actingOwner(object, context),
): string | null {
  const parent = object.parent === null ? undefined : context.live.objects.get(object.parent);
  const holder = parent ?? object;
  const fate = context.fates.get(holder.key);
  if (object.parent !== null && (fate === 'platform' || fate === 'outside')) return null;
  const kind = kindOf(object.id.kind);
  if (kind.asConnecting === true || !ownsAll(object, context)) return null;
  if (kind.role !== undefined) return actable(kind.role(object as never));
  if (beyond(object, owner, context.live)) return null;
  const may = owner !== null && throughout(mayUse, owner, holder, context) && mayName(owner, object, context);
  return may && !mixed(holder, context) ? actable(owner) : null;
}

const ownsAll = (object: CatalogObject, { live, wanted }: Context): boolean =>
  kindOf(object.id.kind).ownsAll?.(object as never, { live: live.objects, wanted }) !== false;

/** Whether a role may use the schemas of what stands in an object's identity: types, by which a routine is told from others. */
function mayName(role: string, { id, dependsOn }: CatalogObject, context: Context): boolean {
  if (kindOf(id.kind).spelling === undefined) return true;
  return dependsOn.every(({ on }) => {
    const base = context.live.objects.get(on) ?? context.wanted.get(on);
    // A relation's row type stands there under the relation's name.
    const type =
      base?.address.catalog === 'pg_type' ||
      (base?.address.catalog === 'pg_class' && (id.arguments ?? id.name).includes(base.id.name));
    return base === undefined || !type || throughout(mayUse, role, base, context);
  });
}

/** The role that changes an object in place: its owner where that may name all that the new definition stands on. */
export function changerRole(
  before: CatalogObject,
  after: CatalogObject,
  sql: readonly string[],
  context: Context,
): string | null {
  const role = ownerRole(before, context);
  if (role === null || !reaches(role, after, context, sql)) return null;
  return makes(sql) && !throughout(mayCreateIn, role, after, context) ? null : role;
}

/** CREATE OR REPLACE asks for what CREATE asks for, although the object is there; an identity makes its sequence. */
const makes = (sql: readonly string[]): boolean =>
  sql.some((text) =>
    /^create (or replace|table) |^alter table .* generated (always|by default) as identity/is.test(text),
  );

/** Whether a role may name everything, and has what is asked of it, that an object, made with its parts, stands on. */
function reaches(role: string, object: CatalogObject, context: Context, sql?: readonly string[]): boolean {
  const named = [object, ...(context.wantedParts.get(object.key) ?? [])].every(({ dependsOn }) =>
    dependsOn.every(({ on }) => {
      const base = context.wanted.get(on) ?? context.live.objects.get(on);
      return base === undefined || base.id.schema === null || throughout(mayUse, role, base, context);
    }),
  );
  return named && hasAsked(role, object, context, sql);
}

/** Whether a role may do something in an object's schema, before as well as after the plan: their order is open. */
function throughout(may: typeof mayUse, role: string, { id }: CatalogObject, context: Context): boolean {
  const key = `schema ${quoteIdent(id.schema ?? '')}`;
  return [context.live.objects.get(key), context.wanted.get(key)].every((schema) =>
    may(context.live, role, schema),
  );
}

/** Makes what follows the new owner's doing, where it may name the object: privileges are given in the owner's name. */
export function asOwner(object: CatalogObject, context: Context): string[] {
  const { owner } = object;
  if (owner === null || !throughout(mayUse, owner, object, context) || !mayName(owner, object, context))
    return [];
  return [`set local role ${quoteIdent(owner)}`];
}

/** The role that makes a new object: its owner where that may create there. */
export function creatorRole(object: CatalogObject, context: Context): string | null {
  const parent =
    object.parent === null
      ? undefined
      : (context.wanted.get(object.parent) ?? context.live.objects.get(object.parent));
  if (parent !== undefined && context.live.objects.has(parent.key)) {
    const there = { ...object, parent: parent.key };
    const again = context.removed.has(parent.key);
    const role = again ? ownerRole(there, context, parent.owner) : ownerRole(there, context);
    const kind = kindOf(object.id.kind);
    const relation =
      kind.makesRelation?.(object as never) === true || makes(kind.create(object as never, context.around));
    if (role === null || !reaches(role, object, context)) return null;
    return relation && !throughout(mayCreateIn, role, object, context) ? null : role;
  }
  const kind = kindOf(object.id.kind);
  if (kind.role !== undefined) return actable(kind.role(object as never));
  const owner = (parent ?? object).owner;
  if (owner === null || kind.asConnecting === true || beyond(object, owner, context.live)) return null;
  if (!ownsAll(object, context)) return null;
  // What is new and names no owner is whoever connects: the same plan for all who plan.
  const said = (parent ?? object).declaration?.owner ?? true;
  if (!said && context.defaultOwner === null && !context.live.objects.has((parent ?? object).key))
    return null;
  const may =
    actable(owner) !== null &&
    throughout(mayCreateIn, owner, object, context) &&
    throughout(mayUse, owner, object, context);
  return may && !mixed(object, context) && reaches(owner, object, context) ? owner : null;
}

/** Whether what an object hands down, or is handed down, has more than one owner: statements reach all of it. */
function mixed(object: CatalogObject, context: Context): boolean {
  const { live, wanted } = context;
  const several = (objects: Objects, ownerOf: (member: CatalogObject) => string | null): boolean => {
    const members = membersOf(objects, object.key).flatMap((key) => objects.get(key) ?? []);
    return new Set(members.map(ownerOf)).size > 1;
  };
  const owner = (member: CatalogObject): string | null => member.owner;
  // Between a hand-over and what is dropped behind it.
  const handedOver = (member: CatalogObject): string | null => wanted.get(member.key)?.owner ?? member.owner;
  return several(live.objects, owner) || several(wanted, owner) || several(live.objects, handedOver);
}

type Objects = ReadonlyMap<Key, CatalogObject>;

const families = new WeakMap<Objects, ReadonlyMap<Key, ReadonlySet<Key>>>();

/** All relations that are tied to one by inheritance, over any number of steps, itself among them. */
function membersOf(objects: Objects, key: Key): readonly Key[] {
  const known = families.get(objects) ?? familiesOf(objects);
  families.set(objects, known);
  return [...(known.get(key) ?? [key])];
}

function familiesOf(objects: Objects): ReadonlyMap<Key, ReadonlySet<Key>> {
  const members = new Map<Key, Set<Key>>();
  const tie = (child: Key, parent: Key | null | undefined): void => {
    if (parent == null || members.get(child)?.has(parent) === true) return;
    const family = new Set([...(members.get(parent) ?? [parent]), ...(members.get(child) ?? [child])]);
    for (const member of family) members.set(member, family);
  };
  for (const object of objects.values()) {
    for (const from of heirOf(object)?.from ?? [])
      if (object.parent !== null) tie(object.parent, objects.get(from)?.parent);
    // A parent without columns hands nothing down.
    if (isTied(object))
      for (const { on } of object.dependsOn)
        if (objects.get(on)?.id.kind === object.id.kind) tie(object.key, on);
  }
  return members;
}
