import { kindOf } from '../kinds/registry.js';
import type { Attributes, Catalog, CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import { paths, renamed } from './renames/rewrite.js';

/**
 * The desired catalog in which copies that nobody can name (a partition's copy of a foreign key) are called as in the
 * live database: they are told by what hands them down, copies of copies included.
 */
export function withCopies(desired: Catalog, live: Catalog): Catalog {
  const copies = new Map<string, CatalogObject>();
  for (const object of live.objects.values()) {
    const place = desired.objects.has(object.key) ? null : placeOf(object, new Map());
    if (place !== null) copies.set(place, object);
  }
  const called = new Map<Key, CatalogObject>();
  for (let before = -1; copies.size > 0 && before < called.size; ) {
    before = called.size;
    for (const object of desired.objects.values()) {
      const place = live.objects.has(object.key) || called.has(object.key) ? null : placeOf(object, called);
      const copy = place === null ? undefined : copies.get(place);
      if (copy !== undefined) called.set(object.key, copy);
    }
  }
  return called.size === 0 ? desired : underNames(desired, called);
}

/** Where a copy stands and what it is of; `null` where the object is none, or has a name of its own to say. */
function placeOf(object: CatalogObject, called: ReadonlyMap<Key, CatalogObject>): string | null {
  const kind = kindOf(object.id.kind);
  if (object.parent === null || kind.keepsName?.(object as never) !== true) return null;
  const heir = kind.heir?.(object as never) ?? null;
  if (heir === null || heir.local) return null;
  return [object.id.kind, object.parent, ...heir.from.map((key) => called.get(key)?.key ?? key)].join('\n');
}

function underNames(desired: Catalog, called: ReadonlyMap<Key, CatalogObject>): Catalog {
  const texts = new Map<string, string>();
  for (const [key, copy] of called) {
    const old = desired.objects.get(key);
    const now = paths(copy.id);
    if (old !== undefined) for (const [at, path] of paths(old.id).entries()) texts.set(path, now[at] ?? path);
  }
  const objects = new Map<Key, CatalogObject>();
  for (const object of desired.objects.values()) {
    const copy = called.get(object.key);
    const attributes = renamed(object.attributes, texts) as Attributes;
    const dependsOn = object.dependsOn.map(({ on, type }) => ({ on: called.get(on)?.key ?? on, type }));
    const named = {
      ...object,
      ...(copy === undefined ? {} : { id: copy.id, key: copy.key }),
      attributes,
      dependsOn,
    };
    objects.set(named.key, named);
  }
  return { ...desired, objects };
}
