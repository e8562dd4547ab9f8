import { reown } from '../diff/diff.js';
import { kindOf } from '../kinds/registry.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';

/**
 * What only superusers can own stays with its owner, and comes to whoever connects where it is new, unless state names
 * an owner or the environment's is a superuser.
 */
export function withPossibleOwners(desired: Catalog, live: Catalog, connecting: string): Catalog {
  const objects = new Map<Key, CatalogObject>(desired.objects);
  for (const [key, object] of desired.objects) {
    if (kindOf(object.id.kind).superuserOwned !== true || object.declaration?.owner === true) continue;
    if (object.owner === null || live.roles.get(object.owner)?.superuser === true) continue;
    const owner = live.objects.get(key)?.owner ?? connecting;
    objects.set(key, { ...object, owner, grants: reown(object.grants, object.owner, owner) });
  }
  return { ...desired, objects };
}
