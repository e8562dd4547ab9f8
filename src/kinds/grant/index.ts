import { defaultGrants, grantText, sortGrants } from '../../catalog/acl.js';
import type { Catalog, CatalogObject, Grant } from '../../model/catalog.js';
import { quoteIdent } from '../../model/id.js';
import { lowerHead } from '../comment/index.js';
import { kindOf } from '../registry.js';
import { grantTarget } from '../target.js';

const role = (name: string): string => (name === 'PUBLIC' ? 'public' : quoteIdent(name));
const column = (object: CatalogObject): string =>
  kindOf(object.id.kind).part ? ` (${quoteIdent(object.id.name)})` : '';

/** Grants by grantee, grantor and option, so that one statement says what belongs together. */
function grouped(grants: readonly Grant[]): Map<string, Grant[]> {
  const groups = new Map<string, Grant[]>();
  for (const grant of sortGrants(grants)) {
    const key = `${grant.grantee}|${grant.grantor}|${grant.grantable}`;
    groups.set(key, [...(groups.get(key) ?? []), grant]);
  }
  return groups;
}

const list = (object: CatalogObject, grants: readonly Grant[]): string =>
  grants.map((grant) => `${grant.privilege.toLowerCase()}${column(object)}`).join(', ');

/**
 * The fewest REVOKEs and GRANTs that turn one set of privileges into another. REVOKE comes first: revoking a table
 * privilege takes the column's along (REVOKE in the manual). A grantor other than the owner acts in its own name.
 */
export function grantSql(object: CatalogObject, before: readonly Grant[], after: readonly Grant[]): string[] {
  const name = lowerHead(grantTarget(object));
  const had = new Set(before.map(grantText));
  const wanted = new Set(after.map(grantText));
  const holds = (grants: readonly Grant[], grant: Grant): boolean =>
    grants.some(
      (g) => g.grantee === grant.grantee && g.privilege === grant.privilege && g.grantor === grant.grantor,
    );
  const gone = before.filter((grant) => !wanted.has(grantText(grant)));
  const fresh = after.filter((grant) => !had.has(grantText(grant)));
  const sql: string[] = [];
  for (const grants of grouped(gone).values()) {
    const [first] = grants;
    if (first === undefined) continue;
    const lost = grants.filter((grant) => !holds(after, grant));
    const option = grants.filter((grant) => grant.grantable && holds(after, grant));
    if (lost.length > 0)
      sql.push(`revoke ${list(object, lost)} on ${name} from ${role(first.grantee)}${by(object, first)}`);
    if (option.length > 0)
      sql.push(
        `revoke grant option for ${list(object, option)} on ${name} from ${role(first.grantee)}${by(object, first)}`,
      );
  }
  for (const grants of grouped(fresh).values()) {
    const [first] = grants;
    if (first === undefined) continue;
    const missing = grants.filter((grant) => grant.grantable || !holds(before, grant));
    if (missing.length === 0) continue;
    sql.push(
      `grant ${list(object, missing)} on ${name} to ${role(first.grantee)}${first.grantable ? ' with grant option' : ''}${by(object, first)}`,
    );
  }
  return sql;
}

/** GRANTED BY only names the current role (manual), so other grantors need a SET ROLE around the statement. */
function by(object: CatalogObject, grant: Grant): string {
  const owner = object.owner;
  return owner === null || grant.grantor === owner ? '' : ` granted by ${role(grant.grantor)}`;
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

/** aclmerge: one entry per grantee, grantor and privilege, with grant option where any has it. */
export function joinGrants(grants: readonly Grant[]): Grant[] {
  const merged = new Map<string, Grant>();
  for (const grant of grants) {
    const key = `${grant.grantee}|${grant.grantor}|${grant.privilege}|${grant.column ?? ''}`;
    const known = merged.get(key);
    merged.set(key, known?.grantable ? known : grant);
  }
  return sortGrants([...merged.values()]);
}
