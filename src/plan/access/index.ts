import type { AccessChange } from '../../model/plan.js';
import type { Platform } from '../../platforms/index.js';
import type { Context } from '../context.js';
import type { Work } from '../work.js';
import { differences, sidesOf } from './changes.js';
import { addAccessHazards } from './hazards.js';

/** Who can do what before and after, from the two catalogs alone; what opens gets a hazard on its step. */
export function accessChanges(
  context: Context,
  works: readonly Work[],
  { exposed }: Platform,
): readonly AccessChange[] {
  const sides = sidesOf(context);
  const found = differences(context, sides);
  addAccessHazards(found, works, sides.after, exposed);
  return found.map(({ change }) => change);
}
