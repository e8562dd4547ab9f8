import { type Filter, filtered, isActive } from './filter.js';
import type { Node } from './outline.js';
import type { View } from './view.js';

/** Rows that are open, by id. */
export type Open = ReadonlySet<string>;

/** One row of the list as it is folded now. */
export interface Row {
  readonly node: Node;
  readonly depth: number;
  /** `null` where there is nothing to open. */
  readonly open: boolean | null;
}

/** The schemas are open at first, objects with several steps are not. */
export function firstOpen(view: View): Open {
  return new Set(view.nodes.filter(({ topic }) => topic === 'schema').map(({ id }) => id));
}

export function allOpen(view: View): Open {
  const ids = (node: Node): string[] =>
    node.children.length === 0 ? [] : [node.id, ...node.children.flatMap(ids)];
  return new Set(view.nodes.flatMap(ids));
}

const known = new WeakMap<View, { open: Open; filter: Filter; rows: readonly Row[] }>();

/** The list with these rows open. The last answer is kept: most keys only move in it. */
export function rowsOf(view: View, open: Open, filter: Filter): readonly Row[] {
  const last = known.get(view);
  if (last !== undefined && last.open === open && last.filter === filter) return last.rows;
  const rows: Row[] = [];
  const add = (node: Node, depth: number): void => {
    const isOpen = node.children.length === 0 ? null : open.has(node.id);
    rows.push({ node, depth, open: isOpen });
    if (isOpen) for (const child of node.children) add(child, depth + 1);
  };
  for (const node of filtered(view, filter)) add(node, 0);
  known.set(view, { open, filter, rows });
  return rows;
}

/** How many steps pass the filter, folded or not. */
export function passing(view: View, filter: Filter): number {
  if (!isActive(filter)) return view.plan.steps.length;
  const count = (node: Node): number =>
    node.step !== null ? 1 : node.children.reduce((sum, child) => sum + count(child), 0);
  return filtered(view, filter).reduce((sum, node) => sum + count(node), 0);
}
