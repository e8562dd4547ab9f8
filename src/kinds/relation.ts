import type { CatalogObject } from '../model/catalog.js';
import { qualified } from '../model/id.js';

/** The relation that a part belongs to, as SQL writes it. */
export function relationOf(part: Pick<CatalogObject, 'id'>): string {
  return qualified(part.id.schema, part.id.table ?? '');
}
