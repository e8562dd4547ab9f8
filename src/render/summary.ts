import { qualified } from '../model/id.js';
import type { Accounted, Action, Hazard, Plan, PlanObject, Step } from '../model/plan.js';
import { ACTIONS, type Count, countKinds, objectLabel } from './label.js';
import { compareKinds } from './order.js';

/** Every lock mode, weakest first (PostgreSQL manual, "Table-Level Locks"). */
const LOCK_MODES = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
];

/** The steps of one action, counted. */
export interface ActionCount {
  readonly action: Action;
  readonly total: number;
  readonly kinds: readonly Count[];
  /** What goes with them; the rarest kinds first. */
  readonly taken: readonly Count[];
}
/** One line of the ledger: how many objects of each kind are declared, kept, … */
export interface LedgerLine {
  readonly what: keyof Accounted;
  readonly kinds: readonly Count[];
}
export interface HazardGroup {
  readonly kind: string;
  readonly hazards: readonly { readonly step: Step; readonly hazard: Hazard }[];
}
/** All steps on one object and on its parts, in the plan's order. */
export interface ObjectGroup {
  readonly name: string;
  readonly steps: readonly NumberedStep[];
}
export interface NumberedStep {
  /** From 1, in the order of execution. */
  readonly number: number;
  readonly step: Step;
}
/** What every renderer shows: the plan's own facts, counted and grouped. */
export interface Summary {
  readonly actions: readonly ActionCount[];
  readonly destructive: readonly Step[];
  /** Each relation once, with the strongest lock it gets; strongest mode first. */
  readonly locks: readonly { readonly mode: string; readonly relations: readonly string[] }[];
  readonly rewrites: readonly Step[];
  /** `null`: the connecting role. */
  readonly roles: readonly { readonly role: string | null; readonly steps: number }[];
  readonly hazards: readonly HazardGroup[];
  readonly ledger: readonly LedgerLine[];
  readonly groups: readonly ObjectGroup[];
}

export function summarize(plan: Plan): Summary {
  return {
    actions: ACTIONS.flatMap((action) => actionCount(plan, action)),
    destructive: plan.steps.filter((step) => step.destructive),
    locks: strongestLocks(plan.steps),
    rewrites: plan.steps.filter((step) => step.rewrite),
    roles: [...tally(plan.steps.map((step) => step.role))].map(([role, steps]) => ({ role, steps })),
    hazards: hazardGroups(plan.steps),
    ledger: ledger(plan),
    groups: objectGroups(plan.steps),
  };
}

function actionCount(plan: Plan, action: Action): ActionCount[] {
  const steps = plan.steps.filter((step) => step.action === action);
  const total = plan.summary[action];
  if (total === 0 && steps.length === 0) return [];
  const taken = countKinds(distinct(steps.flatMap((step) => step.takes)));
  return [
    {
      action,
      total,
      kinds: inOrder(countKinds(distinct(steps.map((step) => step.object)))),
      taken: taken.sort((a, b) => a.count - b.count),
    },
  ];
}

function inOrder(counts: Count[]): Count[] {
  return counts.sort((a, b) => compareKinds(a.kind, b.kind));
}

/** An object that two steps would take goes once. */
function distinct(objects: readonly PlanObject[]): PlanObject[] {
  return [...new Map(objects.map((object) => [objectLabel(object), object])).values()];
}

function tally<T>(values: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** Each relation once, by the name that it has before the plan: what a step renames is locked under both. */
function strongestLocks(steps: readonly Step[]): Summary['locks'] {
  const strongest = new Map<string, string>();
  const before = new Map<string, string>();
  for (const { action, object, locks } of steps) {
    const [lock, ...more] = locks;
    const name = qualified(object.schema, object.name);
    if (action === 'rename' && object.table === undefined && lock !== undefined && more.length === 0)
      before.set(name, before.get(lock.on) ?? lock.on);
  }
  for (const { mode, on: now } of steps.flatMap((step) => step.locks)) {
    const on = before.get(now) ?? now;
    const held = strongest.get(on);
    if (held === undefined || LOCK_MODES.indexOf(mode) > LOCK_MODES.indexOf(held)) strongest.set(on, mode);
  }
  const byMode = new Map<string, string[]>();
  for (const [on, mode] of strongest) {
    const relations = byMode.get(mode);
    if (relations === undefined) byMode.set(mode, [on]);
    else relations.push(on);
  }
  return [...byMode]
    .map(([mode, relations]) => ({ mode, relations }))
    .sort((a, b) => LOCK_MODES.indexOf(b.mode) - LOCK_MODES.indexOf(a.mode));
}

function hazardGroups(steps: readonly Step[]): HazardGroup[] {
  const groups = new Map<string, { step: Step; hazard: Hazard }[]>();
  for (const step of steps) {
    for (const hazard of step.hazards) {
      const group = groups.get(hazard.kind);
      if (group === undefined) groups.set(hazard.kind, [{ step, hazard }]);
      else group.push({ step, hazard });
    }
  }
  return [...groups].map(([kind, hazards]) => ({ kind, hazards }));
}

const LEDGER: readonly (keyof Accounted)[] = [
  'declared',
  'kept',
  'dropped',
  'platform',
  'extension',
  'unlisted',
  'unmanaged',
];

function ledger(plan: Plan): LedgerLine[] {
  return LEDGER.map((what) => ({
    what,
    kinds: inOrder(
      Object.entries(plan.accounted)
        .map(([kind, counts]) => ({ kind, count: counts[what] }))
        .filter(({ count }) => count > 0),
    ),
  }));
}

function objectGroups(steps: readonly Step[]): ObjectGroup[] {
  const groups = new Map<string, NumberedStep[]>();
  steps.forEach((step, index) => {
    const name = groupName(step.object);
    const numbered = { number: index + 1, step };
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [numbered]);
    else group.push(numbered);
  });
  return [...groups].map(([name, numbered]) => ({ name, steps: numbered }));
}

/** Parts stand with their relation; overloads of a routine stand together. */
function groupName(object: PlanObject): string {
  return qualified(object.schema, object.table ?? object.name);
}
