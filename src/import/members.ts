import { defaultGrants, parseAclItem } from '../catalog/acl.js';
import type { Session } from '../database/index.js';
import { sameGrants } from '../diff/equal.js';
import { grantSql } from '../kinds/grant/index.js';
import { kindOf } from '../kinds/registry.js';
import type { Catalog, CatalogObject, Grant } from '../model/catalog.js';

/** Privileges that extensions gave their members, by `catalog:oid`; where they said nothing, there is no entry. */
export type InitialGrants = ReadonlyMap<string, readonly Grant[]>;

/** pg_init_privs as CREATE EXTENSION left it (53.21 in the manual of 17). */
export async function readInitialGrants(session: Session): Promise<InitialGrants> {
  const rows = await session.query<{ address: string; acl: string[] }>(
    `select c.relname || ':' || i.objoid as address, i.initprivs::text[] as acl
       from pg_catalog.pg_init_privs i join pg_catalog.pg_class c on c.oid = i.classoid where i.privtype = 'e' and i.objsubid = 0`,
  );
  return new Map(rows.map(({ address, acl }) => [address, acl.flatMap(parseAclItem)]));
}

/** What has been granted on, or revoked from, the members of an extension since it was made. */
export function memberSql(extension: CatalogObject, live: Catalog, initial: InitialGrants): string[] {
  if (extension.address.catalog !== 'pg_extension') return [];
  return [...live.objects.values()].flatMap((object) => {
    const letter = kindOf(object.id.kind).privileges?.letter;
    const { grants, owner, address } = object;
    if (object.extension !== extension.id.name || letter === undefined || grants === null || owner === null)
      return [];
    const first =
      initial.get(`${address.catalog}:${address.oid}`) ?? defaultGrants(letter, owner, live.version);
    return sameGrants(first, grants) ? [] : grantSql(object, first, grants);
  });
}
