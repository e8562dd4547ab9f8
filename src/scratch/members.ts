import { giverOf, grantText, joinGrants } from '../catalog/acl.js';
import { initialGrants } from '../catalog/index.js';
import { sameGrants } from '../diff/equal.js';
import { isGrantedOnly, liveMember, stayingExtensions } from '../diff/members.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import { type Key, keyOf, objectId } from '../model/id.js';
import type { Position } from '../model/position.js';
import { implicit } from './declarations.js';
import { swapped } from './owners.js';

/** MAINTAIN came with 17: an older server has no such privilege. */
export function known(grants: CatalogObject['grants'], version: number): CatalogObject['grants'] {
  return grants === null || version >= 170000
    ? grants
    : grants.filter((grant) => grant.privilege !== 'MAINTAIN');
}

/** The live member of an extension that state only grants on or comments on: all else of it is the extension's. */
export function memberOf(object: CatalogObject, live: Catalog, stands: boolean): CatalogObject | undefined {
  const has = liveMember(object, live);
  return stands || object.extension !== null ? has : undefined;
}

/** What stands on an extension's member stands on the extension: desired, that is all there is of its members. */
export function withExtensions(object: CatalogObject, read: Catalog): CatalogObject['dependsOn'] {
  const names = object.dependsOn.flatMap(({ on }) => read.objects.get(on)?.extension ?? []);
  const keys = [...new Set(names)].map((name) => keyOf(objectId('extension', null, name)));
  const known = new Set(object.dependsOn.map(({ on }) => on));
  return [
    ...object.dependsOn,
    ...keys.filter((on) => !known.has(on)).map((on) => ({ on, type: 'normal' as const })),
  ];
}

/** Who owns an extension's member in a scratch, and who does in the database. */
interface Owners {
  readonly here: string;
  readonly there: string;
}

/** `null` where it is neither a member of a live extension nor a stand-in (`stands`). */
function ownersOf(object: CatalogObject, read: Catalog, live: Catalog, stands: boolean): Owners | null {
  const holder = object.parent === null ? object : read.objects.get(object.parent);
  if (holder === undefined || holder.owner === null) return null;
  const has = liveMember(holder, live) ?? (stands ? live.objects.get(holder.key) : undefined);
  const there = has?.owner ?? null;
  return there === null ? null : { here: holder.owner, there };
}

/** What the members of live extensions are made of, beside what is read from the scratch. */
export interface Beside {
  readonly read: Catalog;
  readonly live: Catalog;
}

/** A member's privileges in the name of whoever owns the live one, and that owner; as they are where there is none. */
export function asLive(object: CatalogObject, { read, live }: Beside, stands = false): CatalogObject {
  const owners = ownersOf(object, read, live, stands);
  if (owners === null) return object;
  const grants = swapped(known(object.grants, live.version), owners.here, owners.there);
  return { ...object, owner: object.owner === null ? null : owners.there, grants };
}

/**
 * A member of an extension of which state says nothing, where it is the whole truth: the privileges that the extension
 * gives. `null` where it has those, or where default privileges of whoever made it may have added to them.
 */
export function asMade(object: CatalogObject, beside: Beside, at: Position): CatalogObject | null {
  const owners = ownersOf(object, beside.read, beside.live, false);
  const has = liveMember(object, beside.live);
  if (owners === null || addedTo(object, owners.there, beside.live)) return null;
  if (has === undefined && object.parent === null) return null;
  const { grants } = asLive(object, beside);
  if (grants === null || sameGrants(grants, has?.grants ?? [])) return null;
  const moved =
    has?.key === object.key ? has : { ...object, owner: has?.owner ?? null, comment: has?.comment ?? null };
  return { ...moved, grants, declaration: implicit(at) };
}

/**
 * The same for live members that a scratch has not, or has only stand-ins for: what extensions gave is read in the
 * database. An extension that gets another schema takes along what its members have.
 */
export function leftMembers(
  desired: ReadonlyMap<Key, CatalogObject>,
  { read, live }: Beside,
  at: Position,
): CatalogObject[] {
  const met = new Set(
    [...read.objects.values()].flatMap((object) =>
      object.extension === null ? [] : (liveMember(object, live)?.key ?? []),
    ),
  );
  const staying = stayingExtensions(desired, live);
  return [...live.objects.values()].flatMap((has) => {
    if (has.extension === null || desired.has(has.key) || met.has(has.key)) return [];
    if (!staying.has(has.extension)) return [];
    const [owner, grants] = [giverOf(has, live.objects), initialGrants(has, live)];
    if (owner === null || grants === null || has.grants === null || addedTo(has, owner, live)) return [];
    if (sameGrants(grants, has.grants) || isGrantedOnly(has, live)) return [];
    return [{ ...has, grants, declaration: implicit(at) }];
  });
}

const addedTo = ({ parent }: CatalogObject, owner: string, live: Catalog): boolean =>
  parent === null && live.defaultPrivileges.some(({ role }) => role === owner);

/**
 * Privileges on what state does not make: a GRANT comes to those that are there, a REVOKE takes of them. `given`: what a
 * member of an extension has been read with; `null` for a stand-in, which is read with what the live one's owner granted.
 */
export function beside(
  grants: CatalogObject['grants'],
  given: CatalogObject['grants'],
  has: CatalogObject | undefined,
  owner: string | null,
): CatalogObject['grants'] {
  if (grants === null || has?.grants == null) return grants;
  if (given === null)
    return joinGrants([...grants, ...has.grants.filter(({ grantor }) => grantor !== owner)]);
  const before = new Set(given.map(grantText));
  const after = new Set(grants.map(grantText));
  const came = grants.filter((grant) => !before.has(grantText(grant)));
  const left = has.grants.filter((grant) => !before.has(grantText(grant)) || after.has(grantText(grant)));
  return joinGrants([...left, ...came]);
}
