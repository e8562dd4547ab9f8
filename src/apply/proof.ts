import { readCatalog } from '../catalog/index.js';
import type { Session } from '../database/session.js';
import type { Address, Catalog, CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import type { PlanResult } from '../plan/result.js';
import { asideViolations } from './aside.js';
import { foreignRows } from './attribution.js';
import { goesWith, homes, unexplainedRows } from './explain.js';
import { compareObject, type Mismatch, standsOnRetyped } from './readback.js';
import { compareSnapshots, type RowDifference, type Snapshot, takeSnapshot } from './snapshot.js';
import { addressText, oidOfHome, readWake, type Wake } from './wake.js';

/** Why the transaction may not be committed. */
export type Violation =
  /** A step's result is not what was planned. */
  | { readonly why: 'result'; readonly key: Key; readonly mismatches: readonly Mismatch[] }
  /** This transaction changed what no step names and nothing declared brings along. */
  | { readonly why: 'unplanned'; readonly row: RowDifference }
  /** Another transaction committed a change to what a step touches. */
  | { readonly why: 'foreign'; readonly row: RowDifference }
  /** Rows that initdb made went missing from a system catalog. */
  | { readonly why: 'builtin'; readonly catalog: string };

export interface Proof {
  readonly violations: readonly Violation[];
  /** Other transactions' committed changes to objects that no step touches. */
  readonly foreign: readonly RowDifference[];
  readonly after: Snapshot;
}

/** What has to be known before the steps run: the addresses they touch, and the wake of changing them. */
export interface Expectation {
  readonly before: Snapshot;
  readonly keys: ReadonlySet<Key>;
  readonly touched: ReadonlySet<string>;
  readonly wake: Wake;
  /** What stands on touched objects or is part of them without being touched: PostgreSQL may build it anew. */
  readonly neighbours: Wake;
}

export async function expectation(
  session: Session,
  result: PlanResult,
  before: Snapshot,
): Promise<Expectation> {
  const keys = touchedKeys(result);
  const addresses = addressesOf(result.live, keys);
  return {
    before,
    keys,
    touched: new Set(addresses.map(addressText)),
    wake: await readWake(session, addresses),
    neighbours: await readWake(session, addressesOf(result.live, neighboursOf(result.live, keys))),
  };
}

/** Everything whose definition the plan may change. */
export function touchedKeys(result: PlanResult): ReadonlySet<Key> {
  return new Set([...result.steps.flatMap((step) => step.touches), ...result.expected.keys()]);
}

function neighboursOf(live: Catalog, keys: ReadonlySet<Key>): ReadonlySet<Key> {
  const stands = ({ dependsOn }: CatalogObject): boolean => dependsOn.some(({ on }) => keys.has(on));
  const wholes = new Set(keys);
  // A typed table's columns follow its type.
  for (const [key, object] of live.objects)
    if (keys.has(key) || stands(object)) wholes.add(object.parent ?? key);
  return new Set(
    [...live.objects].flatMap(([key, object]) =>
      !keys.has(key) && (stands(object) || wholes.has(object.parent ?? '')) ? [key] : [],
    ),
  );
}

function addressesOf(catalog: Catalog, keys: Iterable<Key>): Address[] {
  return [...keys].flatMap((key) => catalog.objects.get(key)?.address ?? []);
}

/**
 * Whether the database is now *before + plan + declared wake*. Reads the catalog again inside the transaction:
 * what steps name is compared with its desired value, every other row with what it was.
 */
export async function prove(session: Session, result: PlanResult, expected: Expectation): Promise<Proof> {
  const after = await takeSnapshot(session, expected.before.nextXid);
  const differences = compareSnapshots(expected.before, after);
  const actual = await readTouched(session, result, expected.keys, differences);
  const now = addressesOf(actual, expected.keys);
  const touched = new Set([...expected.touched, ...now.map(addressText)]);
  // A partition's foreign key that stays when it is detached gets triggers of its own.
  const wake = await readWake(session, [...now, ...constraintsOf(expected.wake)]);
  const stray = unexplainedRows(differences, touched, [expected.wake, wake]);
  const rest = await withoutRebuilt(session, result, expected, actual, stray);
  const foreign = await foreignRows(session, expected.before, after, differences);
  const unexplained = new Set(rest);
  const overlapping = differences.filter(
    (row) => foreign.has(row) && !unexplained.has(row) && homes(row).some((home) => touched.has(home)),
  );
  return {
    violations: [
      ...(await resultViolations(result, actual)),
      ...(await asideViolations(result, actual, differences, [...foreign, ...rest])),
      ...overlapping.map((row) => ({ why: 'foreign' as const, row })),
      ...rest.filter((row) => !foreign.has(row)).map((row) => ({ why: 'unplanned' as const, row })),
      ...vanishedBuiltins(expected.before, after, differences).map((catalog) => ({
        why: 'builtin' as const,
        catalog,
      })),
    ],
    foreign: rest.filter((row) => foreign.has(row)),
    after,
  };
}

function constraintsOf({ parts }: Wake): Address[] {
  return [...parts].flatMap((part) => {
    const [catalog = '', oid] = part.split(':');
    return catalog === 'pg_constraint' ? [{ catalog, oid: Number(oid), sub: 0 }] : [];
  });
}

/** Reads back every object that a step touches or whose rows differ. */
async function readTouched(
  session: Session,
  result: PlanResult,
  keys: ReadonlySet<Key>,
  differences: readonly RowDifference[],
): Promise<Catalog> {
  const oids = new Set(addressesOf(result.live, keys).map((address) => address.oid));
  for (const { before, after } of differences) {
    for (const row of [before, after]) {
      if (row === null) continue;
      oids.add(oidOfHome(row));
      if (row.relation !== 0) oids.add(row.relation);
      if (/^\d+$/.test(row.key)) oids.add(Number(row.key));
    }
  }
  return readCatalog(session, { oids: [...oids], inTransaction: true });
}

async function resultViolations(result: PlanResult, actual: Catalog): Promise<Violation[]> {
  const violations: Violation[] = [];
  for (const [key, expected] of result.expected) {
    const now = actual.objects.get(key);
    const mismatches = await compareObject(expected, now, result.same, (one) => standsOnRetyped(one, result));
    if (mismatches.length > 0) violations.push({ why: 'result', key, mismatches });
  }
  return violations;
}

/**
 * ALTER TYPE and the like build indexes, constraints and statistics anew: other OIDs, the same definition, in which casts
 * may be spelled otherwise. Those are in the wake; a relation of its own never is: whoever made it anew has lost its rows.
 */
async function withoutRebuilt(
  session: Session,
  result: PlanResult,
  expected: Expectation,
  actual: Catalog,
  stray: readonly RowDifference[],
): Promise<RowDifference[]> {
  if (stray.length === 0) return [];
  const moved = (one: CatalogObject): boolean => standsOnRetyped(one, result);
  const old = new Set<string>();
  const fresh: Address[] = [];
  for (const [key, now] of actual.objects) {
    const was = result.live.objects.get(key);
    if (was === undefined || was.address.oid === now.address.oid || expected.keys.has(key)) continue;
    if (was.address.catalog === 'pg_class' && was.parent === null) continue;
    const is = async (one: CatalogObject): Promise<boolean> =>
      (await compareObject(one, now, async () => false, moved)).length === 0;
    // Without a step of its own it may have become its table's, or be handed down from now on.
    if (!(await is(was)) && !(await is(result.after.get(key) ?? was))) continue;
    old.add(addressText(was.address));
    fresh.push(now.address);
  }
  const { parts } = await readWake(session, fresh);
  return stray.filter(
    (row) =>
      !homes(row).some((home) => parts.has(home)) &&
      !goesWith(row, expected.neighbours.removed, (root) => old.has(root)),
  );
}

/** Catalogs that lost rows which initdb made: nothing says which, so nothing excuses it. */
function vanishedBuiltins(
  before: Snapshot,
  after: Snapshot,
  differences: readonly RowDifference[],
): string[] {
  const listed = new Set(
    differences.flatMap((row) =>
      row.after !== null && oidOfHome(row.after) < 16384 ? [row.after.catalog] : [],
    ),
  );
  return [...after.builtin].flatMap(([catalog, hash]) =>
    before.builtin.get(catalog) === hash || listed.has(catalog) ? [] : [catalog],
  );
}
