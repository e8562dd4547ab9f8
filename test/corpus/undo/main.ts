import { appendFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chosenFrom, corpusFolder } from '../corpus.js';
import { majorOf, onMajor } from '../main.js';
import { type Direction, NOTHING_LOST, type Outcome, undoCase, type Way } from './case.js';

const HELP = `npm run corpus:undo -- [options]

  --majors 15,17,18      PostgreSQL majors (default: 17)
  --directions LIST      forwards, backwards (default: both)
  --ways LIST            restore, rollback (default: both)
  --scratch NAME         server, embedded (default: server)
  --only REGEX           only cases whose id matches
  --every N              every Nth case, the first of them at --offset (default: 0)
  --all                  rolls back what loses nothing too
  --log FILE             what was not brought back, as it comes

Applies each case to a database with rows, and what is lost by that is brought back: by restore, and by rollback.
`;

/** Takes back every case that loses something; gives the exit code: 0 where everything came back. */
export async function main(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      majors: { type: 'string', default: '17' },
      directions: { type: 'string', default: 'forwards,backwards' },
      ways: { type: 'string', default: 'restore,rollback' },
      scratch: { type: 'string', default: 'server' },
      only: { type: 'string', default: '' },
      every: { type: 'string', default: '1' },
      offset: { type: 'string', default: '0' },
      all: { type: 'boolean', default: false },
      log: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const folder = corpusFolder();
  if (values.help || folder === null) {
    process.stdout.write(HELP);
    return values.help ? 0 : 1;
  }
  const cases = chosenFrom(folder, values);
  const directions: Direction[] = ['forwards', 'backwards'];
  const ways: Way[] = ['restore', 'rollback'];
  const settings = {
    directions: directions.filter((one) => values.directions.split(',').includes(one)),
    ways: ways.filter((one) => values.ways.split(',').includes(one)),
    scratch: values.scratch === 'embedded' ? ('embedded' as const) : ('server' as const),
    all: values.all,
  };
  if (values.log !== undefined) writeFileSync(values.log, '');
  const counts = new Map<string, number>();
  const failures: string[] = [];
  const count = (what: string): void => {
    counts.set(what, (counts.get(what) ?? 0) + 1);
  };
  for (const major of values.majors.split(',').map(majorOf)) {
    await onMajor(folder, major, cases, async (ground, one) => {
      for (const outcome of (await undoCase(ground, one, settings)) ?? []) {
        count(`${outcome.way} ${outcome.result}`);
        const line = lineOf(major, outcome);
        if (outcome.result === 'differs' || outcome.result === 'failed') failures.push(line);
        if (values.log !== undefined && outcome.result !== 'ok' && outcome.why !== NOTHING_LOST)
          appendFileSync(values.log, line);
      }
    });
  }
  const sums = [...counts].sort().map(([what, times]) => `${what.padEnd(20)}${String(times).padStart(7)}\n`);
  process.stdout.write([...failures, ...sums].join(''));
  return failures.length === 0 ? 0 : 1;
}

function lineOf(major: number, { id, direction, way, result, why }: Outcome): string {
  return `${result}\t${id}\t${major} ${direction} ${way}\t${why.replace(/\s+/g, ' ').slice(0, 1500)}\n`;
}
