import { type Change, reown } from '../diff/diff.js';
import { sameGrants } from '../diff/equal.js';
import { kindOf } from '../kinds/registry.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import type { Context } from './context.js';
import { partsOf } from './dependents.js';

/** Whose owner is an object's own too: its relation for a part, the table of an owned sequence, else itself. */
export function holderOf(object: CatalogObject, live: Catalog): CatalogObject {
  const shared = kindOf(object.id.kind).sharesOwner?.(object as never) ?? object.parent;
  return (shared === null ? undefined : live.objects.get(shared)) ?? object;
}

/** Whether the object needs a superuser and `owner` is none. */
export function beyond(object: CatalogObject, owner: string | null, live: Catalog): boolean {
  if (owner !== null && live.roles.get(owner)?.superuser === true) return false;
  return kindOf(object.id.kind).superuserOnly?.(object as never, live) ?? false;
}

/**
 * Whether the plan gives an object to its new owner before it does anything else to the object and its parts, so that
 * all of it is done as that owner. It cannot where the new owner may not have the object as it still is.
 */
export function handsOverFirst({ key }: CatalogObject, context: Context): boolean {
  const change = context.changes.get(key);
  if (change?.owner !== true || change.before === null || change.after === null) return false;
  if (context.removed.has(key) || beyond(change.before, change.after.owner, context.live)) return false;
  return kindOf(change.before.id.kind).sharesOwner?.(change.before as never) == null;
}

/** The owner of a live object (or part) when its steps run. */
export function actingOwner(object: CatalogObject, context: Context): string | null {
  const holder = holderOf(object, context.live);
  return (handsOverFirst(holder, context) ? context.wanted.get(holder.key) : holder)?.owner ?? null;
}

/**
 * Parts as OWNER TO leaves them: the new owner in the old one's place among their privileges, as in their holder's. A
 * part of which nothing else changes gets an empty change.
 */
export function withHandedOver(changes: ReadonlyMap<Key, Change>, live: Catalog): Map<Key, Change> {
  const result = new Map(changes);
  const parts = partsOf(live);
  for (const { key, owner, before: had, after: has } of changes.values()) {
    if (!owner || had === null || has === null) continue;
    for (const part of parts.get(key) ?? []) {
      if (part.grants === null || part.grants.length === 0) continue;
      const change = result.get(part.key);
      // A part that has an owner has its holder's.
      const owner = part.owner === null ? null : has.owner;
      const handed = { ...part, owner, grants: reown(part.grants, had.owner, has.owner) };
      const none = { attributes: [], owner: false, comment: false, renamedFrom: null };
      if (change === undefined)
        result.set(part.key, {
          ...none,
          key: part.key,
          action: 'alter',
          before: handed,
          after: handed,
          grants: false,
        });
      else if (change.before !== null && change.after !== null) {
        const before = { ...change.before, owner, grants: handed.grants };
        const after = { ...change.after, owner };
        result.set(part.key, { ...change, before, after, grants: !sameGrants(before.grants, after.grants) });
      }
    }
  }
  return result;
}
