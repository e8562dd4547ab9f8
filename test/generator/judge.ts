import { connectServer, type Session } from '../../src/database/index.js';
import {
  messageOf,
  migrate,
  planOfImport,
  type Scratch,
  type Target,
  targetOf,
  type Verdict,
  writeState,
} from '../corpus/judge.js';
import { runOn } from '../support/databases.js';
import type { TestServer } from '../support/server.js';
import { type Built, build, ROLES_SQL } from './build.js';
import type { Pair } from './slot.js';

/** Where pairs are judged: one server, one folder for the project. Databases are made anew for each pair. */
export interface Bench {
  readonly server: TestServer;
  readonly dir: string;
}

export interface Ways {
  /** Also compares what pg_dump writes. */
  readonly dumps: boolean;
  /** Also imports both states and plans what was written. */
  readonly imports: boolean;
  readonly scratch: Scratch;
  /** Told of every way, well or not. */
  readonly seen?: (one: Failed) => void;
}

export interface Judged {
  readonly first: Built;
  readonly second: Built;
  /** What went wrong; `null` where nothing did. */
  readonly failure: Failed | null;
}

export interface Failed {
  readonly way: string;
  readonly verdict: Verdict;
}

export const prepare = (server: TestServer): Promise<unknown> => runOn(server.url(), ROLES_SQL);

const [A, B, WORK] = ['gen_a', 'gen_b', 'gen_work'];

/** Builds both states of a pair and goes from the first to the second and back. */
export async function judge(bench: Bench, pair: Pair, ways: Ways): Promise<Judged> {
  const { server } = bench;
  const first = await made(server, A, (session) => build(session, pair, server.major, null));
  const second = await made(server, B, (session) => build(session, pair, server.major, first.world));
  return { first, second, failure: await judgeStates(bench, first.script, second.script, ways) };
}

/** The same for two scripts. */
export async function judgeScripts(
  bench: Bench,
  first: string,
  second: string,
  ways: Ways,
): Promise<Failed | null> {
  for (const [name, script] of [
    [A, first],
    [B, second],
  ] as const) {
    await fresh(bench.server, name, 'template0');
    await runOn(bench.server.url(name), script);
  }
  return judgeStates(bench, first, second, ways);
}

/** Between two databases that are there. */
async function judgeStates(
  { server, dir }: Bench,
  first: string,
  second: string,
  ways: Ways,
): Promise<Failed | null> {
  const [a, b]: [Target, Target] = [targetOf(server.url(A), first), targetOf(server.url(B), second)];
  const work = server.url(WORK);
  await fresh(server, WORK, A);
  const { dumps, scratch, seen } = ways;
  const attempts: [string, () => Promise<Verdict>][] = [
    ['forwards', async () => migrate(await writeState(dir, b, 'sql', scratch), work, b, { dumps })],
    ['backwards', async () => migrate(await writeState(dir, a, 'sql', scratch), work, a, { dumps })],
  ];
  if (ways.imports)
    attempts.push(
      ['import', async () => planOfImport(await writeState(dir, b, 'yaml', scratch), scratch)],
      [
        'forwards as imported',
        async () => migrate(await writeState(dir, b, 'yaml', scratch), work, b, { dumps }),
      ],
    );
  for (const [way, attempt] of attempts) {
    const verdict = await attempt().catch(
      (error: unknown): Verdict => ({ result: 'problem', why: messageOf(error) }),
    );
    seen?.({ way, verdict });
    if (verdict.result !== 'ok') return { way, verdict };
  }
  return null;
}

async function made(
  server: TestServer,
  name: string,
  task: (session: Session) => Promise<Built>,
): Promise<Built> {
  await fresh(server, name, 'template0');
  const session = await connectServer(server.url(name));
  try {
    return await task(session);
  } finally {
    await session.close();
  }
}

async function fresh(server: TestServer, name: string, template: string): Promise<void> {
  await runOn(server.url(), `drop database if exists ${name} with (force)`);
  await runOn(server.url(), `create database ${name} template ${template}`);
}

/** Words for a failure, with the steps. */
export function failedText({ way, verdict }: Failed): string {
  const steps =
    verdict.plan?.steps.map(({ id, role, sql }) => `-- ${id} as ${role}\n${sql.join(';\n')};\n`) ?? [];
  return `${way}: ${verdict.result}\n${verdict.why}\n${steps.join('')}`;
}

/** The same with both scripts. */
export function failureText(seed: number, { first, second, failure }: Judged): string {
  return `\n=== seed ${seed}: ${failure === null ? '' : failedText(failure)}--- before\n${first.script}\n--- after\n${second.script}\n`;
}
