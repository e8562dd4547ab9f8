import { defaultGrants, reown } from '../catalog/acl.js';
import { sameGrants } from '../diff/equal.js';
import { commentSql } from '../kinds/comment/index.js';
import { freshGrants, grantSql } from '../kinds/grant/index.js';
import type { Surroundings } from '../kinds/kind.js';
import { ownerSql } from '../kinds/owner/index.js';
import { kindOf } from '../kinds/registry.js';
import { grantTarget } from '../kinds/target.js';
import type { CatalogObject, Grant } from '../model/catalog.js';
import { quoteIdent } from '../model/id.js';

/**
 * An object with all that belongs to it as SQL, for what no manifest says. Where it is tied to another, the parts that
 * are tied to that one's, or that the tie asks for, are there first: PostgreSQL takes the first that fits.
 */
export function objectSql(
  object: CatalogObject,
  parts: readonly CatalogObject[],
  around: Surroundings,
): string[] {
  const kind = kindOf(object.id.kind);
  const inlined = (part: CatalogObject): boolean =>
    kindOf(part.id.kind).createdWithParent === true && kind.inlines?.includes(part.id.kind) === true;
  const written = (list: readonly CatalogObject[]): string[] =>
    list.flatMap((part) => [...(inlined(part) ? [] : partSql(part, around)), ...facets(part, around)]);
  const ties = finishSql(object, around).length > 0;
  const needed = (part: CatalogObject): boolean =>
    ties && kindOf(part.id.kind).neededToTie?.(part as never, around) === true;
  const tied = parts.filter((part) => finishSql(part, around).length > 0 || needed(part));
  return [
    ...kind.create(object as never, around),
    ...(object.owner === null ? [] : [ownerSql(object)]),
    ...written(tied),
    ...[object, ...tied].flatMap((one) => finishSql(one, around)),
    ...written(parts.filter((part) => !tied.includes(part))),
    ...(kind.follow?.(object as never, around)?.sql ?? []),
    ...facets(object, around),
  ];
}

const finishSql = (object: CatalogObject, around: Surroundings): readonly string[] =>
  kindOf(object.id.kind).finish?.(object as never, null, around) ?? [];

/** The creation of a part, without its comment. */
export function partSql(part: CatalogObject, around: Surroundings): string[] {
  return [...kindOf(part.id.kind).create(part as never, around)];
}

/** A part with all that belongs to it, in a place of its own. */
export const wholePartSql = (part: CatalogObject, around: Surroundings): string[] => [
  ...partSql(part, around),
  ...finishSql(part, around),
  ...facets(part, around),
];

export function facets(object: CatalogObject, around: Surroundings): string[] {
  return [...privileges(object, around), ...(object.comment === null ? [] : [commentSql(object)])];
}

/**
 * Privileges that are the same whatever default privileges there are: where those would give anything, everything is
 * taken away first.
 */
export function privileges(object: CatalogObject, { catalog, version }: Surroundings): string[] {
  const letter = kindOf(object.id.kind).privileges?.letter;
  if (object.grants === null || letter === undefined) return [];
  const owner = object.owner ?? '';
  const builtIn = defaultGrants(letter, owner, version);
  // Whoever makes it may hand it over.
  const makers = [owner, ...new Set(catalog.defaultPrivileges.map(({ role }) => role))];
  const firsts = makers.map((maker) => reown(freshGrants(object, maker, catalog, version), maker, owner));
  const [fresh = builtIn] = firsts;
  if (object.owner === null || firsts.every((first) => sameGrants(builtIn, first)))
    return grantSql(object, builtIn, object.grants);
  const kept = (grant: Grant): boolean => grant.grantee === owner;
  const others = firsts.flat().filter((grant) => !kept(grant));
  const grantees = [...new Set(others.map((grant) => grant.grantee))];
  const names = grantees.map((name) => (name === 'PUBLIC' ? 'public' : quoteIdent(name)));
  return [
    ...(names.length === 0 ? [] : [`revoke all on ${grantTarget(object)} from ${names.join(', ')}`]),
    ...grantSql(object, fresh.filter(kept), object.grants),
  ];
}
