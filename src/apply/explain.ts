import type { RowDifference, SnapshotRow } from './snapshot.js';
import { causesOf, followsOthers, type Wake } from './wake.js';

/** The addresses that may answer for a row: the object it is part of, and itself. */
export function homes({ before, after }: RowDifference): string[] {
  const rows = [before, after].filter((row): row is SnapshotRow => row !== null);
  return [...new Set(rows.flatMap((row) => [row.home, ownAddress(row)]))];
}

/** A column of a view is part of the view, and an object as soon as it has a privilege, a default or a comment. */
const ownAddress = (row: SnapshotRow): string =>
  row.catalog === 'pg_attribute' ? `pg_class:${row.key.replace('.', ':')}` : `${row.catalog}:${row.key}:0`;

/** The touched addresses that are not there any more. A column leaves its row behind, so any change of it counts. */
export function goneAddresses(differences: readonly RowDifference[]): ReadonlySet<string> {
  const gone = new Set<string>();
  for (const { before, after } of differences) {
    if (before === null) continue;
    if (after === null) gone.add(ownAddress(before));
    else if (before.catalog === 'pg_attribute') gone.add(before.home);
  }
  return gone;
}

/** Whether a removed row had to go with one of `roots`, by what DROP takes along without a CASCADE. */
export function goesWith(
  difference: RowDifference,
  removed: Wake['removed'],
  roots: (address: string) => boolean,
): boolean {
  if (difference.after !== null) return false;
  const relation = `pg_class:${difference.before?.relation ?? 0}:0`;
  return [...homes(difference), relation].some((home) => [...(removed.get(home) ?? [])].some(roots));
}

/** Rows that neither a step names nor the declared wake of the steps accounts for. */
export function unexplainedRows(
  differences: readonly RowDifference[],
  touched: ReadonlySet<string>,
  wakes: readonly Wake[],
): RowDifference[] {
  const gone = goneAddresses(differences);
  const byAddress = (row: RowDifference): boolean =>
    homes(row).some((home) => touched.has(home) || wakes.some((wake) => wake.parts.has(home))) ||
    wakes.some((wake) => wake.relations.has((row.after ?? row.before)?.relation ?? -1)) ||
    wakes.some((wake) => goesWith(row, wake.removed, (root) => gone.has(root)));
  const made = new Set(
    differences.flatMap(({ before, after }) =>
      before === null && after !== null ? [ownAddress(after)] : [],
    ),
  );
  const explained = differences.filter((row) => byAddress(row) || isMakersMembership(row, made));
  const causes = new Set(
    explained.flatMap(({ before, after }) => [before, after].flatMap((row) => (row ? causesOf(row) : []))),
  );
  const relations = new Set([...touched].flatMap(wholeRelation));
  const accounted = new Set(explained);
  return differences.filter((row) => !accounted.has(row) && !followsOthers(row, relations, causes));
}

/** The first superuser (BOOTSTRAP_SUPERUSERID in pg_authid.dat). */
const FIRST = '10';

/** From 16 on who makes a role, and is no superuser, becomes its member by the first superuser's grant (manual, CREATE ROLE). */
function isMakersMembership({ before, after }: RowDifference, made: ReadonlySet<string>): boolean {
  if (before !== null || after?.catalog !== 'pg_auth_members') return false;
  const [role, , grantor] = after.key.split('.');
  return grantor === FIRST && made.has(`pg_authid:${role}:0`);
}

function wholeRelation(address: string): number[] {
  const [catalog, oid, sub] = address.split(':');
  return catalog === 'pg_class' && sub === '0' ? [Number(oid)] : [];
}
