import type { Catalog } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import { PARKED } from '../plan/park.js';
import type { PlanResult } from '../plan/result.js';
import { goneAddresses, homes } from './explain.js';
import { compareObject, type Mismatch, standsOnRetyped } from './readback.js';
import type { RowDifference } from './snapshot.js';
import { addressText } from './wake.js';

interface Aside {
  readonly why: 'result';
  readonly key: Key;
  readonly mismatches: readonly Mismatch[];
}

/**
 * What no step names, but was read because it is part of what one does or because its rows differ: it is as it was, or
 * as the plan says that it will be (what is handed down, and what comes along). `told`: rows that are judged by themselves.
 */
export async function asideViolations(
  result: PlanResult,
  actual: Catalog,
  differences: readonly RowDifference[],
  told: Iterable<RowDifference>,
): Promise<Aside[]> {
  const others = new Set([...told].flatMap(homes));
  const gone = goneAddresses(differences);
  const violations: Aside[] = [];
  for (const [key, { address, extension }] of result.live.objects) {
    const at = addressText(address);
    if (extension !== null || others.has(at) || !gone.has(at)) continue;
    if (actual.objects.has(key) || result.expected.has(key)) continue;
    const will = result.after.get(key);
    if (will !== undefined)
      violations.push({ why: 'result', key, mismatches: await compareObject(will, undefined, result.same) });
  }
  const parked = parkedNames(result);
  for (const [key, now] of actual.objects) {
    const was = result.live.objects.get(key);
    // An extension's members come and go with it.
    if (now.extension !== null || result.expected.has(key) || others.has(addressText(now.address))) continue;
    if (now.id.schema === PARKED && parked.has(now.id.table ?? now.id.name)) continue;
    if (was !== undefined && (await compareObject(was, now, async () => false)).length === 0) continue;
    const will = result.after.get(key) ?? null;
    const mismatches = await compareObject(will, now, result.same, (one) => standsOnRetyped(one, result));
    if (mismatches.length > 0) violations.push({ why: 'result', key, mismatches });
  }
  return violations;
}

/** What the plan moves away instead of dropping it, as it is called there: tables with all that is theirs. */
const parkedNames = ({ undo }: PlanResult): ReadonlySet<string> =>
  new Set((undo?.parked ?? []).flatMap(({ name, sequences }) => [name, ...sequences.map((one) => one.name)]));
