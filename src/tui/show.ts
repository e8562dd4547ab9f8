import { createElement } from 'react';
import type { Plan } from '../model/plan.js';
import { PlanScreen } from './plan-screen.js';
import { onScreen, type Screen } from './screen.js';
import type { Asks } from './state.js';
import { type Aids, viewOf } from './view.js';

export interface Shown extends Aids {
  readonly plan: Plan;
  readonly color: boolean;
}

/** Shows the plan until the reader leaves (q, Escape, Ctrl-C). The terminal is as before, also after an error. */
export async function showPlan(shown: Shown, screen: Screen = {}): Promise<void> {
  await show(shown, null, screen);
}

/** Shows the plan and asks; whether the reader agreed to apply it. */
export async function reviewPlan(shown: Shown, asks: 'yes' | 'name', screen: Screen = {}): Promise<boolean> {
  return (await show(shown, asks, screen)) === 'approved';
}

function show({ plan, color, ...aids }: Shown, asks: Asks, screen: Screen): Promise<unknown> {
  return onScreen(createElement(PlanScreen, { view: viewOf(plan, aids), asks, color }), screen);
}
