import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { ALL_MAJORS, type Major } from '../support/binaries.js';
import { filesInMemory } from '../support/in-memory.js';
import { startServer } from '../support/server.js';
import {
  type Bench,
  type Failed,
  failedText,
  failureText,
  type Judged,
  judge,
  judgeScripts,
  prepare,
} from './judge.js';
import { type Pair, pairs } from './slot.js';
import { Tally } from './tally.js';
import { writeCase } from './write-case.js';

const HELP = `npm run soak -- [options]

  --seed N      the first seed (default: 1)
  --runs N      pairs of states, one for each seed from there on (default: 100)
  --major M     PostgreSQL's major (default: 17)
  --size N      objects in a pair, at most (default: 14)
  --every N     pg_dump and import for every Nth pair (default: 5)
  --shrink N    attempts to make a failure smaller (default: 60)
  --out DIR     failures as case folders, SEED/before.sql and SEED/after.sql
  --case DIR    judges before.sql and after.sql of a folder instead; several with commas
  --stop N      ends after N failures (default: 1)
  --show        prints every plan
`;

/** Judges random pairs; gives the exit code: 0 where all are well. */
export async function main(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seed: { type: 'string', default: '1' },
      runs: { type: 'string', default: '100' },
      major: { type: 'string', default: '17' },
      size: { type: 'string', default: '14' },
      every: { type: 'string', default: '5' },
      shrink: { type: 'string', default: '60' },
      out: { type: 'string' },
      case: { type: 'string' },
      stop: { type: 'string', default: '1' },
      show: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  filesInMemory();
  const server = await startServer(majorOf(values.major));
  const dir = mkdtempSync(join(tmpdir(), 'soak-'));
  const tally = new Tally();
  let failures = 0;
  try {
    await prepare(server);
    if (values.case !== undefined) {
      const bench = { server, dir: join(dir, 'project') };
      return (await judgeFolders(bench, values.case.split(','), values.show)) ? 0 : 1;
    }
    const [start, runs, every] = [Number(values.seed), Number(values.runs), Number(values.every)];
    for (let seed = start; seed < start + runs && failures < Number(values.stop); seed += 1) {
      const thorough = seed % every === 0;
      const attempt = async (pair: Pair): Promise<Judged> =>
        judge({ server, dir: join(dir, 'project') }, pair, {
          dumps: thorough,
          imports: thorough,
          scratch: 'server',
        });
      const [pair] = fc.sample(pairs(Number(values.size)), { seed, numRuns: 1 });
      if (pair === undefined) throw new Error('no pair was made');
      const judged = await attempt(pair);
      tally.add(judged);
      if ((seed - start + 1) % 10 === 0)
        process.stderr.write(`${seed - start + 1} pairs, ${failures} failed\n`);
      if (judged.failure === null) continue;
      failures += 1;
      const small = await shrunk(Number(values.size), seed, Number(values.shrink), judged, attempt);
      process.stdout.write(failureText(seed, small));
      if (values.out !== undefined) writeCase(join(values.out, String(seed)), small);
    }
  } finally {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
  process.stdout.write(tally.text(failures));
  return failures === 0 ? 0 : 1;
}

/** Case folders, thoroughly; whether all are well. */
async function judgeFolders(bench: Bench, folders: readonly string[], show: boolean): Promise<boolean> {
  let well = true;
  for (const folder of folders) {
    const [first, second] = ['before.sql', 'after.sql'].map((file) =>
      existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : '',
    );
    const failed = await judgeScripts(bench, first ?? '', second ?? '', {
      dumps: true,
      imports: true,
      scratch: 'server',
      ...(show ? { seen: (one: Failed) => process.stdout.write(failedText(one)) } : {}),
    });
    well &&= failed === null;
    process.stdout.write(failed === null ? `${folder}: well\n` : `${folder}: ${failedText(failed)}`);
  }
  return well;
}

/** The smallest pair that fails in the same way, found in a limited number of attempts. */
async function shrunk(
  size: number,
  seed: number,
  most: number,
  found: Judged,
  attempt: (pair: Pair) => Promise<Judged>,
): Promise<Judged> {
  let [smallest, attempts] = [found, 0];
  await fc.check(
    fc.asyncProperty(pairs(size), async (pair) => {
      if (attempts >= most) return;
      attempts += 1;
      const judged = await attempt(pair);
      if (judged.failure?.way !== found.failure?.way) return;
      if (judged.failure?.verdict.result !== found.failure?.verdict.result) return;
      smallest = judged;
      throw new Error('still fails');
    }),
    { seed, numRuns: 1 },
  );
  return smallest;
}

function majorOf(text: string): Major {
  const major = ALL_MAJORS.find((known) => String(known) === text.trim());
  if (major === undefined) throw new Error(`no such major: ${text}`);
  return major;
}
