import { kindOf } from '../kinds/registry.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';

/**
 * The desired catalog in which copies that nobody can name (a partition's copy of a foreign key) are called as in the
 * live database: they are told by what hands them down.
 */
export function withCopies(desired: Catalog, live: Catalog): Catalog {
  const copies = new Map<string, CatalogObject>();
  for (const object of live.objects.values()) {
    const place = desired.objects.has(object.key) ? null : placeOf(object);
    if (place !== null) copies.set(place, object);
  }
  if (copies.size === 0) return desired;
  const objects = new Map<Key, CatalogObject>();
  for (const object of desired.objects.values()) {
    const place = live.objects.has(object.key) ? null : placeOf(object);
    const copy = place === null ? undefined : copies.get(place);
    const named = copy === undefined ? object : { ...object, id: copy.id, key: copy.key };
    objects.set(named.key, named);
  }
  return { ...desired, objects };
}

/** Where a copy stands and what it is of; `null` where the object is none, or has a name of its own to say. */
function placeOf(object: CatalogObject): string | null {
  const kind = kindOf(object.id.kind);
  if (object.parent === null || kind.keepsName?.(object as never) !== true) return null;
  const heir = kind.heir?.(object as never) ?? null;
  return heir === null || heir.local ? null : [object.id.kind, object.parent, ...heir.from].join('\n');
}
