import type { CatalogObject } from '../../model/catalog.js';
import { compareText, type Key, qualified } from '../../model/id.js';
import type { Hazard, Step } from '../../model/plan.js';
import { planObject } from '../object.js';
import type { Computed, PlanInput } from '../plan.js';
import type { OnlineStep } from '../result.js';
import type { Way } from './ways.js';

/** What follows COMMIT: what is left over goes first, so that its name is free. */
export function onlineSteps(
  ways: readonly Way[],
  whole: Computed,
  next: Computed,
  input: PlanInput,
): OnlineStep[] {
  return ways.flatMap((way) => {
    const said = next.works.some(({ object }) => object.key === way.key);
    const action = said ? 'alter' : (way.step?.step.action ?? 'drop');
    return way.stages.map((_, at) => {
      const hazards = said || at > 0 ? [] : hazardsOf(way);
      return stepOf(way, at, { action, hazards }, whole, input);
    });
  });
}

const SPARED = ['rewrite', 'scan', 'index_build'];

/** What it means for clients; that rows are read under a lock is what it spares them. */
const hazardsOf = ({ step }: Way): Hazard[] =>
  (step?.step.hazards ?? []).filter(({ kind }) => !SPARED.includes(kind));

function stepOf(
  way: Way,
  at: number,
  shown: Pick<Step, 'action' | 'hazards'>,
  whole: Computed,
  input: PlanInput,
): OnlineStep {
  const { stages, step: instead, after, key } = way;
  const object = (after ?? way.meanwhile) as CatalogObject;
  const stage = stages[at];
  if (stage === undefined) throw new Error(`${key} has no online step ${at + 1}`);
  const found = (on: Key): CatalogObject | undefined => input.live.objects.get(on);
  const locks = stage.locks.flatMap(({ on, mode }) => {
    const id = found(on)?.id;
    return id === undefined ? [] : [{ mode, on: qualified(id.schema, id.name) }];
  });
  const last = at === stages.length - 1;
  const step: Step = {
    id: `after ${key}${stages.length > 1 ? ` ${at + 1}` : ''}`,
    ...shown,
    object: planObject(object.id),
    role: instead === null ? whole.roleOf(object) : instead.step.role,
    sql: [...stage.sql],
    takes: [],
    locks: locks.sort((a, b) => compareText(a.on, b.on)),
    rewrite: false,
    destructive: false,
    reason: instead?.step.reason ?? null,
    segment: 'after',
    ...(stage.alone === true ? { alone: true } : {}),
  };
  return {
    step,
    touches: [key],
    relations: stage.locks
      .filter(({ on }) => found(on) !== undefined)
      .map(({ on, mode }) => ({ key: on, mode })),
    requires: at === 0 ? (instead?.requires ?? []) : [],
    assumes: at === 0 ? (instead?.assumes ?? []) : [],
    long: stage.long === true,
    undo: stage.undo ?? null,
    leaves: new Map(last ? endOf(way) : []),
  };
}

function endOf({ key, after, uses, along }: Way): [Key, CatalogObject | null][] {
  return [
    [key, after],
    ...along.map((one): [Key, CatalogObject] => [one.key, one.after]),
    ...uses.map((used): [Key, null] => [used, null]),
  ];
}
