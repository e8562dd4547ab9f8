import type { Plan, Step } from '../model/plan.js';
import type { ReviewAids } from '../plan/result.js';
import { type NumberedStep, type Summary, summarize } from '../render/summary.js';
import type { Line } from './lines.js';
import { type Node, outline } from './outline.js';

/** What the plan itself does not hold. Default: neither differences nor sizes are shown. */
export type Aids = Partial<Pick<ReviewAids, 'define' | 'sizes'>>;

/** A plan to look at, with what was made of it before: a key press costs nothing that was already known. */
export interface View {
  readonly plan: Plan;
  readonly aids: Aids;
  readonly summary: Summary;
  /** Every row there is, folded or not. */
  readonly nodes: readonly Node[];
  /** What stands beside a row, once it has been looked at. */
  readonly details: WeakMap<Node, readonly Line[]>;
  /** What a filter looks for its text in, once one was typed; in lower case. */
  readonly words: WeakMap<Step, string>;
}

export function viewOf(plan: Plan, aids: Aids = {}): View {
  const summary = summarize(plan);
  return {
    plan,
    aids,
    summary,
    nodes: outline(plan, summary),
    details: new WeakMap(),
    words: new WeakMap(),
  };
}

/** The steps of a row and of all below it. */
export function stepsOf(node: Node): NumberedStep[] {
  if (node.step !== null) return [node.step];
  return node.children.flatMap(stepsOf);
}
