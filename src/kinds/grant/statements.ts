import { grantText, sortGrants } from '../../catalog/acl.js';
import type { Grant } from '../../model/catalog.js';
import { quoteIdent } from '../../model/id.js';

/** What privileges are given on, as GRANT writes it. */
export interface GrantedOn {
  /** `table public.t`, `tables`. */
  readonly name: string;
  /** ` (column)` behind each privilege, or nothing. */
  readonly column: string;
  /** The role other than the object's owner that gave a privilege and has to take it back itself; else `null`. */
  by(grant: Grant): string | null;
}

/** A statement, whose privileges it speaks of, and who has to run it where that is not the object's owner. */
export interface GrantStatement {
  readonly sql: string;
  readonly grantee: string;
  readonly by: string | null;
}

const role = (name: string): string => (name === 'PUBLIC' ? 'public' : quoteIdent(name));

/** Grants by grantee, grantor and option, so that one statement says what belongs together. */
function grouped(grants: readonly Grant[]): Map<string, Grant[]> {
  const groups = new Map<string, Grant[]>();
  for (const grant of sortGrants(grants)) {
    const key = `${grant.grantee}|${grant.grantor}|${grant.grantable}`;
    groups.set(key, [...(groups.get(key) ?? []), grant]);
  }
  return groups;
}

/**
 * The fewest REVOKEs and GRANTs that turn one set of privileges into another. REVOKE comes first: revoking a table
 * privilege takes the column's along (REVOKE in the manual). A grantor other than the owner acts in its own name.
 */
export function grantStatements(
  { name, column, by }: GrantedOn,
  before: readonly Grant[],
  after: readonly Grant[],
): GrantStatement[] {
  const list = (grants: readonly Grant[]): string =>
    grants.map((grant) => `${grant.privilege.toLowerCase()}${column}`).join(', ');
  const had = new Set(before.map(grantText));
  const wanted = new Set(after.map(grantText));
  const holds = (grants: readonly Grant[], grant: Grant): boolean =>
    grants.some(
      (g) => g.grantee === grant.grantee && g.privilege === grant.privilege && g.grantor === grant.grantor,
    );
  const gone = before.filter((grant) => !wanted.has(grantText(grant)));
  const fresh = after.filter((grant) => !had.has(grantText(grant)));
  const revokes: GrantStatement[] = [];
  for (const grants of grouped(gone).values()) {
    const [first] = grants;
    if (first === undefined) continue;
    const lost = grants.filter((grant) => !holds(after, grant));
    const option = grants.filter((grant) => grant.grantable && holds(after, grant));
    const from = `on ${name} from ${role(first.grantee)}`;
    const who = { grantee: first.grantee, by: by(first) };
    if (lost.length > 0) revokes.push({ sql: `revoke ${list(lost)} ${from}`, ...who });
    if (option.length > 0) revokes.push({ sql: `revoke grant option for ${list(option)} ${from}`, ...who });
  }
  const given: GrantStatement[] = [];
  for (const grants of grouped(fresh).values()) {
    const [first] = grants;
    if (first === undefined) continue;
    const missing = grants.filter((grant) => grant.grantable || !holds(before, grant));
    if (missing.length === 0) continue;
    const option = first.grantable ? ' with grant option' : '';
    given.push({
      sql: `grant ${list(missing)} on ${name} to ${role(first.grantee)}${option}`,
      grantee: first.grantee,
      by: by(first),
    });
  }
  // What others passed on stands on what the owner gave them: it goes first, and comes last.
  const others = (list: readonly GrantStatement[]) => list.filter((one) => one.by !== null);
  const owners = (list: readonly GrantStatement[]) => list.filter((one) => one.by === null);
  return [
    ...passedOn(others(revokes)).reverse(),
    ...owners(revokes),
    ...owners(given),
    ...passedOn(others(given)),
  ];
}

/** Whoever passes on what it got from another comes behind that one. */
function passedOn(statements: readonly GrantStatement[]): GrantStatement[] {
  const left = [...statements];
  const done: GrantStatement[] = [];
  while (left.length > 0) {
    const free = left.findIndex(({ by }) => !left.some(({ grantee }) => grantee === by));
    done.push(...left.splice(Math.max(free, 0), 1));
  }
  return done;
}
