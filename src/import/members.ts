import { giverOf } from '../catalog/acl.js';
import { initialGrants } from '../catalog/index.js';
import { sameGrants } from '../diff/equal.js';
import { grantSql } from '../kinds/grant/index.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';

/** What has been granted on, or revoked from, the members of an extension since it was made. */
export function memberSql(extension: CatalogObject, live: Catalog): string[] {
  if (extension.address.catalog !== 'pg_extension') return [];
  return [...live.objects.values()].flatMap((object) => {
    if (object.extension !== extension.id.name) return [];
    const first = initialGrants(object, live);
    if (first === null || object.grants === null || sameGrants(first, object.grants)) return [];
    return grantSql(object, first, object.grants, null, giverOf(object, live.objects));
  });
}
