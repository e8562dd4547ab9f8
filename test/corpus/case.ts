import { dropDatabase, runOn } from '../support/databases.js';
import type { TestServer } from '../support/server.js';
import { type CorpusCase, type Side, scriptOf } from './corpus.js';
import {
  type Form,
  messageOf,
  migrate,
  planOfImport,
  type Scratch,
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
}

/** Every run of a case; `null` where a script does not load on this server. */
export async function runCase(
  bench: Bench,
  one: CorpusCase,
  runs: readonly Run[],
): Promise<Outcome[] | null> {
  const { server, targets } = bench;
  const script = {
    before: scriptOf(bench.folder, one, 'before'),
    after: scriptOf(bench.folder, one, 'after'),
  };
  const made: [TestServer, string][] = [];
  const create = async (where: TestServer, name: string, template = 'template0'): Promise<string> => {
    await dropDatabase(where, name);
    await runOn(where.url(), `create database ${name} template ${template}`);
    made.push([where, name]);
    return where.url(name);
  };
  try {
    try {
      for (const side of ['before', 'after'] as const) {
        await loadScript(await create(server, `corpus_from_${side}`), script[side]);
        await loadScript(await create(targets, `corpus_to_${side}`), script[side]);
      }
    } catch (error) {
      if (!(error instanceof Error && 'severity' in error)) throw error;
      return null;
    }
    const outcomes: Outcome[] = [];
    for (const run of runs) {
      const [from, to] = SIDES[run.way];
      const target = { url: targets.url(`corpus_to_${to}`), script: script[to] };
      const work = async (): Promise<Verdict> => {
        const project = await writeState(bench.dir, target, run.form, run.scratch);
        if (run.way === 'unchanged') return planOfImport(project, run.scratch);
        const url = await create(server, 'corpus_work', from === null ? 'template0' : `corpus_from_${from}`);
        return migrate(project, url, target);
      };
      const verdict = await work().catch(
        (error: unknown): Verdict => ({ result: 'problem', why: messageOf(error) }),
      );
      outcomes.push({ id: one.id, run, ...verdict });
    }
    return outcomes;
  } finally {
    for (const [where, name] of made) await dropDatabase(where, name);
  }
}
