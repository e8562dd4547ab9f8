import type { Catalog, CatalogObject } from '../model/catalog.js';
import { keyOf, objectId } from '../model/id.js';
import { rolesOf } from '../model/roles.js';

/** Whether a role may become another by SET ROLE, from the catalog alone. */
export function maySet(catalog: Catalog, name: string, target: string): boolean {
  if (name === target || catalog.roles.get(name)?.superuser) return true;
  const found = new Set<string>([name]);
  const queue = [name];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const membership of catalog.roles.get(at)?.memberOf ?? []) {
      if (!membership.set || found.has(membership.role)) continue;
      if (membership.role === target) return true;
      found.add(membership.role);
      queue.push(membership.role);
    }
  }
  return false;
}

/** Whether a role may create in a schema that is there already; `true` for one that the plan makes for it. */
export const mayCreateIn = (catalog: Catalog, role: string, schema: CatalogObject | undefined): boolean =>
  mayIn(catalog, role, schema, 'CREATE');

/** Whether a role may name what is in a schema. */
export const mayUse = (catalog: Catalog, role: string, schema: CatalogObject | undefined): boolean =>
  mayIn(catalog, role, schema, 'USAGE');

function mayIn(
  catalog: Catalog,
  role: string,
  schema: CatalogObject | undefined,
  privilege: string,
): boolean {
  if (schema === undefined || catalog.roles.get(role)?.superuser) return true;
  const roles = rolesOf(catalog, role);
  if (schema.owner !== null && roles.has(schema.owner)) return true;
  return (schema.grants ?? []).some(
    (grant) => grant.privilege === privilege && (grant.grantee === 'PUBLIC' || roles.has(grant.grantee)),
  );
}

/** Whether a role has a privilege on an object, by what is granted on it alone: owners can take it from themselves. */
export function hasPrivilege(
  catalog: Catalog,
  role: string,
  { grants }: CatalogObject,
  privilege: string,
): boolean {
  if (grants === null || catalog.roles.get(role)?.superuser) return true;
  const roles = rolesOf(catalog, role);
  return grants.some(
    (grant) => grant.privilege === privilege && (grant.grantee === 'PUBLIC' || roles.has(grant.grantee)),
  );
}

/** PostgreSQL's own roles own things (pg_database_owner owns public) that nobody can act as. */
export const actable = (owner: string | null): string | null =>
  owner === null || owner.startsWith('pg_') ? null : owner;

/** An owner that can be acted as and may name what is in the schema; `null`: the connecting role has to do it. */
export function ownerIn(catalog: Catalog, owner: string | null, schema: string): string | null {
  const role = actable(owner);
  const object = catalog.objects.get(keyOf(objectId('schema', null, schema)));
  return role !== null && mayUse(catalog, role, object) ? role : null;
}
