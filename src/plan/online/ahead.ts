import { differingAttributes } from '../../diff/equal.js';
import { kindOf } from '../../kinds/registry.js';
import type { Catalog, CatalogObject } from '../../model/catalog.js';
import type { Key } from '../../model/id.js';
import { planObject } from '../object.js';
import { type Computed, computePlan, type PlanInput } from '../plan.js';
import type { OnlineStep } from '../result.js';

/** What is committed before the transaction begins, and the plan from there. */
export interface Ahead {
  readonly input: PlanInput;
  readonly whole: Computed;
  readonly steps: readonly OnlineStep[];
}

/** Changes that the transaction could not use if it made them itself: made before it, where `online:` allows them. */
export function planAhead(input: PlanInput, allowed: (entry: string) => boolean): Ahead {
  const whole = computePlan(input);
  const steps = whole.works.flatMap((work, at): OnlineStep[] => {
    const planned = whole.steps[at]?.step;
    const [before, after] = [input.live.objects.get(work.object.key), work.object];
    if (planned === undefined || before === undefined || work.verb !== 'create') return [];
    const kind = kindOf(after.id.kind);
    const changed = new Set(differingAttributes(before, after, Object.keys(kind.attributes)));
    const way = kind.ahead?.({ before, after, changed, follows: false, around: whole.around }) ?? null;
    if (way === null || !allowed(way.entry)) return [];
    const made: CatalogObject = { ...before, attributes: after.attributes };
    return [
      {
        step: {
          id: `before ${after.key}`,
          action: 'alter',
          object: planObject(after.id),
          role: whole.roleOf(before),
          sql: [...way.sql],
          takes: [],
          locks: [],
          rewrite: false,
          destructive: false,
          hazards: [],
          reason: planned.reason,
          segment: 'before',
        },
        touches: [after.key],
        relations: [],
        requires: [],
        long: false,
        undo: null,
        leaves: new Map([[after.key, made]]),
      },
    ];
  });
  if (steps.length === 0) return { input, whole, steps };
  const moved = { ...input, live: withObjects(input.live, steps) };
  const next = computePlan(moved);
  const anew = (key: Key): boolean =>
    next.works.some((work) => work.verb === 'drop' && work.touches.has(key));
  if (steps.some(({ touches }) => touches.some(anew))) return { input, whole, steps: [] };
  return { input: moved, whole: next, steps };
}

function withObjects(live: Catalog, steps: readonly OnlineStep[]): Catalog {
  const objects = new Map(live.objects);
  for (const { leaves } of steps)
    for (const [key, object] of leaves) if (object !== null) objects.set(key, object);
  return { ...live, objects };
}
