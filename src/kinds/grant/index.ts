import { defaultGrants, joinGrants } from '../../catalog/acl.js';
import type { Catalog, CatalogObject, Grant } from '../../model/catalog.js';
import { quoteIdent } from '../../model/id.js';
import { lowerHead } from '../comment/index.js';
import { kindOf } from '../registry.js';
import { grantTarget } from '../target.js';
import { grantStatements } from './statements.js';

/** Whether its privileges are given on its relation, each with its name (a column). */
export function grantedOnRelation(object: CatalogObject): boolean {
  const { part, privileges } = kindOf(object.id.kind);
  return part && privileges !== null && privileges.on === undefined;
}

const column = (object: CatalogObject): string =>
  grantedOnRelation(object) ? ` (${quoteIdent(object.id.name)})` : '';

/**
 * The fewest statements that turn one set of an object's privileges into another. `as` is the role in force (`null`:
 * who connects): GRANTED BY only names the current role (manual), so other grantors need a SET ROLE around theirs.
 * `owner`: who gives a column's, its relation's owner.
 */
export function grantSql(
  object: CatalogObject,
  before: readonly Grant[],
  after: readonly Grant[],
  as: string | null = null,
  owner: string | null = object.owner,
): string[] {
  const on = {
    name: lowerHead(grantTarget(object)),
    column: column(object),
    by: ({ grantor }: Grant) => (owner === null || grantor === owner ? null : grantor),
  };
  return grantStatements(on, before, after).flatMap(({ sql, by }) =>
    by === null || by === as
      ? [sql]
      : [`set local role ${quoteIdent(by)}`, sql, `set local role ${as === null ? 'none' : quoteIdent(as)}`],
  );
}

/** What an object that `creator` makes carries from the first: built-in defaults and default privileges. */
export function freshGrants(
  object: CatalogObject,
  creator: string,
  catalog: Catalog,
  version: number,
): readonly Grant[] {
  const kind = kindOf(object.id.kind);
  if (kind.privileges === null) return [];
  const { letter, defaults } = kind.privileges;
  const rows = catalog.defaultPrivileges.filter((row) => row.role === creator && row.objectType === defaults);
  const whole = rows.find((row) => row.schema === null);
  const inSchema = rows
    .filter((row) => row.schema !== null && row.schema === object.id.schema)
    .flatMap((row) => row.grants);
  const base = whole?.grants ?? defaultGrants(letter, creator, version);
  return joinGrants([...base, ...inSchema]);
}
