import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { failure } from '../apply/scenario.js';
import { majors } from '../support/binaries.js';
import { runOn } from '../support/databases.js';
import { sharedServer } from '../support/shared.js';
import { openProject } from './project.js';

const TRIED = majors().filter((major) => major === 15 || major === 18);

describe.each(TRIED)('hazards on %s', (major) => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  const open = (sql: string, user?: string): ReturnType<typeof openProject> =>
    openProject(major, closing, sql, user);

  it('says which secrets no rollback brings back, and none of them', async () => {
    const state = `create foreign data wrapper w; ${['a', 'b', 'c'].map((name) => `create server ${name} foreign data wrapper w;`).join(' ')}`;
    const mapping = (server: string, options: string): string =>
      `create user mapping for public server ${server} options ("user" 'me'${options});`;
    const { plan } = await open(
      `${state} ${mapping('a', ", password 'sesame'")} ${mapping('b', ", password 'sesame'")} ${mapping('c', '')}`,
    );
    const { plan: made } = await plan(`${state} ${mapping('b', ", password 'other'")}`);
    const lost = made.steps.flatMap(({ hazards }) => hazards.filter(({ kind }) => kind === 'secret_lost'));
    expect(lost.map(({ message }) => message).sort()).toEqual([
      'a rollback brings user_mapping "public on a" back without its options, which are kept nowhere: alter user mapping for public server a options (…)',
      'changes options of user_mapping "public on b": those that it has now are kept nowhere, and a rollback leaves the new ones',
    ]);
    expect(JSON.stringify(made)).not.toMatch(/sesame|other/);
  });

  it('says what a step does to rows and clients, and the safer way', async () => {
    const { plan } = await open('create table t (id int, a int, b int not null);');
    const { plan: made } = await plan(
      'create table t (id int, a bigint not null, b int, constraint k check (id > 0)); create index i on t (id);',
    );
    const kinds = new Map(made.steps.map((step) => [step.id, step.hazards.map(({ kind }) => kind)]));
    expect(kinds.get('alter column public.t.a')).toEqual([
      'required_column',
      'type_change',
      'rewrite',
      'scan',
    ]);
    expect(kinds.get('alter column public.t.b')).toEqual(['nullable']);
    expect(kinds.get('create constraint public.t.k')).toEqual(['scan']);
    expect(kinds.get('create index public.t.i')).toEqual(['index_build']);
    const index = made.steps.find(({ id }) => id === 'create index public.t.i');
    expect(index?.hazards[0]?.message).toBe(
      'builds an index on table public.t, under a lock that keeps writers out; on a large table let online: build it CONCURRENTLY after COMMIT, or do that by hand first, under the same name: the plan finds it',
    );
  });

  it('has nothing to say of what the plan itself makes, which nobody uses yet', async () => {
    const { plan } = await open('create table u (id int primary key);');
    const planned = await plan(`create table u (id int primary key);
      create table t (id int primary key, email text unique, u int references u, check (id > 0));
      create index on t (lower(email)); create materialized view m as select 1 as id; create unique index on m (id);`);
    expect(planned.plan.steps.length).toBeGreaterThan(5);
    expect(planned.plan.steps.flatMap(({ hazards }) => hazards)).toEqual([]);
  });

  it('refuses the hazards that the guard forbids, by size where it says one', async () => {
    const { plan } = await open(
      "create table t (id int, a text); insert into t select i, repeat('x', 500) from generate_series(1, 2000) i;",
    );
    const state = 'create table t (id bigint, a text); create index i on t (id);';
    const codes = async (guard: Record<string, unknown>): Promise<string[]> =>
      (await plan(state, { guard })).plan.refusals.map(
        ({ code, message }) => `${code}: ${message.replace(/: .*\(/s, ' (')}`,
      );
    expect(await codes({ hazards: { rewrite: '1GB', index_build: 'allow' }, max_locked: '5min' })).toEqual(
      [],
    );
    expect(await codes({ hazards: { rewrite: '500kB' } })).toEqual([
      'hazard_forbidden: alter column public.t.id (guard.hazards.rewrite: forbidden from 0.5 MB on)',
    ]);
    expect(await codes({ hazards: { index_build: 'forbid' } })).toEqual([
      'hazard_forbidden: create index public.t.i (guard.hazards.index_build: forbid)',
    ]);
    expect(await codes({ max_locked: '1ms' })).toEqual([
      'locked_too_long: locks would be held longer than guard.max_locked allows (0.001 s)',
    ]);
  });

  it('tells of jobs that name what goes, and of subscribers that hear nothing of it', async () => {
    const { plan } = await open(`
      create schema cron;
      create table cron.job (jobid bigint, jobname text, command text);
      insert into cron.job values (1, 'nightly', 'delete from public.sessions where old'), (2, null, 'select 1');
      create table sessions (old bool); create table kept (id int, a int); create publication p for table kept;`);
    const planned = await plan(
      'create table kept (id int, a bigint, b int); create publication p for table kept;',
      {
        schemas: ['public'],
        guard: { destructive: 'allow' },
      },
    );
    expect(planned.plan.steps.map(({ id }) => id)).toContain('drop table public.sessions');
    expect(planned.notes).toEqual([
      'cron job 1 (nightly) names sessions, which is dropped: it may fail from then on',
    ]);
    const told = planned.plan.steps.filter((step) => step.hazards.some(({ kind }) => kind === 'replicated'));
    expect(told.map(({ id }) => id)).toEqual(['alter column public.kept.a', 'create column public.kept.b']);
  });

  it('refuses another database than the expected one', async () => {
    const { plan, name, session } = await open('');
    const [row] = await session.query<{ id: string }>(
      'select system_identifier::text as id from pg_control_system()',
    );
    const database = (expect: Record<string, unknown>) => ({ database: { url: '${ONE_URL}', expect } });
    await plan('', database({ name, system_identifier: row?.id }));
    expect((await failure(plan('', database({ name: 'other' })))).message).toContain(
      `its name is ${name}, not other`,
    );
    expect((await failure(plan('', database({ system_identifier: 12 })))).message).toContain(
      `its system identifier is ${row?.id}, not 12`,
    );
    expect((await failure(plan('', database({ project_ref: 'abcdef' })))).message).toContain(
      'its project is none of Supabase, not abcdef',
    );
  });

  it('rehearses: everything happens, and nothing is left of it', async () => {
    const { plan, apply, session, dir } = await open(
      'create table t (id int, a int); insert into t values (1, 2); create table old (id int); insert into old values (1);',
    );
    const planned = await plan('create table t (id int, a bigint);', {
      guard: { destructive: 'allow' },
      after: { sql: ['create table never (id int)'] },
    });
    const report = await apply(planned, { rehearse: true });
    expect(report).toMatchObject({ rehearsed: true, backup: null, steps: 2 });
    expect(report.locked).toBeLessThanOrEqual(report.duration);
    expect(
      await session.query(
        "select c.relname::text as name from pg_class c where c.relname in ('t', 'old', 'never', 'history') order by 1",
      ),
    ).toEqual([{ name: 'old' }, { name: 't' }]);
    expect(readdirSync(join(dir, '.reconcile', 'backups', 'one'))).toEqual([]);
    expect((await apply(planned)).rehearsed).toBe(false);
  });

  it('does what comes after COMMIT, and says that the change is committed where that fails', async () => {
    const { plan, apply, url, session } = await open(
      'create table t (id int); insert into t values (1), (2);',
    );
    const listener = new pg.Client({ connectionString: url });
    await listener.connect();
    closing.push(() => listener.end());
    await listener.query('listen pgrst');
    const heard = new Promise((resolve) => listener.on('notification', ({ payload }) => resolve(payload)));
    const planned = await plan('create table t (id bigint);', {
      after: { notify: { pgrst: 'reload schema' }, analyze: true, sql: ['select nothing()'] },
    });
    const error = await failure(apply(planned));
    expect(error.message).toMatch(
      /The change IS committed \(.*\), but a statement of after: failed: select nothing\(\): function nothing\(\) does not exist/,
    );
    expect(await heard).toBe('reload schema');
    expect(await session.query("select reltuples::int as rows from pg_class where relname = 't'")).toEqual([
      { rows: 2 },
    ]);
    expect((await plan('create table t (id bigint);')).plan.steps).toEqual([]);
  });

  it('counts the rows of what it rewrote as the owner, for whom the server does it', async () => {
    const [owner, deployer] = ['hazards_owner', 'hazards_deployer'];
    const drop = `drop role if exists ${owner}, ${deployer}`;
    await runOn(
      (await sharedServer(major)).url(),
      `${drop}; create role ${owner}; create role ${deployer} login noinherit`,
    );
    closing.push(async () => runOn((await sharedServer(major)).url(), drop));
    const { plan, apply, session, name } = await open(
      `create schema app authorization ${owner}; create table app.t (id int); insert into app.t values (1), (2);
      alter table app.t owner to ${owner}; grant ${owner} to ${deployer};`,
      deployer,
    );
    await session.run(`grant create on database "${name}" to ${deployer}`);
    await apply(
      await plan(
        `create schema app authorization ${owner};
        create table app.t (id bigint); alter table app.t owner to ${owner};`,
        {
          schemas: ['app'],
          scratch: 'embedded',
          after: { analyze: true },
        },
      ),
    );
    expect(await session.query("select reltuples::int as rows from pg_class where relname = 't'")).toEqual([
      { rows: 2 },
    ]);
  });

  it('lets one of two applies through, and tells the other that its plan is stale', async () => {
    const { plan, apply } = await open('create table t (id int);');
    const state = 'create table t (id int, a int);';
    const both = await Promise.allSettled(
      [await plan(state), await plan(state)].map((planned) => apply(planned)),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const reason: unknown = both.flatMap((one) => (one.status === 'rejected' ? one.reason : []))[0];
    expect(String(reason)).toMatch(/The database changed after the plan was made: .*Nothing was changed/s);
  });
});
