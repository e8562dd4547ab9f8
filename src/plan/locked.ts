import type { Hazard, Refusal, Step } from '../model/plan.js';
import type { Loss, Sizes } from './result.js';

/** Bytes that a usual server gets through in a second, for estimates: cautious, of one process on network storage. */
const PACE: Readonly<Record<string, number>> = {
  rewrite: 50e6,
  scan: 200e6,
  index_build: 40e6,
  backup: 50e6,
};

export interface SizeGuard {
  /** By kind of hazard: the bytes from which it is forbidden; 0 for always. */
  readonly hazards: Readonly<Record<string, number>>;
  /** Milliseconds; `null` for no limit. */
  readonly maxLocked: number | null;
}

/** The largest relation that a step locks. */
function bytesBehind(step: Step, sizes: Sizes): number {
  return Math.max(0, ...step.locks.map(({ on }) => sizes.get(on)?.bytes ?? 0));
}

/** How long locks will be held, in milliseconds, from the bytes to rewrite, read, index and back up. An estimate. */
export function lockedFor(steps: readonly Step[], losses: readonly Loss[], sizes: Sizes): number {
  let seconds = 0;
  for (const step of steps) {
    const kinds = new Set(step.hazards.map(({ kind }) => kind));
    for (const kind of kinds) seconds += kind in PACE ? bytesBehind(step, sizes) / (PACE[kind] ?? 1) : 0;
  }
  const saved = new Set(losses.map(({ relation }) => relation.key.slice(relation.key.indexOf(' ') + 1)));
  for (const name of saved) seconds += (sizes.get(name)?.bytes ?? 0) / (PACE.backup ?? 1);
  return Math.round(seconds * 1000);
}

/** What `guard.hazards` and `guard.max_locked` forbid. */
export function sizeRefusals(
  steps: readonly Step[],
  losses: readonly Loss[],
  sizes: Sizes,
  guard: SizeGuard,
): Refusal[] {
  const refusals: Refusal[] = [];
  for (const step of steps) {
    const limited = step.hazards.filter(({ kind }) => guard.hazards[kind] !== undefined);
    for (const hazard of limited) {
      const limit = guard.hazards[hazard.kind] ?? 0;
      const bytes = bytesBehind(step, sizes);
      if (limit === 0 || bytes >= limit) refusals.push(refusalOf(step, hazard, limit));
    }
  }
  const locked = lockedFor(steps, losses, sizes);
  if (guard.maxLocked !== null && locked > guard.maxLocked)
    refusals.push({
      code: 'locked_too_long',
      message: `locks would be held longer than guard.max_locked allows (${guard.maxLocked / 1000} s)`,
      hint: 'take what rewrites, reads or saves large tables out of the plan, or raise guard.max_locked',
    });
  return refusals;
}

function refusalOf(step: Step, { kind, message }: Hazard, limit: number): Refusal {
  const size = limit === 0 ? 'forbid' : `forbidden from ${limit / 1e6} MB on`;
  return {
    code: 'hazard_forbidden',
    message: `${step.id}: ${message} (guard.hazards.${kind}: ${size})`,
    object: step.object,
    hint: `take it out of the plan, or raise guard.hazards.${kind}`,
  };
}
