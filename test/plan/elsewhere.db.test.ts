import { expect, it } from 'vitest';
import { majors } from '../support/binaries.js';
import { ROLES_SQL } from '../support/case-place.js';
import { runOn, withDatabase } from '../support/databases.js';
import { planned } from '../support/planned.js';
import { sharedServer } from '../support/shared.js';

const DROP = { environment: 'unlisted: drop\n' };
const steps = (plan: Awaited<ReturnType<typeof planned>>): string[] => plan.steps.flatMap(({ sql }) => sql);

it('what state only adds to keeps all else that it has, even where state is the whole truth', async () => {
  const server = await sharedServer(majors().at(-1) ?? 18);
  await withDatabase(server, async (url) => {
    await runOn(
      url,
      `${ROLES_SQL}; create schema storage; create table storage.objects (id uuid primary key, bucket text);
       alter table storage.objects owner to app_owner; grant select on storage.objects to app_reader;
       comment on column storage.objects.bucket is 'x'; create table public.made (id int);`,
    );
    const policies = (table: string): string =>
      `table: ${table}\npolicies:\n  p: for select to public using (true)\n`;
    const wish = { format: 'yaml', apply: true } as const;
    const platform = await planned(url, policies('storage.objects'), {
      ...wish,
      environment: 'platform: supabase\nschemas: [public]\nunlisted: drop\nkeep: { tables: [made] }\n',
    });
    const policy = (table: string): string[] => [
      `create policy p on ${table} for select to public using (true)`,
    ];
    expect(steps(platform)).toEqual(policy('storage.objects'));
    const whole = await planned(url, `${policies('storage.objects')}---\n${policies('made')}`, {
      ...wish,
      ...DROP,
    });
    expect(steps(whole)).toEqual(policy('public.made'));
  });
});

it('what state makes on something that is to be dropped is refused', async () => {
  const server = await sharedServer(majors().at(-1) ?? 18);
  await withDatabase(server, async (url) => {
    await runOn(url, 'create table made (id int, v text)');
    const refused = async (sql: string): Promise<string[]> =>
      (await planned(url, sql, DROP)).refusals.map(({ message }) => message);
    const needs = 'needs table public.made, which state does not declare: it is to be dropped';
    expect(await refused('create view w as select id, v from made')).toEqual([`view public.w ${needs}`]);
    expect(await refused('create policy p on made using (true)')).toEqual([`policy public.made.p ${needs}`]);
    expect(await refused('create table other (id int)')).toEqual([]);
  });
});

it('what the connecting role has been granted on what another owns stays', async () => {
  const server = await sharedServer(majors().at(-1) ?? 18);
  await withDatabase(server, async (url) => {
    await runOn(
      url,
      `${ROLES_SQL}; do $$ begin if to_regrole('connects') is null then create role connects login createdb; grant app_owner to connects; end if;
         execute format('grant create on database %I to connects', current_database()); end $$;
       create schema app authorization app_owner; set role app_owner;
       create table app.t (id int primary key); grant select on app.t to connects with grant option; grant select on app.t to app_reader;
       create function app.f() returns int language sql return 1; grant execute on function app.f() to connects`,
    );
    const mine = new URL(url);
    mine.username = 'connects';
    const wish = { environment: 'schemas: [app]\nunlisted: report\n' };
    const table = 'create schema app; create table app.t (id int primary key);';
    const plan = await planned(
      mine.href,
      `${table} create function app.f() returns int language sql return 1; comment on table app.t is 'x'`,
      wish,
    );
    expect(steps(plan)).toEqual(["comment on table app.t is 'x'"]);
  });
});

it('a publication that state does not speak of lets its tables and schemas go', async () => {
  const server = await sharedServer(majors().at(-1) ?? 18);
  await withDatabase(server, async (url) => {
    await runOn(
      url,
      `create schema s; create table a (id int primary key); create table c (id int primary key);
       create publication one for table a, c, tables in schema s; create publication two for table a;`,
    );
    const plan = await planned(url, '', {
      apply: true,
      environment: 'drop: { tables: [a], schemas: [s] }\n',
    });
    expect(steps(plan)).toEqual(['drop table public.a', 'drop schema s']);
    const left = await runOn(
      url,
      'select pubname::text as publication, tablename::text as name from pg_publication_tables',
    );
    expect(left).toEqual([{ publication: 'one', name: 'c' }]);
  });
});

it('what goes with a column under drop: is not in its way', async () => {
  const server = await sharedServer(majors().at(-1) ?? 18);
  await withDatabase(server, async (url) => {
    await runOn(
      url,
      `create table a (id int primary key); create table other (x int, id int references a); create index on other (id, x);
       create statistics pair on x, id from other; create table p (id int, w text) partition by list (id);
       create table p1 partition of p default; create index on p (w); create table b (id int, w text); create table c (x int) inherits (b)`,
    );
    const plan = await planned(url, '', {
      apply: true,
      environment: 'unlisted: keep\ndrop: { columns: [other.id, p.w, b.w] }\n',
    });
    expect(steps(plan).sort()).toEqual([
      'alter table public.b drop column w',
      'alter table public.other drop column id',
      'alter table public.p drop column w',
    ]);
    const taken = plan.steps.flatMap(({ takes }) => takes.map(({ name }) => name));
    expect(taken).toEqual(expect.arrayContaining(['other_id_fkey', 'pair']));
  });
});

it('a rename that cannot be, for both names are there, is told of where the earlier one goes', async () => {
  const server = await sharedServer(majors().at(-1) ?? 18);
  await withDatabase(server, async (url) => {
    await runOn(
      url,
      'create table a (id int primary key, x int, y int); create table b (id int primary key)',
    );
    const state =
      '-- reconcile: renamed_from b\ncreate table a (id int primary key,\n-- reconcile: renamed_from x\ny int);';
    const { diagnostics } = await planned(url, state, DROP);
    const not = 'is dropped, not renamed to';
    expect(diagnostics.map(({ message }) => message)).toEqual([
      `table public.b ${not} table public.a, which is there already: move its rows first, or drop the other one by hand`,
      `column public.a.x ${not} column public.a.y, which is there already: move its rows first, or drop the other one by hand`,
    ]);
  });
});

it('a type gets another name under a view that state does not speak of, and a view over that one another query', async () => {
  const server = await sharedServer(majors().at(-1) ?? 18);
  await withDatabase(server, async (url) => {
    await runOn(
      url,
      `create schema oth; create type en as enum ('a', 'b'); create table t (id int, e en[]);
       create view oth.v as select id, e from t; create view w as select * from oth.v`,
    );
    const state =
      "-- reconcile: renamed_from en\ncreate type en2 as enum ('a', 'b');\ncreate table t (id int, e en2[]); create view w as select * from oth.v where true;";
    const wish = { environment: 'schemas: [public]\n' };
    await planned(url, state, { ...wish, apply: true });
    expect((await planned(url, state, wish)).steps).toEqual([]);
  });
});
