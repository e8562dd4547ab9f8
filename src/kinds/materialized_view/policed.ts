import type { CatalogObject } from '../../model/catalog.js';
import type { Key } from '../../model/id.js';
import type { Surroundings } from '../kind.js';

/**
 * Its owner fills it, with the rows that policies show that one (REFRESH MATERIALIZED VIEW in the manual): the query
 * fails with row_security = off, which holds for all else that is done.
 */
export function policed(
  view: Pick<CatalogObject, 'dependsOn'>,
  { catalog }: Surroundings,
): { before: readonly string[]; after: readonly string[] } | null {
  const seen = new Set<Key>();
  const queue = view.dependsOn.map(({ on }) => on);
  for (let key = queue.shift(); key !== undefined; key = queue.shift()) {
    const object = catalog.objects.get(key);
    if (object === undefined || seen.has(key)) continue;
    seen.add(key);
    if (object.attributes.rowSecurity === true)
      return { before: ['set local row_security = on'], after: ['set local row_security = off'] };
    queue.push(...(object.parent === null ? object.dependsOn.map(({ on }) => on) : [object.parent]));
  }
  return null;
}
