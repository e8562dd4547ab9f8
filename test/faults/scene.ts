import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { type ApplyOptions, type ApplyReport, apply, type Snapshot } from '../../src/apply/index.js';
import { readCatalog } from '../../src/catalog/index.js';
import { connectServer, type Session } from '../../src/database/index.js';
import type { PlanResult } from '../../src/plan/result.js';
import { type Planned, planEnvironment } from '../../src/reconcile.js';
import { definitions } from '../apply/hand-plan.js';
import { createDatabase, dropDatabase, runOn } from '../support/databases.js';
import type { TestServer } from '../support/server.js';

/** Where the project's backups are. */
const BACKUPS = 'backups';

const BEFORE = `
  create table old (id serial primary key, what text);
  insert into old (what) select repeat('row ' || i, 20) from generate_series(1, 3000) i;
  create table parents (id int primary key, name text);
  insert into parents select i, 'parent ' || i from generate_series(1, 50) i;
  create table orders (id int primary key, parent int references parents, amount int, gone text);
  insert into orders select i, i % 50 + 1, i, 'value ' || i from generate_series(1, 500) i;
  create view report as select id, amount from orders;
  create table bystanders (id int primary key);
  insert into bystanders values (1), (2);`;

const STATE = `
  create table parents (id int primary key, name text not null, constraint named check (name <> ''));
  create index parents_name on parents (name);
  create table orders (id int primary key, parent int references parents, amount bigint);
  create view report as select id, amount from orders;
  create table fresh (id int generated always as identity, parent int references parents);
  create function answer() returns int language sql as 'select 42';
  create table bystanders (id int primary key);`;

/** A project whose one environment, \`faults\`, is about the database of \`FAULTS_URL\`. */
export function writeProject(): string {
  const dir = mkdtempSync(join(tmpdir(), 'faults-'));
  mkdirSync(join(dir, 'environments'));
  mkdirSync(join(dir, 'state', 'one'), { recursive: true });
  const environment = {
    environment: 'faults',
    database: { url: '${FAULTS_URL}' },
    state: ['one'],
    unlisted: 'drop',
    guard: { destructive: 'allow', lock_retries: 0, lock_timeout: '2s' },
    scratch: 'server',
    backups: BACKUPS,
  };
  writeFileSync(join(dir, 'environments', 'faults.yaml'), stringify(environment));
  writeFileSync(join(dir, 'state', 'one', 'state.sql'), STATE);
  return dir;
}

/** A database to break an apply in: what fails leaves everything as it was. */
export interface Scene {
  readonly dir: string;
  readonly url: string;
  readonly database: string;
  /** A session of nobody's plan. */
  readonly observer: Session;
  /** A new observer, where the server was gone. */
  reconnect(): Promise<void>;
  readonly result: PlanResult;
  readonly options: ApplyOptions;
  close(): Promise<void>;
}

/** A database and a plan for it, made once. Its scenes are copies of it to the last OID, so that the plan is theirs too. */
export interface Stage {
  open(): Promise<Scene>;
  close(): Promise<void>;
}

export async function openStage(server: TestServer): Promise<Stage> {
  const template = await createDatabase(server);
  const url = server.url(template);
  await runOn(url, BEFORE);
  const dir = writeProject();
  const planned = await planEnvironment({ dir, name: 'faults', env: { FAULTS_URL: url }, forApply: true });
  // Nobody may be connected to what is copied.
  await planned.session.close();
  const { snapshot, plan } = planned;
  if (snapshot === null || plan.refusals.length > 0) throw new Error(JSON.stringify(plan.refusals));
  return {
    open: () => openScene(server, template, planned, snapshot),
    close: async () => {
      await planned.close().catch(() => undefined);
      await dropDatabase(server, template);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function openScene(
  server: TestServer,
  template: string,
  planned: Planned,
  snapshot: Snapshot,
): Promise<Scene> {
  const database = await createDatabase(server, template);
  const url = server.url(database);
  const dir = writeProject();
  let observer = await connectServer(url);
  const options: ApplyOptions = {
    environment: 'faults',
    guard: planned.environment.guard,
    backupDir: join(dir, BACKUPS),
    verify: { sql: ['select count(*) = 500 from report'], http: [] },
    planned: snapshot,
    searchPath: planned.searchPath,
    toolVersion: '0.0.0',
    gitCommit: null,
  };
  return {
    dir,
    url,
    database,
    get observer() {
      return observer;
    },
    reconnect: async () => {
      observer = await connectServer(url);
    },
    result: planned.result,
    options,
    close: async () => {
      await observer.close().catch(() => undefined);
      await dropDatabase(server, database);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** One apply over a session of its own; what it said, and how it ended. */
export async function tryApply(
  scene: Scene,
  session: Session,
  more: Partial<ApplyOptions> = {},
): Promise<ApplyReport | Error> {
  const work = apply(session, scene.result, { ...scene.options, ...more });
  const end = await work.catch((error: unknown) =>
    error instanceof Error ? error : new Error(String(error)),
  );
  await session.close().catch(() => undefined);
  return end;
}

/** Every definition and every row, with no OIDs in it; what reconcile keeps for itself is left out. */
export async function contents(session: Session): Promise<string> {
  const { objects } = await readCatalog(session);
  const facts = [...objects.values()]
    .filter(({ id }) => id.schema !== 'reconcile' && !(id.kind === 'schema' && id.name === 'reconcile'))
    .map(({ key, attributes, owner, comment, grants }) => ({ key, attributes, owner, comment, grants }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  return JSON.stringify({ facts, rows: await rowsOf(session) });
}

/** The same to the last OID and the transaction that wrote it: nothing has happened. Equal for all scenes of a stage. */
export async function exactly(session: Session): Promise<string> {
  const own = await session.query("select to_regnamespace('reconcile')::text as own");
  const all = (await definitions(session)).filter(([catalog]) => catalog !== 'pg_database');
  return JSON.stringify([all, await rowsOf(session), own]);
}

async function rowsOf(session: Session): Promise<unknown[]> {
  const tables = await session.query<{ name: string; relkind: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name, c.relkind::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'S') order by 1`,
  );
  const rows: unknown[] = [];
  for (const { name, relkind } of tables)
    rows.push([
      name,
      ...(await session.query(
        relkind === 'S'
          ? `select last_value, is_called from ${name}`
          : `select count(*)::text, md5(string_agg(t::text, '|' order by t::text)) from ${name} t`,
      )),
    ]);
  return rows;
}

/** Waits until no apply is left on the server: a backend may live a little longer than its client. */
export async function quiet(observer: Session): Promise<void> {
  for (let tries = 0; tries < 1200; tries++) {
    const rows = await observer.query(
      "select 1 from pg_stat_activity where datname = current_database() and application_name = 'reconcile apply' and pid <> pg_backend_pid()",
    );
    if (rows.length === 0) return;
    await sleep(25);
  }
  throw new Error('an apply that lost its client is still there');
}

/** Backups that look finished. */
export function finishedBackups(scene: Scene): string[] {
  try {
    return readdirSync(join(scene.options.backupDir, 'faults')).filter((name) => !name.endsWith('.partial'));
  } catch {
    return [];
  }
}
