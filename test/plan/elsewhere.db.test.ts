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

it('a GRANT or REVOKE on what state does not make leaves what else is granted on it', async () => {
  const server = await sharedServer(majors().at(-1) ?? 18);
  await withDatabase(server, async (url) => {
    await runOn(
      url,
      `${ROLES_SQL}; create schema o; create table o.t (id int, v text); create function o.f() returns int language sql return 1; create type o.e as enum ('a');
       grant usage on schema o to app_reader; grant select, update (v) on o.t to app_reader; grant insert on o.t to app_other;
       grant execute on function o.f() to app_reader; grant usage on type o.e to app_reader; alter table o.t owner to app_owner;`,
    );
    const state = `grant usage on schema o to app_writer; grant insert, update (id) on o.t to app_writer; revoke insert on o.t from app_other;
      grant execute on function o.f() to app_writer; grant usage on type o.e to app_writer;`;
    const wish = { environment: 'unlisted: keep\n' };
    expect(steps(await planned(url, state, { ...wish, apply: true })).sort()).toEqual([
      'grant execute on function o.f() to app_writer',
      'grant insert on table o.t to app_writer',
      'grant update (id) on table o.t to app_writer',
      'grant usage on schema o to app_writer',
      'grant usage on type o.e to app_writer',
      'revoke insert on table o.t from app_other',
    ]);
    expect((await planned(url, state, wish)).steps).toEqual([]);
  });
});

it('partitions and children that state does not speak of get what comes, changes and goes with their parents', async () => {
  const server = await sharedServer(majors().at(-1) ?? 18);
  await withDatabase(server, async (url) => {
    const parents = (columns: string, more: string): string =>
      `create schema a; create function a.f() returns trigger language plpgsql as 'begin return new; end'; create table a.r (id int primary key);
       create table a.p (id int, d int not null, ${columns}) partition by list (d); create table a.c (id int, ${columns}); ${more}`;
    await runOn(
      url,
      `${parents('v text default 0, w int', 'create index pw on a.p (w)')}; create schema b;
       create table b.p1 partition of a.p for values in (1); create table b.p2 partition of a.p default partition by list (d);
       create table b.p3 partition of b.p2 for values in (3); create table b.k (x int) inherits (a.c); create index on b.p1 (id);
       alter table b.p1 alter column w set default 7; comment on column b.p3.v is 'kept'; insert into a.r values (1), (2), (3);
       insert into a.p (id, d, v) values (1, 1, 'a'), (3, 3, 'c'); insert into b.k (id, v) values (2, 'b');`,
    );
    const states = [
      parents(
        'v varchar(9) default 1, w int, n int default 3',
        `create index pv on a.p (v); alter table a.p add primary key (id, d); alter table a.p add check (id > 0); alter table a.c add check (id > 1);
         alter table a.p add foreign key (id) references a.r; create trigger t before insert on a.p for each row execute function a.f(); alter table a.c alter column id set not null`,
      ),
      parents('v varchar(9)', 'create index pv on a.p (v desc); alter table a.p add primary key (d, id)'),
      parents('v text', ''),
    ];
    const wish = { environment: 'unlisted: report\n' };
    for (const state of states) {
      await planned(url, state, { ...wish, apply: true });
      expect((await planned(url, state, wish)).steps).toEqual([]);
    }
    const rows =
      'select tableoid::regclass::text as at, id, v from a.p union all select tableoid::regclass::text, id, v from a.c order by 2';
    expect(await runOn(url, rows)).toEqual([
      { at: 'b.p1', id: 1, v: 'a' },
      { at: 'b.k', id: 2, v: 'b' },
      { at: 'b.p3', id: 3, v: 'c' },
    ]);
  });
}, 60_000);

it('a partition that goes as its table gets another partition key takes its rows along, and one that stays does not', async () => {
  const server = await sharedServer(majors().at(-1) ?? 18);
  await withDatabase(server, async (url) => {
    await runOn(
      url,
      'create table p (id int, d int) partition by list (d); create table p1 partition of p for values in (1); insert into p values (1, 1)',
    );
    const lost = async (partition: string): Promise<(string | null)[]> =>
      (
        await planned(
          url,
          `create table p (id int, d int) partition by range (d); create table ${partition};`,
          DROP,
        )
      ).steps.flatMap(({ destructive, object }) => (destructive ? [object.name] : []));
    expect(await lost('p2 partition of p default')).toEqual(['p']);
    expect(await lost('p1 partition of p for values from (0) to (9)')).toEqual([]);
  });
});

it('a column that a publication of somebody else names does not go', async () => {
  const server = await sharedServer(majors().at(-1) ?? 18);
  await withDatabase(server, async (url) => {
    await runOn(
      url,
      'create table t (id int primary key, v text, w int, x int); create publication theirs for table t (id, v) where (id > 0)',
    );
    const refused = async (columns: string): Promise<string[]> =>
      (
        await planned(url, `create table t (${columns})`, {
          environment: 'unlisted: drop\nkeep: { publications: [theirs] }\n',
        })
      ).refusals.map(({ code, message }) => `${code}: ${message}`);
    expect(await refused('id int primary key, v text, x int')).toEqual([]);
    expect(await refused('id int primary key, w int, x int')).toEqual([
      'dependent_outside_drop_set: column public.t.v is to be dropped, but publication theirs (in the keep set) stands on it',
    ]);
  });
});

it('privileges on all that a schema holds are about what state makes, and the plan says so', async () => {
  const server = await sharedServer(majors().at(-1) ?? 18);
  await withDatabase(server, async (url) => {
    await runOn(
      url,
      `${ROLES_SQL}; create schema theirs; create table theirs.a (id int); create view theirs.b as select 1 as one; create sequence theirs.s; create table t (id int)`,
    );
    const sql = `create table t (id int); grant select on all tables in schema public to app_reader;
      grant select on all tables in schema theirs to app_reader`;
    const plan = await planned(url, sql);
    expect(steps(plan)).toEqual(['grant select on table public.t to app_reader']);
    expect(plan.diagnostics).toMatchObject([
      {
        level: 'info',
        code: 'not_reached',
        line: 2,
        message: expect.stringMatching(/table theirs\.a and 1 more/),
      },
    ]);
    const whole = await planned(
      url,
      sql.replace('create table t', 'create schema theirs; create table t'),
      DROP,
    );
    expect(whole.diagnostics).toEqual([]);
  });
});

it('what state only adds to gets the name and the owner that its document says', async () => {
  const server = await sharedServer(majors().at(-1) ?? 18);
  await withDatabase(server, async (url) => {
    await runOn(
      url,
      `${ROLES_SQL}; create schema crm; create table notes (id serial primary key, body text); insert into notes (body) values ('x');
       create view readers as select body from notes`,
    );
    const text = `table: crm.lead_notes
renamed_from: public.notes
owner: app_owner
---
view: notes
query: select * from crm.lead_notes
---
table: crm.extra
columns:
  note: integer references crm.lead_notes (id)
`;
    const wish = { format: 'yaml', apply: true } as const;
    const plan = await planned(url, text, wish);
    expect(
      plan.steps.map(({ action, object }) => `${action} ${object.kind} ${object.schema}.${object.name}`),
    ).toEqual([
      'rename table crm.lead_notes',
      'alter table crm.lead_notes',
      'create table crm.extra',
      'create constraint crm.extra_note_fkey',
      'create view public.notes',
    ]);
    expect(steps(await planned(url, text, wish))).toEqual([]);
    expect(await runOn(url, 'select body from public.notes')).toEqual([{ body: 'x' }]);
  });
});

it('a document that adds to what is nowhere is an error at its place', async () => {
  const server = await sharedServer(majors().at(-1) ?? 18);
  await withDatabase(server, async (url) => {
    const nowhere = planned(url, 'table: nowhere\nowner: app_owner\n', { format: 'yaml' });
    await expect(nowhere).rejects.toThrow(/table public.nowhere is not in the database/);
  });
});

it('what another tool made of a table that state adds to is not refused', async () => {
  const server = await sharedServer(majors().at(-1) ?? 18);
  await withDatabase(server, async (url) => {
    await runOn(url, 'create table theirs (id int primary key, v text); create table more (id int)');
    const text = 'table: theirs\nrow_level_security: enabled\npolicies:\n  p: for select using (true)\n';
    const plan = await planned(url, text, { format: 'yaml', environment: 'unlisted: refuse\n' });
    expect(plan.refusals.map(({ message }) => message)).toEqual([
      'table public.more is in the database but in no set, and the environment says unlisted: refuse',
    ]);
    expect(plan.unlisted).toHaveLength(4);
  });
});

it('a comment that goes from a column of a view alters the view', async () => {
  const server = await sharedServer(majors().at(-1) ?? 18);
  await withDatabase(server, async (url) => {
    await runOn(url, "create view v as select 1 as a; comment on column v.a is 'x'");
    const plan = await planned(url, 'create view v as select 1 as a', DROP);
    expect(plan.summary).toMatchObject({ drop: 0, alter: 1 });
    expect(plan.steps.map(({ action, locks, destructive }) => ({ action, locks, destructive }))).toEqual([
      { action: 'alter', locks: [{ mode: 'SHARE UPDATE EXCLUSIVE', on: 'public.v' }], destructive: false },
    ]);
  });
});

it('what state only adds to is found in a schema that gets another name', async () => {
  const server = await sharedServer(majors().at(-1) ?? 18);
  await withDatabase(server, async (url) => {
    await runOn(
      url,
      'create schema app; create table app.k (id int primary key); create table app.m (id int)',
    );
    const text = `schema: shop
renamed_from: app
---
table: shop.kept
renamed_from: k
---
table: shop.m
comment: ours
`;
    const wish = { format: 'yaml', apply: true } as const;
    expect(steps(await planned(url, text, wish))).toEqual([
      'alter schema app rename to shop',
      'alter table shop.k rename to kept',
      "comment on table shop.m is 'ours'",
    ]);
    expect(steps(await planned(url, text, wish))).toEqual([]);
  });
});

it('a document with parents and without columns makes a child', async () => {
  const server = await sharedServer(majors().at(-1) ?? 18);
  await withDatabase(server, async (url) => {
    await runOn(url, 'create table parent (id int)');
    const text = 'table: child\ninherits: [parent]\n';
    const wish = { format: 'yaml', apply: true } as const;
    expect(steps(await planned(url, text, wish))).toEqual([
      'create table public.child () inherits (public.parent)',
    ]);
    expect(steps(await planned(url, text, wish))).toEqual([]);
  });
});
