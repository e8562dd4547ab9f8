import type { CatalogObject } from '../../model/catalog.js';
import { quoteIdent } from '../../model/id.js';
import { lowerHead } from '../comment/index.js';
import { target } from '../target.js';

/** ALTER … OWNER TO for any kind that has an owner. */
export function ownerSql(object: CatalogObject): string {
  return `alter ${lowerHead(target(object))} owner to ${quoteIdent(object.owner ?? '')}`;
}
