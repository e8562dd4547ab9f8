import { defaultGrants } from '../catalog/acl.js';
import { sameGrants } from '../diff/equal.js';
import { commentSql } from '../kinds/comment/index.js';
import { freshGrants, grantSql } from '../kinds/grant/index.js';
import type { Surroundings } from '../kinds/kind.js';
import { ownerSql } from '../kinds/owner/index.js';
import { kindOf } from '../kinds/registry.js';
import { grantTarget } from '../kinds/target.js';
import type { CatalogObject, Grant } from '../model/catalog.js';
import { quoteIdent } from '../model/id.js';

/** An object with all that belongs to it as SQL, for what no manifest says. */
export function objectSql(
  object: CatalogObject,
  parts: readonly CatalogObject[],
  around: Surroundings,
): string[] {
  const kind = kindOf(object.id.kind);
  const inlined = (part: CatalogObject): boolean =>
    kindOf(part.id.kind).createdWithParent === true && kind.inlines?.includes(part.id.kind) === true;
  return [
    ...kind.create(object as never, around),
    ...(object.owner === null ? [] : [ownerSql(object)]),
    ...parts.flatMap((part) => [...(inlined(part) ? [] : partSql(part, around)), ...facets(part, around)]),
    ...(kind.follow?.(object as never, around)?.sql ?? []),
    ...facets(object, around),
  ];
}

/** The creation of a part, without its comment. */
export function partSql(part: CatalogObject, around: Surroundings): string[] {
  return [...kindOf(part.id.kind).create(part as never, around)];
}

function facets(object: CatalogObject, around: Surroundings): string[] {
  return [...privileges(object, around), ...(object.comment === null ? [] : [commentSql(object)])];
}

/**
 * Privileges that are the same whatever default privileges there are: where those would give anything, everything is
 * taken away first.
 */
function privileges(object: CatalogObject, { catalog, version }: Surroundings): string[] {
  const letter = kindOf(object.id.kind).privileges?.letter;
  if (object.grants === null || letter === undefined) return [];
  const owner = object.owner ?? '';
  const builtIn = defaultGrants(letter, owner, version);
  const fresh = object.owner === null ? builtIn : freshGrants(object, owner, catalog, version);
  if (sameGrants(builtIn, fresh)) return grantSql(object, builtIn, object.grants);
  const kept = (grant: Grant): boolean => grant.grantee === owner;
  const grantees = [...new Set(fresh.filter((grant) => !kept(grant)).map((grant) => grant.grantee))];
  const names = grantees.map((name) => (name === 'PUBLIC' ? 'public' : quoteIdent(name)));
  return [
    ...(names.length === 0 ? [] : [`revoke all on ${grantTarget(object)} from ${names.join(', ')}`]),
    ...grantSql(object, fresh.filter(kept), object.grants),
  ];
}
