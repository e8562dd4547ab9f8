import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ALL_MAJORS, type Major } from '../support/binaries.js';
import { filesInMemory } from '../support/in-memory.js';
import { startServer, type TestServer } from '../support/server.js';
import { type Bench, type Run, runCase, type Way } from './case.js';
import { type CorpusCase, chosenFrom, corpusFolder, triedOn } from './corpus.js';
import { crossed } from './crossed.js';
import type { Form, Scratch } from './judge.js';
import { failureLine, Rates } from './rates.js';

const HELP = `npm run corpus -- [options]

  --majors 15,17,18      PostgreSQL majors (default: 17)
  --ways LIST            forwards, backwards, created, unchanged (default: all)
  --forms sql,yaml       the state's form (default: both)
  --scratch LIST         server, embedded (default: both)
  --only REGEX           only cases whose id matches
  --skip N, --limit N    leaves out the first N cases; runs N
  --every N              every Nth case, the first of them at --offset (default: 0)
  --turn N               each case once, in the Nth of the combinations that its place in the list begins with
  --cross N              N pairs of states from different cases instead, each in one combination, as --turn has it
  --seed N               which pairs (default: 1)
  --rows                 puts rows into the tables and sees them again
  --no-dumps             compares catalogs only, which takes two thirds of the time
  --log FILE             failures, as they come

The corpus is looked for in RECONCILE_CORPUS, then in ../shared/corpus.
`;

/** Runs the corpus; gives the exit code: 0 where everything passed. */
export async function main(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      majors: { type: 'string', default: '17' },
      ways: { type: 'string', default: 'forwards,backwards,created,unchanged' },
      forms: { type: 'string', default: 'sql,yaml' },
      scratch: { type: 'string', default: 'server,embedded' },
      only: { type: 'string', default: '' },
      skip: { type: 'string', default: '0' },
      limit: { type: 'string', default: 'Infinity' },
      every: { type: 'string', default: '1' },
      offset: { type: 'string', default: '0' },
      'no-dumps': { type: 'boolean', default: false },
      turn: { type: 'string' },
      cross: { type: 'string' },
      seed: { type: 'string', default: '1' },
      rows: { type: 'boolean', default: false },
      log: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const folder = corpusFolder();
  if (values.help || folder === null) {
    process.stdout.write(HELP);
    return values.help ? 0 : 1;
  }
  const [skip, limit] = [Number(values.skip), Number(values.limit)];
  const listed = chosenFrom(folder, values).slice(skip, skip + limit);
  const cases =
    values.cross === undefined ? listed : crossed(folder, listed, Number(values.cross), Number(values.seed));
  const runs = runsOf(values.ways.split(','), values.forms.split(','), values.scratch.split(','));
  const rates = new Rates();
  if (values.log !== undefined) writeFileSync(values.log, '');
  const majors = values.majors.split(',').map(majorOf);
  const nth = values.turn ?? (values.cross === undefined ? undefined : '0');
  const turns = nth === undefined ? null : turnsOf(cases, majors, runs, Number(nth));
  for (const major of majors) {
    const chosen = turns === null ? cases : cases.filter((one) => turns.get(one)?.major === major);
    await onMajor(folder, major, chosen, async (ground, one) => {
      const turn = turns?.get(one);
      for (const outcome of (await runCase(
        { ...ground, rows: values.rows, dumps: !values['no-dumps'] },
        one,
        turn === undefined ? runs : [turn.run],
      )) ?? [null]) {
        rates.add(major, outcome);
        if (outcome === null || outcome.result === 'ok') continue;
        if (values.log !== undefined) appendFileSync(values.log, failureLine(major, outcome));
      }
    });
  }
  process.stdout.write(rates.text());
  return rates.failures === 0 ? 0 : 1;
}

interface Turn {
  readonly major: Major;
  readonly run: Run;
}

/** One combination for each case: those that stand one behind the other begin with different ones. */
function turnsOf(
  cases: readonly CorpusCase[],
  majors: readonly Major[],
  runs: readonly Run[],
  turn: number,
): Map<CorpusCase, Turn> {
  const turns = cases.flatMap((one, at): [CorpusCase, Turn][] => {
    const all = majors
      .filter((major) => triedOn(one, major))
      .flatMap((major) => runs.map((run) => ({ major, run })));
    const chosen = all[(at * STRIDE + turn) % all.length];
    return chosen === undefined ? [] : [[one, chosen]];
  });
  return new Map(turns);
}

/** Shares no divisor with any number of combinations. */
const STRIDE = 17;

export function majorOf(text: string): Major {
  const major = ALL_MAJORS.find((known) => String(known) === text.trim());
  if (major === undefined) throw new Error(`no such major: ${text}`);
  return major;
}

function runsOf(ways: readonly string[], forms: readonly string[], scratches: readonly string[]): Run[] {
  const runs: Run[] = [];
  for (const way of ['forwards', 'backwards', 'created', 'unchanged'] as const satisfies readonly Way[]) {
    for (const form of ['sql', 'yaml'] as const satisfies readonly Form[]) {
      for (const scratch of ['server', 'embedded'] as const satisfies readonly Scratch[]) {
        const imported = way === 'created' || way === 'unchanged';
        if (!ways.includes(way) || !forms.includes(form) || !scratches.includes(scratch)) continue;
        if (!imported || form === 'yaml') runs.push({ way, form, scratch });
      }
    }
  }
  return runs;
}

/** Servers for the databases that are migrated and for their targets, and a folder for the project. */
export type Ground = Omit<Bench, 'rows' | 'dumps'>;

/** Works on every case that is tried on a major, one after the other. */
export async function onMajor(
  folder: string,
  major: Major,
  cases: readonly CorpusCase[],
  work: (ground: Ground, one: CorpusCase) => Promise<void>,
): Promise<void> {
  filesInMemory();
  const dir = mkdtempSync(join(tmpdir(), 'corpus-'));
  const shared = await startServer(major);
  try {
    for (const [at, one] of cases.entries()) {
      if (!triedOn(one, major)) continue;
      if (at % 20 === 0) process.stderr.write(`${major}: ${at} of ${cases.length}\n`);
      const servers: [TestServer, TestServer] = one.isolated
        ? [await startServer(major), await startServer(major)]
        : [shared, shared];
      try {
        const [server, targets] = servers;
        await work({ folder, server, targets, dir: join(dir, 'project') }, one);
      } finally {
        if (one.isolated) await Promise.all(servers.map((server) => server.stop()));
      }
    }
  } finally {
    await shared.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}
