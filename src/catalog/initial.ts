import { kindOf } from '../kinds/registry.js';
import type { Catalog, CatalogObject, Grant } from '../model/catalog.js';
import { defaultGrants, giverOf, reown } from './acl.js';

/**
 * The privileges on an extension's member as its extension left them, in the name of whoever owns it now; `null` where
 * it is no member, or its kind has none. Default privileges of whoever made the extension are not among them.
 */
export function initialGrants(member: CatalogObject, catalog: Catalog): readonly Grant[] | null {
  const letter = kindOf(member.id.kind).privileges?.letter;
  const owner = giverOf(member, catalog.objects);
  if (member.extension === null || letter === undefined || owner === null) return null;
  const first = catalog.initialGrants.get(member.key);
  if (first === undefined) return defaultGrants(letter, owner, catalog.version);
  const maker = first.find(({ grantee, grantor }) => grantee === grantor)?.grantor ?? owner;
  return reown(first, maker, owner);
}
