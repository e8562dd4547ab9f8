import type { CatalogObject } from '../../model/catalog.js';
import type { Key } from '../../model/id.js';
import type { Surroundings } from '../kind.js';

/**
 * Whether values of a domain lie inside others (arrays, composite types, ranges): PostgreSQL does not look for them
 * there, and refuses a stricter domain.
 */
export function inContainers(domain: Key, around: Surroundings): boolean {
  const stands = (object: CatalogObject): boolean => object.dependsOn.some(({ on }) => on === domain);
  for (const object of around.catalog.objects.values()) {
    const { kind } = object.id;
    if ((kind === 'composite_type' || kind === 'range_type') && stands(object)) return true;
    if (kind === 'column' && String(object.attributes.type).endsWith('[]') && stands(object)) return true;
  }
  return false;
}
