import { dropDatabase, runOn } from '../support/databases.js';
import type { TestServer } from '../support/server.js';
import { type CorpusCase, type Side, scriptOf } from './corpus.js';
import {
  type Form,
  messageOf,
  migrate,
  planOfImport,
  type Scratch,
  targetOf,
  type Verdict,
  writeState,
} from './judge.js';
import { loadScript } from './load.js';

/** `created`: from an empty database, from what was imported. `unchanged`: what was imported, against where it came from. */
export type Way = 'forwards' | 'backwards' | 'created' | 'unchanged';

export interface Run {
  readonly way: Way;
  readonly form: Form;
  readonly scratch: Scratch;
}

export interface Outcome extends Verdict {
  readonly id: string;
  readonly run: Run;
}

const SIDES: Record<Way, readonly [from: Side | null, to: Side]> = {
  forwards: ['before', 'after'],
  backwards: ['after', 'before'],
  created: [null, 'after'],
  unchanged: ['after', 'after'],
};

export interface Bench {
  readonly folder: string;
  /** Where the databases are that are migrated, and where their targets are. */
  readonly server: TestServer;
  readonly targets: TestServer;
  /** A folder for the project. */
  readonly dir: string;
  /** Put rows into the tables first and see them again afterwards. */
  readonly rows: boolean;
  /** Compare what pg_dump says, too. */
  readonly dumps: boolean;
}

/** Every run of a case; `null` where a script does not load on this server. */
export async function runCase(
  bench: Bench,
  one: CorpusCase,
  runs: readonly Run[],
): Promise<Outcome[] | null> {
  const { server, targets } = bench;
  // On one server what is migrated from is also what is migrated to: nothing writes to it.
  const goal = server === targets ? 'corpus_from' : 'corpus_to';
  const script = {
    before: scriptOf(bench.folder, one, 'before'),
    after: scriptOf(bench.folder, one, 'after'),
  };
  const made: [TestServer, string][] = [];
  const create = async (where: TestServer, name: string, template = 'template0'): Promise<string> => {
    await drop(where, name);
    await runOn(where.url(), `create database ${name} template ${template}`);
    made.push([where, name]);
    return where.url(name);
  };
  try {
    try {
      for (const side of ['before', 'after'] as const) {
        await loadScript(await create(server, `corpus_from_${side}`), script[side]);
        if (server !== targets) await loadScript(await create(targets, `${goal}_${side}`), script[side]);
      }
    } catch (error) {
      if (!(error instanceof Error && 'severity' in error)) throw error;
      return null;
    }
    const target = {
      before: targetOf(targets.url(`${goal}_before`), script.before),
      after: targetOf(targets.url(`${goal}_after`), script.after),
    };
    const outcomes: Outcome[] = [];
    for (const run of runs) {
      const [from, to] = SIDES[run.way];
      const work = async (): Promise<Verdict> => {
        const project = await writeState(bench.dir, target[to], run.form, run.scratch);
        if (run.way === 'unchanged') return planOfImport(project, run.scratch);
        // A copy of a database has none of its subscriptions.
        const copied = from !== null && !/create\s+subscription/i.test(script[from]);
        const url = await create(server, 'corpus_work', copied ? `corpus_from_${from}` : 'template0');
        if (from !== null && !copied) await loadScript(url, script[from]);
        return migrate(project, url, target[to], {
          withRows: bench.rows && from !== null,
          dumps: bench.dumps,
        });
      };
      const verdict = await work().catch(
        (error: unknown): Verdict => ({ result: 'problem', why: messageOf(error) }),
      );
      outcomes.push({ id: one.id, run, ...verdict });
    }
    return outcomes;
  } finally {
    for (const [where, name] of made) await drop(where, name);
  }
}

/** Drops a database, its subscriptions first, which PostgreSQL insists on. */
export async function drop(server: TestServer, name: string): Promise<void> {
  const subscriptions = await runOn(
    server.url(),
    `select s.subname as name from pg_subscription s join pg_database d on d.oid = s.subdbid where d.datname = '${name}'`,
  );
  for (const { name: subscription } of subscriptions) {
    const one = `subscription "${String(subscription).replaceAll('"', '""')}"`;
    for (const sql of [`alter ${one} disable`, `alter ${one} set (slot_name = none)`, `drop ${one}`])
      await runOn(server.url(name), sql);
  }
  await dropDatabase(server, name);
}
