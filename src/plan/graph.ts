import { compareText } from '../model/id.js';

/** One thing to do, with what must come before it. */
export interface Node<T> {
  readonly id: string;
  /** Position among nodes that nothing else orders; compared part by part. */
  readonly rank: readonly (number | string)[];
  readonly value: T;
}

export interface Edge {
  readonly before: string;
  readonly after: string;
  /** A soft edge is only a wish: it goes first when a cycle has to be broken. */
  readonly soft: boolean;
  /** How to break the cycle through this edge: called when the edge is cut. What it does may have to wait for others. */
  readonly cut?: () => readonly Edge[];
  /** Cut only where no other edge of the cycle can be. */
  readonly awkward?: boolean;
}

/** Adds an edge where both ends are there and are not one. */
export type AddEdge = (before: string | undefined, after: string | undefined, more?: Partial<Edge>) => void;

function compareRank(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const [x, y] = [a[at] ?? 0, b[at] ?? 0];
    const order = typeof x === 'number' && typeof y === 'number' ? x - y : compareText(String(x), String(y));
    if (order !== 0) return order;
  }
  return 0;
}

/**
 * One deterministic topological order. A cycle is broken at a soft edge, else at an edge that says how;
 * a cycle of neither is a bug in reconcile and throws with its members.
 */
export function sort<T>(nodes: readonly Node<T>[], edges: readonly Edge[]): Node<T>[] {
  const sorted = [...nodes].sort((a, b) => compareRank(a.rank, b.rank) || compareText(a.id, b.id));
  const place = new Map(sorted.map((node, index) => [node.id, index]));
  const links = linked(sorted, withoutCycles(sorted, edges));
  const ready = new Heap();
  for (const node of sorted) if (links.incoming.get(node.id)?.size === 0) ready.push(place.get(node.id) ?? 0);
  const result: Node<T>[] = [];
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    const node = sorted[next];
    if (node === undefined) continue;
    result.push(node);
    for (const id of freedBy(node.id, links)) ready.push(place.get(id) ?? 0);
  }
  if (result.length !== nodes.length) throw new Error('not everything that is to be done has been ordered');
  return result;
}

interface Links {
  readonly incoming: ReadonlyMap<string, Set<Edge>>;
  readonly outgoing: ReadonlyMap<string, Set<Edge>>;
}

function linked(nodes: readonly Node<unknown>[], edges: readonly Edge[]): Links {
  const incoming = new Map<string, Set<Edge>>(nodes.map((node) => [node.id, new Set()]));
  const outgoing = new Map<string, Set<Edge>>(nodes.map((node) => [node.id, new Set()]));
  const seen = new Set<string>();
  for (const edge of edges) {
    const mark = `${edge.before}\n${edge.after}\n${edge.soft || edge.cut !== undefined}`;
    if (edge.before === edge.after || !incoming.has(edge.before) || !incoming.has(edge.after)) continue;
    if (edge.cut === undefined && seen.has(mark)) continue;
    seen.add(mark);
    incoming.get(edge.after)?.add(edge);
    outgoing.get(edge.before)?.add(edge);
  }
  return { incoming, outgoing };
}

/** Takes a node's outgoing edges away; returns the ids that wait for nothing then. */
function freedBy(id: string, { incoming, outgoing }: Links): string[] {
  return [...(outgoing.get(id) ?? [])].flatMap((edge) => {
    const waiting = incoming.get(edge.after);
    waiting?.delete(edge);
    return waiting?.size === 0 ? [edge.after] : [];
  });
}

/** All edges but those at which cycles are broken: before anything is ordered, so that no rank waits for a cycle. */
function withoutCycles(sorted: readonly Node<unknown>[], edges: readonly Edge[]): Edge[] {
  const links = linked(sorted, edges);
  const kept = new Set([...links.outgoing.values()].flatMap((edges) => [...edges]));
  const done = new Set<string>();
  const free = sorted.flatMap(({ id }) => (links.incoming.get(id)?.size === 0 ? [id] : []));
  while (done.size < sorted.length) {
    const id = free.pop();
    if (id !== undefined) {
      done.add(id);
      free.push(...freedBy(id, links));
      continue;
    }
    const { victim, more } = breakCycle(sorted, links, done);
    kept.delete(victim);
    for (const edge of more) {
      if (edge.before === edge.after || !links.incoming.has(edge.before)) continue;
      kept.add(edge);
      if (done.has(edge.before)) continue;
      links.incoming.get(edge.after)?.add(edge);
      links.outgoing.get(edge.before)?.add(edge);
    }
    if (links.incoming.get(victim.after)?.size === 0) free.push(victim.after);
  }
  return [...kept];
}

/** Cuts one edge on a cycle; returns it, and what the cut itself has to wait for. */
function breakCycle(
  sorted: readonly Node<unknown>[],
  { incoming, outgoing }: Links,
  done: ReadonlySet<string>,
): { victim: Edge; more: readonly Edge[] } {
  const cycle = findCycle(sorted, incoming, done);
  const easy = cycle.filter((edge) => edge.awkward !== true);
  const cuttable = (edge: Edge): boolean => edge.cut !== undefined;
  const wish = (edge: Edge): boolean => edge.soft;
  const victim = easy.find(wish) ?? easy.find(cuttable) ?? cycle.find(cuttable) ?? cycle.find(wish);
  if (victim === undefined) {
    throw new Error(`these depend on each other in a circle: ${cycle.map((edge) => edge.after).join(' → ')}`);
  }
  const more = victim.cut?.() ?? [];
  incoming.get(victim.after)?.delete(victim);
  outgoing.get(victim.before)?.delete(victim);
  return { victim, more };
}

/** Walks backwards from the first stuck node until a node comes up twice. */
function findCycle(
  sorted: readonly Node<unknown>[],
  incoming: Links['incoming'],
  done: ReadonlySet<string>,
): Edge[] {
  const start = sorted.find((node) => !done.has(node.id));
  const path: Edge[] = [];
  const visited = new Map<string, number>();
  let at = start?.id ?? '';
  while (!visited.has(at)) {
    visited.set(at, path.length);
    const edges = [...(incoming.get(at) ?? [])];
    const edge = edges.find((candidate) => !candidate.soft && candidate.cut === undefined) ?? edges[0];
    if (edge === undefined) throw new Error('a node that waits for nothing was not taken');
    path.push(edge);
    at = edge.before;
  }
  return path.slice(visited.get(at));
}

/** A binary heap of numbers, smallest first. */
class Heap {
  private readonly items: number[] = [];

  push(value: number): void {
    let at = this.items.push(value) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((this.items[parent] ?? 0) <= value) break;
      this.items[at] = this.items[parent] ?? 0;
      at = parent;
    }
    this.items[at] = value;
  }

  pop(): number | undefined {
    const [first] = this.items;
    const last = this.items.pop();
    if (first === undefined || last === undefined || this.items.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.items.length) break;
      if ((this.items[child + 1] ?? Infinity) < (this.items[child] ?? 0)) child++;
      if ((this.items[child] ?? 0) >= last) break;
      this.items[at] = this.items[child] ?? 0;
      at = child;
    }
    this.items[at] = last;
    return first;
  }
}
