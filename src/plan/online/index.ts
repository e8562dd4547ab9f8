import { createHash } from 'node:crypto';
import { differingAttributes, stable } from '../../diff/equal.js';
import { kindOf } from '../../kinds/registry.js';
import type { Catalog, CatalogObject, Declaration, Json } from '../../model/catalog.js';
import type { Key } from '../../model/id.js';
import { type Computed, computePlan, type PlanInput } from '../plan.js';
import { frozenRefusals, type Guard } from '../refusals.js';
import type { OnlineStep } from '../result.js';
import type { Work } from '../work.js';
import { planAhead } from './ahead.js';
import { onlineSteps } from './steps.js';
import { leftovers, type Way, waysOf } from './ways.js';

/** By entry of `online:`, the bytes of a table from which it is done so. */
export type OnlineLimits = Readonly<Record<string, number>>;

export interface ComputedOnline extends Computed {
  /** What is committed before BEGIN. */
  readonly ahead: readonly OnlineStep[];
  /** The live catalog as those steps leave it. */
  readonly live: Catalog;
  /** What follows COMMIT. */
  readonly online: readonly OnlineStep[];
}

/**
 * The plan whose transaction leaves out what `online:` allows to be done outside of it: the same state, reached over a
 * state in between. That one is planned, applied and proven like any other; the steps from there follow COMMIT, and what
 * the transaction needs to find comes before it.
 * `bytes` gives the size of relations.
 */
export async function planOnline(
  input: PlanInput,
  limits: OnlineLimits,
  bytes: (relations: readonly CatalogObject[]) => Promise<ReadonlyMap<Key, number>>,
): Promise<ComputedOnline> {
  const none = Object.keys(limits).length === 0;
  const { input: from, whole, steps: ahead } = planAhead(input, (entry) => limits[entry] !== undefined);
  const left = leftovers(whole, from);
  const found = none ? [] : [...left, ...waysOf(whole, from)];
  const sizes =
    found.length === 0 ? new Map<Key, number>() : await bytes(found.map(({ relation }) => relation));
  let ways = withoutUsed(found.filter((way) => allowed(way, limits, sizes.get(way.relation.key) ?? 0)));
  // Where nothing may be done online any more, the transaction takes away what was left behind.
  const given =
    none && left.length > 0
      ? { ...from, drop: new Set([...from.drop, ...left.map(({ key }) => key)]) }
      : from;
  for (;;) {
    const desired = inBetween(given.desired, ways, given.live);
    const next = ways.length === 0 && given === from ? whole : computePlan({ ...given, desired });
    const spoilt = refusesMore(whole, next);
    const failing = ways.filter((way) => spoilt || !holds(way, next));
    if (failing.length === 0)
      return {
        ...joined(whole, next, ahead, onlineSteps(ways, whole, next, given), input.guard),
        live: from.live,
      };
    ways = ways.filter((way) => !failing.includes(way));
  }
}

/** An empty table is changed at once; what is left over is cleaned up wherever anything is done online. */
function allowed({ entry }: Way, limits: OnlineLimits, bytes: number): boolean {
  if (entry === null) return true;
  const from = limits[entry];
  return from !== undefined && bytes > 0 && bytes >= from;
}

/** What a way goes on with is no longer left over. */
function withoutUsed(ways: readonly Way[]): Way[] {
  const used = new Set(ways.flatMap(({ uses }) => uses));
  return ways.filter(({ key, after }) => after !== null || !used.has(key));
}

/** State as the transaction shall leave it. */
function inBetween(desired: Catalog, ways: readonly Way[], live: Catalog): Catalog {
  const objects = new Map(desired.objects);
  const put = (key: Key, object: CatalogObject | null): void => {
    const wanted = desired.objects.get(key);
    const said =
      object === null ? null : wanted === undefined ? asItIs(object, desired) : saying(object, wanted);
    if (object === null) objects.delete(key);
    else if (said !== null) objects.set(key, { ...object, declaration: said });
  };
  for (const { key, meanwhile, uses, along } of ways) {
    put(key, meanwhile);
    for (const used of uses) put(used, live.objects.get(used) ?? null);
    for (const one of along) put(one.key, one.meanwhile);
  }
  return { ...desired, objects };
}

/** What state says of an object, and wherein the one in between differs from that. */
function saying(object: CatalogObject, wanted: CatalogObject): Declaration | null {
  const { declaration } = wanted;
  if (declaration === undefined || declaration.attributes === 'all') return declaration ?? null;
  const names = differingAttributes(object, wanted, Object.keys(kindOf(object.id.kind).attributes));
  return { ...declaration, attributes: new Set([...declaration.attributes, ...names]) };
}

/** What state does not name is declared as it is, where its relation is declared. */
function asItIs(object: CatalogObject, desired: Catalog): Declaration | null {
  const at = object.parent === null ? undefined : desired.objects.get(object.parent)?.declaration?.at;
  if (at === undefined) return null;
  const all = {
    text: null,
    attributes: 'all',
    sections: 'all',
    owner: true,
    grants: true,
    comment: true,
  } as const;
  return { at, ...all, renamedFrom: [] };
}

/** Whether something would be in the way that is not where the transaction does it all. */
function refusesMore(whole: Computed, next: Computed): boolean {
  const known = new Set(whole.plan.refusals.map(({ message }) => message));
  return next.plan.refusals.some(({ code, message }) => code.startsWith('dependent') && !known.has(message));
}

/** Whether the transaction leaves it as the way wants it: what is live and stays is not touched, nothing stands on what is put off. */
function holds({ key, relation, meanwhile, stays, uses, along }: Way, next: Computed): boolean {
  const untouched = (one: Key): boolean => !next.works.some((work) => work.touches.has(one));
  if (!uses.every(untouched) || (stays && !untouched(key))) return false;
  if (!along.every((one) => (one.meanwhile === null ? !next.after.has(one.key) : untouched(one.key))))
    return false;
  // Made anew, or somebody else's by the time of COMMIT: what follows would run as the wrong role.
  const moved = ({ verb, touches, object }: Work): boolean =>
    (verb === 'drop' && touches.has(relation.key)) || (verb === 'owner' && object.key === relation.key);
  if (next.works.some(moved)) return false;
  return meanwhile !== null || !next.after.has(key);
}

function joined(
  whole: Computed,
  next: Computed,
  ahead: readonly OnlineStep[],
  online: readonly OnlineStep[],
  guard: Guard,
): Omit<ComputedOnline, 'live'> {
  if (ahead.length === 0 && online.length === 0) return { ...next, ahead, online };
  const outside = [...ahead, ...online];
  const steps = [...ahead.map(({ step }) => step), ...next.plan.steps, ...online.map(({ step }) => step)];
  const summary = { ...next.plan.summary };
  const counted = new Set(next.steps.map(({ step, touches }) => `${step.action} ${touches[0]}`));
  for (const { step, touches } of outside) {
    const mark = `${step.action} ${touches[0]}`;
    if (!counted.has(mark)) summary[step.action]++;
    counted.add(mark);
  }
  const fingerprint = createHash('sha256')
    .update(stable([next.plan.fingerprint, outside.map(({ step }) => step)] as unknown as Json))
    .digest('hex');
  // A transaction that does anything has said so already.
  const frozen = next.steps.length === 0 ? frozenRefusals(guard) : [];
  return {
    ...next,
    define: whole.define,
    relate: whole.relate,
    plan: { ...next.plan, fingerprint, summary, refusals: [...next.plan.refusals, ...frozen], steps },
    ahead,
    online,
  };
}
