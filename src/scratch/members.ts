import { joinGrants } from '../catalog/acl.js';
import { reown } from '../diff/diff.js';
import { sameGrants } from '../diff/equal.js';
import { liveMember } from '../diff/members.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import { keyOf, objectId } from '../model/id.js';
import type { Position } from '../model/position.js';
import { implicit } from './declarations.js';

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

/** What a stand-in was granted comes to what its extension has granted, which it knows nothing of. */
export const added = (
  has: CatalogObject['grants'],
  grants: CatalogObject['grants'],
): CatalogObject['grants'] => (has === null || grants === null ? grants : joinGrants([...has, ...grants]));

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

/**
 * A member of an extension of which state says nothing, where it is the whole truth: the privileges that the extension
 * gives. `null` where it has those, or where default privileges of whoever made it may have added to them.
 */
export function asMade(object: CatalogObject, live: Catalog, at: Position): CatalogObject | null {
  const has = liveMember(object, live);
  if (has === undefined || has.owner === null || has.grants === null) return null;
  if (live.defaultPrivileges.some(({ role }) => role === has.owner)) return null;
  const grants = reown(known(object.grants, live.version), object.owner, has.owner);
  if (sameGrants(grants, has.grants)) return null;
  const moved = has.key === object.key ? has : { ...object, owner: has.owner, comment: has.comment };
  return { ...moved, grants, declaration: implicit(at) };
}
