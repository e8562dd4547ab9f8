import { describe, expect, it } from 'vitest';
import { majors } from '../support/binaries.js';
import type { Run } from '../support/case-run.js';
import { allCases, type Case } from '../support/cases.js';
import { runThereAndBack } from '../support/undo-run.js';

/** Every case folder, applied and rolled back, on one major or the embedded engine in turn; that one takes longest. */
const servers = majors().filter((major) => major === 15 || major === 18);
const engines = [...servers, ...servers, 'embedded' as const];

function runsOf(one: Case, index: number): Run[] {
  const possible = engines.filter((engine) => engine === 'embedded' || engine >= (one.facts.since ?? 14));
  return (one.facts.directions ?? (['forwards', 'backwards'] as const)).flatMap((direction, turn) => {
    const engine = possible[(index + turn) % possible.length];
    return engine === undefined
      ? []
      : [{ format: 'sql', direction, engine, scratch: engine === 'embedded' ? 'embedded' : 'server' }];
  });
}

const cases = allCases().filter((one) => one.formats.includes('sql'));

describe.each(cases.map((one, index) => ({ name: one.name, one, index })))('$name', ({ one, index }) => {
  for (const run of runsOf(one, index)) {
    it(`${run.direction} and back on ${run.engine}`, async () => {
      const red = one.red.some((candidate) => (candidate.direction ?? run.direction) === run.direction);
      const there = runThereAndBack(one, run);
      if (red) await there.catch(() => undefined);
      else expect(await there).not.toBe('');
    }, 240_000);
  }
});
