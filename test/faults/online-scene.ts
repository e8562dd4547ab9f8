import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { connectServer, type Session } from '../../src/database/index.js';
import { applyPlanned, type Planned, planEnvironment } from '../../src/reconcile.js';
import { createDatabase, dropDatabase, runOn } from '../support/databases.js';
import type { TestServer } from '../support/server.js';

const BEFORE = `
  create table people (id int primary key, name text not null, note text, age int);
  insert into people select i, 'name ' || i, 'note ' || i, i from generate_series(1, 200) i;
  create index people_note on people (note);
  create type mood as enum ('sad', 'glad');
  create table moods (person int, mood mood not null);
  insert into moods select i, 'sad' from generate_series(1, 200) i;
  create table parts (id int, what text) partition by range (id);
  create table parts_1 partition of parts for values from (0) to (100);
  create table parts_2 partition of parts for values from (100) to (1000);
  insert into parts select i, 'part ' || i from generate_series(1, 200) i;
  create table bystanders (id int primary key);`;

/** Every sort of step outside of a transaction: values before it, and indexes, keys, checks and NOT NULL behind it. */
const AFTER = `
  create table people (id int primary key, name text not null unique, note text not null, age int check (age > 0));
  create index people_note on people (lower(note));
  create unique index people_age on people (age);
  comment on index people_age is 'no two';
  create type mood as enum ('sad', 'so-so', 'glad');
  create table moods (person int references people, mood mood not null default 'so-so');
  create table parts (id int, what text) partition by range (id);
  create table parts_1 partition of parts for values from (0) to (100);
  create table parts_2 partition of parts for values from (100) to (1000);
  create index parts_what on parts (what);
  create table bystanders (id int primary key, note text);`;

/** A database and a project whose environment, \`faults\`, allows everything online. */
export interface OnlineScene {
  readonly dir: string;
  readonly url: string;
  /** A session of nobody's plan. */
  readonly observer: Session;
  plan<Result>(task: (planned: Planned) => Promise<Result>): Promise<Result>;
  /** The plan that nothing has been done of yet, on a session of its own. */
  first<Result>(task: (planned: Planned) => Promise<Result>): Promise<Result>;
  /** Plans and applies. */
  apply(): Promise<void>;
  /** What another apply would do. */
  left(): Promise<string[]>;
  /** Names of what only passes by, and of indexes that are not valid. */
  debris(): Promise<string[]>;
  close(): Promise<void>;
}

/** A database and a plan for it, made once; scenes are copies of it to the last OID. */
export interface OnlineStage {
  open(): Promise<OnlineScene>;
  close(): Promise<void>;
}

export async function openOnlineStage(server: TestServer): Promise<OnlineStage> {
  const template = await createDatabase(server);
  await runOn(server.url(template), BEFORE);
  const dir = writeOnlineProject();
  const env = { FAULTS_URL: server.url(template) };
  const planned = await planEnvironment({ dir, name: 'faults', env, forApply: true });
  // Nobody may be connected to what is copied.
  await planned.session.close();
  return {
    open: () => openOnlineScene(server, template, planned),
    close: async () => {
      await planned.close().catch(() => undefined);
      await dropDatabase(server, template);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function writeOnlineProject(): string {
  const dir = mkdtempSync(join(tmpdir(), 'online-'));
  mkdirSync(join(dir, 'environments'));
  mkdirSync(join(dir, 'state', 'one'), { recursive: true });
  const environment = {
    environment: 'faults',
    database: { url: '${FAULTS_URL}' },
    schemas: ['public'],
    state: ['one'],
    unlisted: 'drop',
    online: true,
    guard: { destructive: 'allow', lock_retries: 0, lock_timeout: '2s' },
    scratch: 'server',
  };
  writeFileSync(join(dir, 'environments', 'faults.yaml'), stringify(environment));
  writeFileSync(join(dir, 'state', 'one', 'state.sql'), AFTER);
  return dir;
}

async function openOnlineScene(server: TestServer, template: string, first: Planned): Promise<OnlineScene> {
  const database = await createDatabase(server, template);
  const url = server.url(database);
  const dir = writeOnlineProject();
  const observer = await connectServer(url);
  const project = { dir, name: 'faults', env: { FAULTS_URL: url }, forApply: true };
  const plan: OnlineScene['plan'] = async (task) => {
    const planned = await planEnvironment(project);
    try {
      return await task(planned);
    } finally {
      await planned.close().catch(() => undefined);
    }
  };
  return {
    dir,
    url,
    observer,
    plan,
    first: async (task) => {
      const session = await connectServer(url);
      try {
        return await task({ ...first, session });
      } finally {
        await session.close().catch(() => undefined);
      }
    },
    apply: () => plan(async (planned) => void (await applyPlanned(planned, project))),
    left: () => plan(({ plan: { steps } }) => Promise.resolve(steps.map(({ id }) => id))),
    debris: async () => {
      const rows = await observer.query<{ name: string }>(
        `select c.relname::text as name from pg_class c join pg_index i on i.indexrelid = c.oid
           where not i.indisvalid or c.relname like 'reconcile\\_%' and c.relnamespace = 'public'::regnamespace
         union all select conname::text from pg_constraint where conname like 'reconcile\\_%' and conrelid <> 0
           and connamespace = 'public'::regnamespace`,
      );
      return rows.map(({ name }) => name);
    },
    close: async () => {
      await observer.close().catch(() => undefined);
      await dropDatabase(server, database);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
