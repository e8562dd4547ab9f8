import type { Action, Step } from '../model/plan.js';
import { ACTIONS, stepTitle } from '../render/label.js';
import type { Node } from './outline.js';
import type { View } from './view.js';

/** What a step must have to be shown. */
export interface Filter {
  /** Anywhere in its title, SQL, role and hazards, whatever the case; empty: anything. */
  readonly text: string;
  readonly action: Action | null;
  /** Only what destroys, rewrites or has hazards. */
  readonly hazards: boolean;
}

export const NO_FILTER: Filter = { text: '', action: null, hazards: false };

export function isActive({ text, action, hazards }: Filter): boolean {
  return text !== '' || action !== null || hazards;
}

/** The action after this one, of those that the plan has; all of them after the last. */
export function nextAction(view: View, action: Action | null): Action | null {
  const there = ACTIONS.filter((one) => view.plan.steps.some((step) => step.action === one));
  return action === null ? (there[0] ?? null) : (there[there.indexOf(action) + 1] ?? null);
}

const known = new WeakMap<View, { readonly filter: Filter; readonly nodes: readonly Node[] }>();

/** The rows that pass, with those that they are folded into. Rows that are about no step always pass. */
export function filtered(view: View, filter: Filter): readonly Node[] {
  if (!isActive(filter)) return view.nodes;
  const last = known.get(view);
  if (last?.filter === filter) return last.nodes;
  const text = filter.text.toLowerCase();
  const passes = (node: Node): Node[] => {
    const step = node.step?.step ?? node.about?.step;
    if (step !== undefined) return matches(view, step, { ...filter, text }) ? [node] : [];
    if (node.children.length === 0) return [node];
    const children = node.children.flatMap(passes);
    return children.length === 0 ? [] : [{ ...node, children }];
  };
  const nodes = view.nodes.flatMap(passes);
  known.set(view, { filter, nodes });
  return nodes;
}

function matches(view: View, step: Step, { text, action, hazards }: Filter): boolean {
  if (action !== null && step.action !== action) return false;
  if (hazards && !step.destructive && !step.rewrite && step.hazards.length === 0) return false;
  return text === '' || wordsOf(view, step).includes(text);
}

function wordsOf(view: View, step: Step): string {
  const known = view.words.get(step);
  if (known !== undefined) return known;
  const hazards = step.hazards.flatMap(({ kind, message }) => [kind, message]);
  const words = [stepTitle(step), step.role ?? '', ...hazards, ...step.sql].join('\n').toLowerCase();
  view.words.set(step, words);
  return words;
}
