import type { CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import type { Context } from './context.js';
import { slotsOf } from './renames/sequence.js';

/**
 * Tells what shall stand on something new under a name that one of `gone` has now (a function becomes an aggregate): its
 * change cannot come before those are dropped, nor behind.
 */
export function onFreedNames(
  gone: ReadonlyMap<Key, Key>,
  { live, changes }: Context,
): (object: CatalogObject) => boolean {
  const slots = [...gone.keys()].flatMap((key) => {
    const object = live.objects.get(key);
    return object === undefined || object.parent !== null ? [] : slotsOf(object, object.id);
  });
  const freed = new Set(slots);
  const takes = (key: Key): boolean => {
    const change = changes.get(key);
    return (
      change?.action === 'create' &&
      change.after !== null &&
      change.after.parent === null &&
      slotsOf(change.after, change.after.id).some((slot) => freed.has(slot))
    );
  };
  return ({ key }) => changes.get(key)?.after?.dependsOn.some(({ on }) => takes(on)) === true;
}
