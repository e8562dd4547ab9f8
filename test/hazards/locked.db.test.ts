import { afterEach, describe, expect, it } from 'vitest';
import { lockedFor } from '../../src/plan/locked.js';
import type { Planned } from '../../src/reconcile.js';
import { failure } from '../apply/scenario.js';
import { majors } from '../support/binaries.js';
import { openProject } from './project.js';

const TRIED = majors().filter((major) => major === 15 || major === 18);

/** Milliseconds that the plan is expected to hold its locks. */
const locked = ({ result }: Planned): number =>
  lockedFor(
    result.steps.map(({ step }) => step),
    result.losses,
    result.sizes,
  );

const filled = (name: string, rows: number): string =>
  `create table ${name} (id int, a text); insert into ${name} select i, repeat('x', 900) from generate_series(1, ${rows}) i;`;

describe.each(TRIED)('time under locks on %s', (major) => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  /** What a plan makes of tables that are ten times as large, one and the other. */
  async function both(state: (name: string) => string): Promise<{ small: number; large: number }> {
    const { plan } = await openProject(
      major,
      closing,
      `${filled('small', 2000)} ${filled('"Large"', 20_000)}`,
    );
    const [small, large] = ['small', '"Large"'];
    const kept = (name: string): string => `create table ${name} (id int, a text);`;
    const guard = { destructive: 'allow' };
    return {
      small: locked(await plan(`${state(small)} ${kept(large)}`, { guard })),
      large: locked(await plan(`${state(large)} ${kept(small)}`, { guard })),
    };
  }

  it.each([
    ['a rewrite', (name: string) => `create table ${name} (id bigint, a text);`],
    ['a scan', (name: string) => `create table ${name} (id int, a text, check (id > 0));`],
    ['an index', (name: string) => `create table ${name} (id int, a text); create index on ${name} (id);`],
    ['a backup of a table', () => ''],
    ['a backup of a column', (name: string) => `create table ${name} (id int);`],
  ])('grows with the bytes: %s', async (_, state) => {
    const { small, large } = await both(state);
    expect(small).toBeGreaterThan(5);
    expect(large / small).toBeGreaterThan(8);
    expect(large / small).toBeLessThan(12);
  });

  it('stands against guard.max_locked: refused above, applied below, not counted where online', async () => {
    const { plan, apply } = await openProject(major, closing, filled('t', 20_000));
    const state = 'create table t (id int, a text); create index i on t (id);';
    const expected = locked(await plan(state));
    expect(expected).toBeGreaterThan(200);
    const under = { guard: { max_locked: `${expected - 100}ms` } };
    const refused = await plan(state, under);
    expect(refused.plan.refusals.map(({ code }) => code)).toEqual(['locked_too_long']);
    expect((await plan(state, { ...under, online: true })).plan.refusals).toEqual([]);
    const allowed = await plan(state, { guard: { max_locked: `${expected + 100}ms` } });
    expect(allowed.plan.refusals).toEqual([]);
    expect((await apply(allowed)).steps).toBe(1);
    expect((await failure(apply(refused))).message).toMatch(/changed after the plan was made/);
  });
});
