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

/** CREATE OR REPLACE and a relation's new name ask for what CREATE asks for; an identity makes its sequence. */
const makes = (sql: readonly string[]): boolean =>
  sql.some((text) =>
    /^create (or replace|table) |^alter sequence .* rename to |^alter table .* generated (always|by default) as identity/is.test(
      text,
    ),
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
function mixed(object: CatalogObject, { live, wanted }: Context): boolean {
  const known = mixtures.get(wanted) ?? mixedFamilies(live.objects, wanted);
  mixtures.set(wanted, known);
  return known.has(object.key);
}

type Objects = ReadonlyMap<Key, CatalogObject>;

const mixtures = new WeakMap<Objects, ReadonlySet<Key>>();

/** All relations that are tied by inheritance, over any number of steps, to one of another owner: now, in the end or between. */
function mixedFamilies(live: Objects, wanted: Objects): ReadonlySet<Key> {
  const found = new Set<Key>();
  const collect = (families: Iterable<ReadonlySet<Key>>, ownerOf: (key: Key) => string | null): void => {
    for (const family of families)
      if (new Set([...family].map(ownerOf)).size > 1) for (const key of family) found.add(key);
  };
  const [standing, coming] = [familiesOf(live), familiesOf(wanted)];
  const now = (key: Key): string | null => live.get(key)?.owner ?? null;
  const then = (key: Key): string | null => wanted.get(key)?.owner ?? null;
  collect(standing, now);
  collect(coming, then);
  // Between a hand-over and what is dropped behind it.
  collect(standing, (key) => then(key) ?? now(key));
  return found;
}

function familiesOf(objects: Objects): ReadonlySet<ReadonlySet<Key>> {
  const members = new Map<Key, Set<Key>>();
  const tie = (child: Key, parent: Key | null | undefined): void => {
    if (parent == null || members.get(child)?.has(parent) === true) return;
    const two = [members.get(parent) ?? new Set([parent]), members.get(child) ?? new Set([child])] as const;
    const [large, small] = two[0].size >= two[1].size ? two : [two[1], two[0]];
    for (const member of small) large.add(member);
    for (const member of [...small, parent, child]) members.set(member, large);
  };
  for (const object of objects.values()) {
    for (const from of heirOf(object)?.from ?? [])
      if (object.parent !== null) tie(object.parent, objects.get(from)?.parent);
    // A parent without columns hands nothing down.
    if (isTied(object))
      for (const { on } of object.dependsOn)
        if (objects.get(on)?.id.kind === object.id.kind) tie(object.key, on);
  }
  return new Set(members.values());
}
