import { describe, expect, it } from 'vitest';
import { type Edge, sort } from '../../src/plan/graph.js';

const node = (id: string, rank = 0) => ({ id, rank: [rank], value: id });
const edge = (before: string, after: string, more: Partial<Edge> = {}): Edge => ({
  before,
  after,
  soft: false,
  ...more,
});
const order = (ids: readonly ReturnType<typeof node>[], edges: readonly Edge[]): string[] =>
  sort(ids, edges).map(({ id }) => id);

describe('the order of steps', () => {
  it('goes by rank where no edge says otherwise', () => {
    expect(order([node('b'), node('a'), node('first', -1)], [])).toEqual(['first', 'a', 'b']);
    expect(order([node('a'), node('b')], [edge('b', 'a')])).toEqual(['b', 'a']);
  });

  it('lets no later rank overtake nodes that wait for each other', () => {
    const nodes = [node('table'), node('sequence'), node('last', 9)];
    const circle = [edge('table', 'sequence'), edge('sequence', 'table', { soft: true })];
    expect(order(nodes, circle)).toEqual(['table', 'sequence', 'last']);
  });

  it('cuts all like edges at once, and says so', () => {
    let cuts = 0;
    const like = [1, 2].map(() => edge('b', 'a', { soft: true }));
    const cut = edge('d', 'c', {
      cut: () => {
        cuts++;
        return [];
      },
    });
    const edges = [edge('a', 'b'), ...like, edge('c', 'd'), cut];
    expect(order([node('a'), node('b'), node('c'), node('d')], edges)).toEqual(['a', 'b', 'c', 'd']);
    expect(cuts).toBe(1);
  });

  it('keeps what a cut has to wait for', () => {
    const made = [edge('type', 'b'), edge('c', 'type')];
    const edges = [edge('a', 'b'), edge('b', 'a', { cut: () => made })];
    const nodes = [node('a'), node('b'), node('c', 1), node('type', 2)];
    expect(order(nodes, [...edges, edge('c', 'type')])).toEqual(['a', 'c', 'type', 'b']);
  });

  it('throws at a circle that nothing breaks', () => {
    expect(() => order([node('a'), node('b')], [edge('a', 'b'), edge('b', 'a')])).toThrow(/in a circle: /);
  });
});
