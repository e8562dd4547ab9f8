import { expect, test } from 'vitest';
import { loadEnvironment, loadState } from '../../src/manifest/index.js';
import type { State, StateStatement } from '../../src/manifest/state.js';
import { runOn, withDatabase } from '../support/databases.js';
import { sharedServer } from '../support/shared.js';
import { inProject } from './malformed/harness.js';

const DIR = new URL('project', import.meta.url).pathname;
const ROLES = ['keeper', 'authenticated', 'anon', 'reporter'];

async function load(): Promise<State> {
  return loadState(DIR, await loadEnvironment(DIR, 'dev', {}));
}

/** Runs statements as the scratch does: what fails for a missing object is tried again. */
async function build(url: string, statements: readonly StateStatement[]): Promise<string[]> {
  let todo = statements;
  for (;;) {
    const failed: { statement: StateStatement; message: string }[] = [];
    for (const statement of todo) {
      const path = statement.searchPath ?? 'public';
      try {
        await runOn(url, `set search_path to ${path}; set check_function_bodies to off; ${statement.sql}`);
      } catch (error) {
        failed.push({ statement, message: error instanceof Error ? error.message : String(error) });
      }
    }
    if (failed.length === 0 || failed.length === todo.length) {
      return failed.map(({ statement, message }) => `${statement.at.line}: ${message}\n${statement.sql}`);
    }
    todo = failed.map(({ statement }) => statement);
  }
}

for (const major of [14, 15, 18] as const) {
  test(`every clause is PostgreSQL ${major}'s`, async () => {
    const state = await load();
    const server = await sharedServer(major);
    const done = withDatabase(server, async (url) => {
      for (const role of ROLES)
        await runOn(
          url,
          `do $$ begin create role ${role}; exception when duplicate_object then null; end $$`,
        );
      // SET NULL (column) and columns of publications are new in 15; contrib extensions are not in the test servers.
      const statements = state.statements.filter(({ sql }) => !/extension/.test(sql));
      const failures = await build(url, statements);
      const news = failures.filter((text) => major > 14 || !/set null \(org\)|publication/.test(text));
      expect(news).toEqual([]);
      const [facts] = await runOn(
        url,
        `select (select string_agg(conname, ', ' order by conname collate "C") from pg_constraint where conrelid = 'crm."People"'::regclass and contype not in ('n', 't')) as constraints,
           (select string_agg(tgname || tgenabled::text, ', ' order by tgname collate "C") from pg_trigger where tgrelid = 'crm."People"'::regclass and not tgisinternal) as triggers,
           (select string_agg(polname || polcmd::text, ', ' order by polname collate "C") from pg_policy) as policies,
           (select string_agg(enumlabel, '|' order by enumsortorder) from pg_enum) as labels,
           (select relacl::text from pg_class where oid = 'crm.orgs'::regclass) as nobody,
           (select proconfig::text from pg_proc where proname = 'total') as settings,
           (select prosrc from pg_proc where proname = 'touch') as body,
           (select obj_description('crm."People"'::regclass)) as comment`,
      );
      expect(facts).toEqual({
        constraints: `People_age_check, People_age_key, People_born_check, People_boss_fkey, People_pkey, apart, born early, lower, people_boss, people_email_key, ${major > 14 ? 'people_org, ' : ''}people_org_name`,
        triggers: 'laterO, manyR, someD, touchO',
        policies: 'plain*, read ownr, write "all"*',
        labels: "open|in \\ progress|it's|1|true",
        nobody: '{postgres=arwdDxt/postgres}'.replace('t/', major > 16 ? 'tm/' : 't/'),
        settings: '{"search_path=crm, \\"$user\\"","DateStyle=iso, mdy"}',
        body: 'begin\n  return new; -- $body$\nend\n',
        comment: "It's a person's row",
      });
    });
    await done.finally(() => runOn(server.url(), 'drop role if exists team'));
  });
}

const WRONG = String.raw`table: people
columns:
  id: int
  名前: text default '値' || nowhere('a')
  b: 'text default ''it''''s'' || gone(1)'
  c: "text check (lost(\u0063) > 1)"
rules: {}
---
table: people
indexes:
  i: (id, lower(absent))
---
table: friends
triggers: {}
indexes:
  k: >-
    (id,

    lower(
      missing))
---
view: v
query: |
  select id,
    名前, '🐘', vanished
  from people
`;

test('a server error stands at its place in the file', async () => {
  const server = await sharedServer(15);
  const places = await inProject({ 'state/a/x.yaml': WRONG }, (dir) =>
    withDatabase(server, async (url) => {
      const state = await loadState(dir, await loadEnvironment(dir, 'dev', {}));
      await runOn(url, 'create table people (id int, 名前 text); create table friends (id int)');
      const found: string[] = [];
      for (const statement of state.statements) {
        const error: unknown = await runOn(url, statement.sql).catch((failure: unknown) => failure);
        const position: unknown = error instanceof Error ? Reflect.get(error, 'position') : undefined;
        if (typeof position !== 'string' || !(error instanceof Error)) continue;
        const at = statement.locate([...statement.sql].slice(0, Number(position) - 1).join('').length);
        found.push(`${at.line}:${at.column} ${error.message}`);
      }
      return found;
    }),
  );
  expect(places).toEqual([
    '11:17 column "absent" does not exist',
    '20:7 column "missing" does not exist',
    '25:15 column "vanished" does not exist',
  ]);
});

test('a server error stands at its place in quoted columns', async () => {
  const server = await sharedServer(15);
  const places: string[] = [];
  for (const keep of [
    [0, 1, 2, 3],
    [0, 1, 2, 4],
    [0, 1, 2, 5],
  ]) {
    const text = keep.map((line) => WRONG.split('\n')[line]).join('\n');
    await inProject({ 'state/a/x.yaml': text }, (dir) =>
      withDatabase(server, async (url) => {
        const state = await loadState(dir, await loadEnvironment(dir, 'dev', {}));
        const sql = state.statements[0]?.sql ?? '';
        const error: unknown = await runOn(url, sql).catch((failure: unknown) => failure);
        const position = Number(error instanceof Error ? Reflect.get(error, 'position') : 0);
        const at = state.statements[0]?.locate([...sql].slice(0, position - 1).join('').length);
        places.push(`${at?.line}:${at?.column} ${error instanceof Error ? error.message : ''}`);
      }),
    );
  }
  expect(places).toEqual([
    '4:27 function nowhere(unknown) does not exist',
    '4:35 function gone(integer) does not exist',
    '4:19 function lost(text) does not exist',
  ]);
});
