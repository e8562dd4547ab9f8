import { kindOf } from '../../kinds/registry.js';
import type { Catalog, CatalogObject } from '../../model/catalog.js';
import { keyOf } from '../../model/id.js';

/**
 * The catalog with what has a name in the database but is no object of its own here (an identity column's sequence):
 * renames have to reckon with such names, and to take them along.
 */
export function withOwnNames(catalog: Catalog): Catalog {
  const objects = new Map(catalog.objects);
  for (const object of catalog.objects.values()) {
    for (const id of kindOf(object.id.kind).ownNames?.(object as never, catalog.version) ?? []) {
      if (!objects.has(keyOf(id))) objects.set(keyOf(id), named(id, object));
    }
  }
  return { ...catalog, objects };
}

function named(id: CatalogObject['id'], of: CatalogObject): CatalogObject {
  return {
    id,
    key: keyOf(id),
    attributes: { [OF]: of.key },
    owner: null,
    grants: null,
    comment: null,
    parent: id.table === null ? null : of.parent,
    dependsOn: [{ on: of.key, type: 'internal' }],
    extension: of.extension,
    address: { catalog: kindOf(id.kind).catalog, oid: 0, sub: 0 },
  };
}

const OF = 'reconcile.of';

/** The object that a mere name belongs to; the object itself where it is one. */
export function bearerOf(object: CatalogObject, catalog: Catalog): CatalogObject {
  const of = object.attributes[OF];
  return (typeof of === 'string' ? catalog.objects.get(of) : undefined) ?? object;
}

export const isOwnName = (object: CatalogObject): boolean => OF in object.attributes;
