import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { majors } from './binaries.js';
import { type Run, runCase, stepText } from './case-run.js';
import { allCases, type Case, caseText, type Red } from './cases.js';

/** Half of the case folders, four by turns, so that two workers share them. */
export type Half = 1 | 2;

/**
 * Every case folder, forwards and backwards, compared with a database built from the target. How many runs each makes is
 * what `RECONCILE_CASES` says:
 * - nothing (`npm test`): one run, with direction, major, format and scratch by turns;
 * - `most` (`npm run test:long`): all formats on 17, every fifth case on each of the others, one run at least;
 * - `all`: all formats on every major with both scratches and on the embedded engine.
 */
const LEVEL = process.env.RECONCILE_CASES ?? '';
const UPDATE = process.env.RECONCILE_UPDATE_PLANS === '1';
const cases = allCases();

function runsOf(one: Case, index: number): Run[] {
  const runs: Run[] = [];
  const engines = [...majors().filter((major) => major >= (one.facts.since ?? 14)), 'embedded' as const];
  for (const format of one.formats) {
    for (const direction of one.facts.directions ?? (['forwards', 'backwards'] as const)) {
      for (const engine of engines) {
        const scratches = engine === 'embedded' ? (['embedded'] as const) : (['server', 'embedded'] as const);
        for (const scratch of scratches) runs.push({ format, direction, engine, scratch });
      }
    }
  }
  if (LEVEL === 'all') return runs;
  const most = LEVEL === 'most' ? runs.filter((run) => sampled(run, index)) : [];
  return most.length > 0 ? most : few(runs, index);
}

/** 17: all, .sql through the server's scratch and YAML through the embedded one. Others: every fifth case, in turn. */
function sampled({ format, engine, scratch, direction }: Run, index: number): boolean {
  if ((format === 'sql') !== (scratch === 'server') && engine !== 'embedded') return false;
  if (engine === 17) return true;
  const turn = { 14: 0, 15: 1, 16: 2, 18: 3, embedded: 4 }[engine];
  return index % 5 === turn && (format === 'yaml') === (direction === 'forwards');
}

/** One run, another engine, format, direction and scratch for each case in turn; the slower scratch for every fourth. */
function few(runs: readonly Run[], index: number): Run[] {
  const there = runs.filter(({ scratch }) => (scratch === 'embedded') === (index % 4 === 0));
  const run = there[(index * 7) % there.length] ?? runs[0];
  return run === undefined ? [] : [run];
}

const isRed = (red: Red, run: Run): boolean =>
  (red.format ?? run.format) === run.format &&
  (red.direction ?? run.direction) === run.direction &&
  (red.scratch ?? run.scratch) === run.scratch &&
  (red.on === undefined || red.on.includes(run.engine));

const nameOf = ({ format, direction, engine, scratch }: Run): string =>
  `${direction} in ${format} on ${engine === 'embedded' ? 'the embedded engine' : `${engine}, scratch ${scratch}`}`;

/** Registers the tests of one half of the cases. */
export function caseTests(half: Half): void {
  const chosen = cases
    .map((one, index) => ({ name: one.name, one, index }))
    .filter(({ index }) => (Math.floor(index / 4) % 2) + 1 === half);
  describe.each(chosen)('$name', ({ one, index }) => {
    for (const run of runsOf(one, index)) {
      const red = one.red.find((candidate) => isRed(candidate, run));
      it(`${nameOf(run)}${red === undefined ? '' : ` (red: ${red.reason})`}`, async () => {
        if (red !== undefined) await expect(runCase(one, run)).rejects.toThrow();
        else golden(one, run, stepText(await runCase(one, run)));
      });
    }
  });
}

/** plan.sql is what the plan forwards from .sql says, on every major that the case is for. */
function golden(one: Case, run: Run, text: string): void {
  const wanted = caseText(one, 'plan.sql');
  if (wanted === '' || run.direction === 'backwards' || run.format === 'yaml') return;
  const path = join(one.folder, 'plan.sql');
  if (UPDATE) writeFileSync(path, `${text}\n`);
  expect(`${text}\n`, 'RECONCILE_UPDATE_PLANS=1 writes the plans anew').toBe(readFileSync(path, 'utf8'));
}
