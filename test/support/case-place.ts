import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { connectServer, openEmbedded, openMemory, type Session } from '../../src/database/index.js';
import type { Major } from './binaries.js';
import { createDatabase, dropDatabase, runOn, runScriptOn, statementsOf } from './databases.js';
import { dumpSchema } from './dump.js';
import type { TestServer } from './server.js';
import { sharedServer } from './shared.js';

export type Engine = Major | 'embedded';

/** Roles that cases speak of, all without login. Nothing is granted to them but by a case's own SQL. */
export const ROLES = ['app_owner', 'app_other', 'app_reader', 'app_writer'];
export const ROLES_SQL = ROLES.map(
  (role) =>
    `do $$ begin create role ${role}; exception when duplicate_object or unique_violation then null; end $$;`,
).join('\n');

/** A project in a folder of its own, and the database that its only environment, \`case\`, is about. */
export interface Place {
  readonly dir: string;
  readonly env: Readonly<Record<string, string>>;
  /** Runs a task in a session on the database, outside of the code under test where there is a server. */
  use<Result>(task: (session: Session) => Promise<Result>): Promise<Result>;
  /** pg_dump, through a session that is open already where there is no server. */
  dump(session: Session): Promise<string>;
  close(): Promise<void>;
}

const DUMP = { args: ['--exclude-schema=reconcile*'] };

export async function openPlace(engine: Engine, seed: string): Promise<Place> {
  const dir = mkdtempSync(join(tmpdir(), 'case-'));
  mkdirSync(join(dir, 'environments'));
  if (engine === 'embedded') {
    mkdirSync(join(dir, 'embedded'));
    writeFileSync(join(dir, 'embedded', 'case.sql'), `${ROLES_SQL}\n${seed}`);
    return embeddedPlace(dir);
  }
  const server = await sharedServer(engine);
  const name = await createDatabase(server);
  const url = server.url(name);
  await makeRoles(server);
  if (seed.trim() !== '') await runScriptOn(url, seed);
  return {
    dir,
    env: { CASE_DATABASE_URL: url },
    use: async (task) => {
      const session = await connectServer(url);
      try {
        return await task(session);
      } finally {
        await session.close();
      }
    },
    dump: () => dumpSchema(url, DUMP),
    close: async () => {
      rmSync(dir, { recursive: true, force: true });
      await dropDatabase(server, name);
    },
  };
}

const ready = new Map<number, Promise<unknown>>();

/** Roles belong to the whole server: made once. */
async function makeRoles(server: TestServer): Promise<void> {
  const made = ready.get(server.port) ?? runOn(server.url(), ROLES_SQL);
  ready.set(server.port, made);
  await made;
}

function embeddedPlace(dir: string): Place {
  const seed = { file: 'embedded/case.sql', sql: '' };
  return {
    dir,
    env: {},
    use: async (task) => {
      const session = await openEmbedded(dir, 'case', seed);
      try {
        return await task(session);
      } finally {
        await session.close();
      }
    },
    dump: (session) => dumpSchema(session, DUMP),
    close: () => Promise.resolve(rmSync(dir, { recursive: true, force: true })),
  };
}

/** The dump of a database that plain SQL made at once. */
export async function directDump(
  engine: Engine,
  sql: string,
  extensions: readonly string[],
): Promise<string> {
  if (engine === 'embedded') {
    const session = await openMemory({ extensions });
    try {
      for (const statement of statementsOf(`${ROLES_SQL}\n${sql}`)) await session.run(statement);
      return await dumpSchema(session, DUMP);
    } finally {
      await session.close();
    }
  }
  const place = await openPlace(engine, sql);
  try {
    return await place.use((session) => place.dump(session));
  } finally {
    await place.close();
  }
}

/** The environment file, and the whole of the state in one file. */
export function writeProject(
  place: Place,
  environment: Readonly<Record<string, unknown>>,
  state: { readonly format: string; readonly text: string },
): void {
  writeFileSync(join(place.dir, 'environments', 'case.yaml'), stringify(environment));
  const folder = join(place.dir, 'state', 'case');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `state.${state.format}`), state.text);
}
