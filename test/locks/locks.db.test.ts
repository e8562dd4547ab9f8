import { beforeAll, describe, expect, it } from 'vitest';
import type { Step } from '../../src/model/plan.js';
import { majors } from '../support/binaries.js';
import { ROLES_SQL } from '../support/case-place.js';
import { runOn } from '../support/databases.js';
import { sharedServer } from '../support/shared.js';
import { LOCK_CASES } from './cases.js';
import { measureAll, said, type Tried } from './measure.js';

const TRIED = majors().filter(
  (major) => process.env.RECONCILE_CASES === 'all' || major === 15 || major === 18,
);

/** What plans say of locks and rewrites is what pg_locks and relfilenode say while their steps run. */
describe.each(TRIED)('locks and rewrites on %s', (major) => {
  const cases = LOCK_CASES.filter((one) => (one.since ?? 14) <= major);
  let all = new Map<string, Tried>();
  beforeAll(async () => {
    await runOn((await sharedServer(major)).url(), ROLES_SQL);
    all = await measureAll(major, cases);
  }, 120_000);
  it.each(cases)('$name', ({ name }) => {
    const { steps, measured } = all.get(name) ?? { steps: [], measured: [] };
    expect(steps.length, 'the plan has no step for it').toBeGreaterThan(0);
    expect(steps.map(said), text(steps)).toEqual(measured);
  });
});

const text = (steps: readonly Step[]): string =>
  steps.flatMap(({ id, sql }) => [`-- ${id}`, ...sql]).join('\n');
