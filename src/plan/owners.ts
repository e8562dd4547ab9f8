import { type Change, reown } from '../diff/diff.js';
import { sameGrants } from '../diff/equal.js';
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

/** What belongs to another object has that one's owner, and goes with it to a new one without a statement of its own. */
export function withSharedOwners(changes: ReadonlyMap<Key, Change>, live: Catalog): Map<Key, Change> {
  const result = new Map(changes);
  const holderOf = (object: CatalogObject | null): Key | null =>
    object === null ? null : (kindOf(object.id.kind).sharesOwner?.(object as never) ?? null);
  for (const [key, change] of changes) {
    const holder = holderOf(change.after);
    if (change.after === null || holder === null) continue;
    const owner = (changes.get(holder)?.after ?? live.objects.get(holder))?.owner ?? null;
    if (owner === null) continue;
    const { before } = change;
    const after = { ...change.after, owner, grants: reown(change.after.grants, change.after.owner, owner) };
    const had = before === null ? null : reown(before.grants, before.owner, owner);
    const grants = before !== null && !sameGrants(had, after.grants);
    const own = before !== null && before.owner !== owner && holderOf(before) !== holder;
    const same = change.attributes.length === 0 && !change.comment && change.renamedFrom === null;
    if (before !== null && same && !grants && !own) result.delete(key);
    else result.set(key, { ...change, after, owner: own, grants });
  }
  return result;
}
