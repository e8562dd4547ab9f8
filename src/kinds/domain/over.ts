import type { CatalogObject } from '../../model/catalog.js';
import type { Key } from '../../model/id.js';

/** A type and the domains over it, over any number of steps. */
export function withDomains(type: Key, objects: readonly CatalogObject[]): ReadonlySet<Key> {
  const types = new Set([type]);
  for (const one of types)
    for (const { id, key, dependsOn } of objects)
      if (id.kind === 'domain' && dependsOn.some(({ on }) => on === one)) types.add(key);
  return types;
}
