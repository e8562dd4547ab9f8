import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { majors } from '../support/binaries.js';
import { sharedServer } from '../support/shared.js';
import { failureText, judge, prepare } from './judge.js';
import { pairs } from './slot.js';

/** A few pairs of every run; `npm run soak` goes on from there. */
const SEEDS = [4, 5, 6];
const SIZE = 10;

describe.each(majors().filter((major) => major === 15 || major === 18))('on %i', (major) => {
  it.each(SEEDS)('goes there and back between the states of seed %i', { timeout: 180_000 }, async (seed) => {
    const server = await sharedServer(major);
    const dir = mkdtempSync(join(tmpdir(), 'generator-'));
    try {
      await prepare(server);
      const [pair = []] = fc.sample(pairs(SIZE), { seed, numRuns: 1 });
      const ways = { dumps: seed === 6, imports: seed === 6, scratch: 'server' } as const;
      const judged = await judge({ server, dir: join(dir, 'project') }, pair, ways);
      expect(judged.failure, failureText(seed, judged)).toBeNull();
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });
});
