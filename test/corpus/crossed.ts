import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { CorpusCase, Side } from './corpus.js';

interface State {
  readonly one: CorpusCase;
  readonly side: Side;
  readonly text: string;
  /** What it makes, by name alone. */
  readonly names: ReadonlySet<string>;
}

const MADE =
  /\bcreate\s+(?:or\s+replace\s+)?(?:unlogged\s+|materialized\s+|unique\s+)*(?:table|view|function|type|domain|sequence|procedure|index|trigger|policy)\s+(?:if\s+not\s+exists\s+)?([\w."]+)/gi;

const bare = (name: string): string => (name.split('.').at(-1) ?? name).replaceAll('"', '').toLowerCase();

/**
 * Pairs of states from different cases that name at least one object alike: what the one's author had becomes what the
 * other's wanted. The same seed gives the same pairs.
 */
export function crossed(
  folder: string,
  cases: readonly CorpusCase[],
  count: number,
  seed: number,
): CorpusCase[] {
  const states = cases
    .filter(({ isolated }) => !isolated)
    .flatMap((one) => (['before', 'after'] as const).map((side) => stateOf(folder, one, side)))
    .filter(({ names }) => names.size > 0);
  const byName = new Map<string, State[]>();
  for (const state of states)
    for (const name of state.names) byName.set(name, [...(byName.get(name) ?? []), state]);
  const pick = <T>(list: readonly T[], at: number): T | undefined => list[at % list.length];
  const found = new Map<string, CorpusCase>();
  const numbers = fc.sample(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { seed, numRuns: count * 20 });
  for (const [first, name, second] of numbers) {
    if (found.size >= count) break;
    const a = pick(states, first);
    const called = a === undefined ? undefined : pick([...a.names].sort(), name);
    const b = pick(
      (byName.get(called ?? '') ?? []).filter(({ one }) => one !== a?.one),
      second,
    );
    if (a === undefined || b === undefined || a.text === b.text) continue;
    const id = `crossed/${a.one.id}:${a.side}+${b.one.id}:${b.side}`;
    found.set(id, {
      id,
      kinds: [...new Set([...a.one.kinds, ...b.one.kinds])],
      loadsOn: a.one.loadsOn.filter((major) => b.one.loadsOn.includes(major)),
      isolated: false,
      from: { before: [a.one.id, a.side], after: [b.one.id, b.side] },
    });
  }
  return [...found.values()];
}

function stateOf(folder: string, one: CorpusCase, side: Side): State {
  const text = readFileSync(join(folder, one.id, `${side}.sql`), 'utf8');
  const names = [...text.matchAll(MADE)].map((match) => bare(match[1] ?? ''));
  return { one, side, text, names: new Set(names) };
}
