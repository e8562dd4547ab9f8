import type { CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import type { Context } from './context.js';
import { slotsOf } from './renames/sequence.js';

/** What it may be taken for by name: whatever arguments a routine or an operator has. */
const calledSlots = (object: CatalogObject): string[] => [
  ...slotsOf(object, object.id),
  ...(object.id.arguments === null
    ? []
    : [`${object.address.catalog} ${object.id.schema} ${object.id.name}`]),
];

/**
 * Tells what shall stand on something new under a name that one of `gone` has now (a function becomes an aggregate, or
 * takes other arguments): its change cannot come before those are dropped, nor behind; a call would go on meaning the old
 * one, or both.
 */
export function onFreedNames(
  gone: ReadonlyMap<Key, Key>,
  { live, changes }: Context,
): (object: CatalogObject) => boolean {
  const slots = [...gone.keys()].flatMap((key) => {
    const object = live.objects.get(key);
    return object === undefined || object.parent !== null ? [] : calledSlots(object);
  });
  const freed = new Set(slots);
  const takes = (key: Key): boolean => {
    const change = changes.get(key);
    return (
      change?.action === 'create' &&
      change.after !== null &&
      change.after.parent === null &&
      calledSlots(change.after).some((slot) => freed.has(slot))
    );
  };
  return ({ key }) => changes.get(key)?.after?.dependsOn.some(({ on }) => takes(on)) === true;
}
