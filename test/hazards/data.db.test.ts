import { afterEach, describe, expect, it } from 'vitest';
import { failure } from '../apply/scenario.js';
import { majors } from '../support/binaries.js';
import { openProject } from './project.js';

const TRIED = majors().filter((major) => major === 15 || major === 18);

describe.each(TRIED)('rows in the way on %s', (major) => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  const open = (sql: string, user?: string): ReturnType<typeof openProject> =>
    openProject(major, closing, sql, user);

  it('counts the rows that stand in the way, before it begins, and names some', async () => {
    const { plan, apply, session } = await open(`
      create table parents (id int primary key);
      create table t (id int primary key, email text, code text, parent int, note text, size bigint);
      insert into t values (1, null, 'a', 7, 'ok', 1), (2, 'x', 'a', null, 'longer than five', 3000000000), (3, null, 'b', null, '', 1), (4, null, 'c', null, '', 1), (5, null, 'd', null, '', 1);`);
    const planned = await plan(`
      create table parents (id int primary key);
      create table t (id int primary key, email text not null, code text unique, parent int references parents, note varchar(5), size int, must text not null,
        constraint tiny check (size < 10 and length(code) in (1, 2)), constraint own check (pg_backend_pid() is null or size < 10));`);
    const notes = planned.notes.join('\n');
    expect(notes).toContain(
      '4 rows of public.t have no value in email: (id = 1), (id = 3), (id = 4), …: apply will refuse',
    );
    expect(notes).toMatch(/2 rows of public\.t break t_code_key: UNIQUE \(code\): \(id = 1\), \(id = 2\)/);
    expect(notes).toMatch(/1 row of public\.t break t_parent_fkey: .*\(id = 1\)/);
    expect(notes).toContain('5 rows of public.t would have no value in must, which is new and not null');
    expect(notes).toContain(
      '1 row of public.t have a value in note that is no character varying(5): (id = 2)',
    );
    expect(notes).toContain('1 row of public.t have a value in size that is no integer: (id = 2)');
    expect(notes).toMatch(/1 row of public\.t break tiny: CHECK .*\(id = 2\)/);
    // State's own code: only an apply asks with it.
    expect(notes).not.toContain('break own');
    const error = await failure(apply(planned));
    expect(error.problems.every(({ code }) => code === 'data')).toBe(true);
    expect(error.message).toMatch(/break tiny: CHECK/);
    expect(await session.query("select to_regnamespace('reconcile') as found")).toEqual([{ found: null }]);
  });

  it('asks a plan with no code of state, whatever has the name of a function or operator of PostgreSQL', async () => {
    const state = (checks: string): string => `
      create function said() returns boolean language sql return true;
      create domain d as text check (said());
      create type e as enum ('a', 'b');
      create type r as (n int);
      create function to_text(r) returns boolean language plpgsql as 'begin return false; end';
      create cast (r as boolean) with function to_text(r) as implicit;
      create function differ(e, e) returns boolean language plpgsql as 'begin return false; end';
      create operator = (leftarg = e, rightarg = e, function = differ);
      create function num_nonnulls(int, int) returns int language plpgsql as 'begin return 0; end';
      create table t (id int primary key, v text, a e, b e, x int, y int, c r${checks});`;
    const { plan } = await open(
      `${state('')} insert into t values (1, 'x', 'a', 'a', 1, 1, '(1)'), (2, 'y', 'a', 'b', 1, null, '(2)');`,
    );
    const { notes } = await plan(
      state(`,
        constraint domains check (v::d <> 'x'), constraint casts check (c),
        constraint operators check (a operator(pg_catalog.=) b and a <> 'b'), constraint functions check (pg_catalog.num_nonnulls(x, y) = 2)`),
    );
    expect(notes.filter((note) => note.includes(' break '))).toEqual([
      expect.stringMatching(/^1 row of public\.t break functions: .*: \(id = 2\): apply will refuse$/),
      expect.stringMatching(/^1 row of public\.t break operators: .*: \(id = 2\): apply will refuse$/),
    ]);
  });

  it('leaves it to an apply to read values as a domain, whose checks may call anything', async () => {
    const state = (type: string): string => `
      create function fits(int) returns boolean language plpgsql immutable as 'begin return $1 < 10; end';
      create domain d as int check (fits(value)); create table t (id int primary key, v ${type});`;
    const { plan, apply } = await open(`${state('text')} insert into t values (1, '5'), (2, '50');`);
    const planned = await plan(state('d'));
    expect(planned.notes.join('\n')).not.toContain('that is no');
    const error = await failure(apply(planned));
    expect(error.message).toMatch(
      major >= 16 ? /1 row of public\.t have a value in v that is no public\.d/ : /check/,
    );
  });

  it('counts the values that are no number of another type, as the server itself sees it', async () => {
    const values = [
      '1',
      '-1.5',
      '1e-400',
      '-1e-60',
      '1e-46',
      '1e-40',
      '1e60',
      '1e400',
      '0',
      'NaN',
      'Infinity',
      '32767.4',
      '32768',
      '2147483648',
      '999.994',
      '999.995',
      '9223372036854775808',
    ];
    const texts = [...values, ' 7 ', '', 'x', '-inf', '1e', '.5', '5.', '+3', '0x1', '1 1', '-0e5'];
    const [from, to] = [
      ['text', 'numeric', 'double precision', 'real', 'bigint'],
      ['smallint', 'integer', 'bigint', 'numeric(5,2)', 'numeric', 'real', 'double precision'],
    ];
    const pairs = from.flatMap((is) => to.filter((will) => will !== is).map((will) => ({ is, will })));
    const table = (type: (pair: { is: string; will: string }) => string): string =>
      `create table t (id int primary key, v text, ${pairs.map((pair, at) => `c${at} ${type(pair)}`).join(', ')});`;
    const { plan, session } = await open(`${table(({ is }) => is)}
      create function bad(v text, via text, type text) returns int language plpgsql as $$ declare x text; begin
        if v is null then return 0; end if; execute format('select %L::%s::%s::text', v, via, type) into x; return 0; exception when others then return 1; end $$;
      insert into t (id, v) select n, v from unnest(array[${texts.map((one) => `'${one}'`).join(', ')}]) with ordinality a (v, n);
      ${pairs.map(({ is }, at) => `update t set c${at} = v::${is} where bad(v, 'text', '${is}') = 0;`).join(' ')}`);
    const expected = await session.query<{ n: number }>(
      pairs
        .map(({ is, will }, at) => `select sum(bad(c${at}::text, '${is}', '${will}'))::int as n from t`)
        .join(' union all '),
    );
    const planned = await plan(
      `${table(({ will }) => will)} create function bad(v text, via text, type text) returns int language plpgsql as $$ begin return 0; end $$;`,
    );
    const found = pairs.map(({ is, will }, at) => {
      const note = planned.notes.find((one) => one.includes(` in c${at} that is no `));
      return `${is} to ${will}: ${note === undefined ? 0 : Number.parseInt(note, 10)}`;
    });
    expect(found).toEqual(pairs.map(({ is, will }, at) => `${is} to ${will}: ${expected[at]?.n}`));
    expect(expected.filter(({ n }) => n > 0).length).toBeGreaterThan(15);
  });

  it('counts them under collations that take no pattern, or have more digits', async () => {
    const before = (options: string): string => `create collation c (provider = icu, ${options});
      create table t (id int primary key, v text collate c); insert into t values (1, '٣'), (2, '4'), (3, 'x');`;
    for (const options of ["locale = 'und-u-ks-level2', deterministic = false", "locale = 'en'"]) {
      const { plan } = await open(before(options));
      const { notes } = await plan(
        `create collation c (provider = icu, ${options}); create table t (id int primary key, v int);`,
      );
      expect(notes.join('\n')).toContain(
        '2 rows of public.t have a value in v that is no integer: (id = 1), (id = 3)',
      );
    }
  });

  it('counts the rows that hold a value which an enum has no longer', async () => {
    const { plan } = await open(`create type e as enum ('a', 'b', 'c'); create domain d as e;
      create table t (id int primary key, k e, ks e[], k_d d, gone e, loose e);
      insert into t values (1, 'b', '{a,b}', 'a', 'b', 'b'), (2, 'a', null, 'b', null, null), (3, 'c', '{c}', null, null, null);`);
    const planned = await plan(`create type e as enum ('a', 'c'); create domain d as e;
      create table t (id int primary key, k e, ks e[], k_d d, loose text);`);
    expect(planned.notes.filter((note) => note.includes('no longer'))).toEqual([
      expect.stringContaining(
        "1 row of public.t have a value in k that public.e has no longer ('b'): (id = 1)",
      ),
      expect.stringContaining('in ks that'),
      expect.stringContaining("in k_d that public.e has no longer ('b'): (id = 2)"),
    ]);
  });

  it('counts them in domains over arrays and in composite types too', async () => {
    const types = (values: string, last: string): string => `create type e as enum (${values});
      create domain list as e[]; create type pair as (reconcile_1 int, v e, gone ${last}); create domain named as pair;
      create type nested as (p pair, l e[]);
      create table t (id int primary key, a list, b pair, c pair[], d named, f nested, g list[]);`;
    const { plan } = await open(`${types("'a', 'b'", 'e')}
      insert into t values (1, '{a,b}', '(1,b,)', '{"(1,b,)"}', '(1,b,)', '("(1,b,)",)', array['{b}'::list]),
        (2, '{a}', '(1,a,b)', '{"(1,a,b)"}', '(1,a,b)', '("(1,a,b)",{a})', array['{a}'::list]), (3, null, null, null, null, null, null);`);
    const planned = await plan(types("'a'", 'text'));
    expect(planned.notes.filter((note) => note.includes('no longer'))).toEqual(
      ['a', 'b', 'c', 'd', 'f', 'g'].map((column) =>
        expect.stringContaining(
          `1 row of public.t have a value in ${column} that public.e has no longer ('b'): (id = 1)`,
        ),
      ),
    );
  });

  it('counts the rows that lie outside of a bound, or in the default partition', async () => {
    const { plan } = await open(`
      create table r (d int, v int) partition by list (d); create table rd partition of r default; insert into r values (1, 1), (2, 2), (null, 3);
      create table s (d date) partition by range (d); create table s1 partition of s for values from ('2020-01-01') to ('2021-01-01');
      insert into s values ('2020-02-02'), ('2020-09-09');
      create table h (d int) partition by hash (d); create table h0 partition of h for values with (modulus 1, remainder 0); insert into h values (1);`);
    const planned = await plan(`
      create table r (d int, v int) partition by list (d); create table rd partition of r default;
      create table r2 partition of r for values in (2, null); create table r3 partition of r for values in (3);
      create table s (d date) partition by range (d); create table s1 partition of s for values from ('2020-01-01') to ('2020-07-01');
      create table s2 partition of s for values from ('2020-07-01') to ('2021-01-01');
      create table h (d int) partition by hash (d); create table h0 partition of h for values with (modulus 2, remainder 0);
      create table h1 partition of h for values with (modulus 2, remainder 1);`);
    expect(planned.notes.filter((note) => note.includes('have a value')).sort()).toEqual([
      expect.stringMatching(/1 row of public\.s1 have a value in d outside of FOR VALUES FROM/),
      expect.stringMatching(/2 rows of public\.rd have a value in d that belongs to public\.r2/),
    ]);
  });

  it('lets through what fits', async () => {
    const { plan, apply } = await open(`
      create table parents (id int primary key); insert into parents values (7);
      create table t (id int, email text, parent int, note text); insert into t values (1, 'x', 7, 'ok'), (2, 'y', null, null);`);
    const planned = await plan(
      `
      create table parents (id int primary key);
      create table t (id int primary key, email text not null unique check (email <> ''), parent int references parents, note varchar(5));`,
      { guard: { destructive: 'allow' } },
    );
    expect(planned.notes).toEqual([]);
    expect((await apply(planned)).steps).toBe(planned.plan.steps.length);
  });

  it('counts them under the names that tables and columns have before they are renamed', async () => {
    const { plan, apply } = await open(`
      create table parents (id int primary key);
      create table old (no int primary key, mail text, code text, parent int, a int, b text, "Size" bigint);
      insert into old values (1, null, 'a', 7, 1, '', 1), (2, 'x', 'a', null, 2, '', 3000000000), (3, 'y', 'b', null, null, '', 3);`);
    const planned = await plan(`
      -- reconcile: renamed_from parents
      create table people (id int primary key);
      -- reconcile: renamed_from old
      create table clients (
        -- reconcile: renamed_from no
        number int primary key,
        -- reconcile: renamed_from mail
        email text not null,
        code text,
        parent int references people,
        -- reconcile: renamed_from b
        a text,
        -- reconcile: renamed_from a
        b int not null,
        -- reconcile: renamed_from "Size"
        size bigint,
        must text not null,
        constraint one unique (code),
        constraint tiny check (size < 10)
      );`);
    expect(planned.plan.summary).toMatchObject({ drop: 0, rename: expect.any(Number) });
    const { message } = await failure(apply(planned));
    const lines = [
      '1 row of public.old have no value in email: (number = 1)',
      '1 row of public.old have no value in b: (number = 3)',
      '2 rows of public.old break one: UNIQUE (code): (number = 1), (number = 2)',
      '1 row of public.old break clients_parent_fkey: FOREIGN KEY (parent) REFERENCES public.people(id): (number = 1)',
      '3 rows of public.old would have no value in must, which is new and not null: (number = 1), (number = 2), (number = 3)',
      '1 row of public.old break tiny: CHECK ((size < 10)): (number = 2)',
    ];
    for (const line of lines) expect(message).toContain(`${line}. Nothing was changed.`);
    expect(message.split('\n')).toHaveLength(lines.length);
  });

  it('cuts no values silently where a type shrinks under its columns', async () => {
    const { plan, apply, session } = await open(`
      create domain short as text; create domain amount as numeric(10,2); create type pair as (a text, b numeric(10,2));
      create table t (id int primary key, s short, ss short[], n amount, p pair);
      insert into t values (1, 'abcdef', array['abcdef'], 1.25, row('abc', 1.25));`);
    const state = `
      create domain short as varchar(3); create domain amount as numeric(10,1); create type pair as (a varchar(3), b numeric(10,1));
      create table t (id int primary key, s short, ss short[], n amount, p pair);`;
    const more = { guard: { destructive: 'allow' } };
    const planned = await plan(state, more);
    expect(
      planned.plan.steps
        .flatMap(({ action, destructive, object }) =>
          destructive && action === 'replace' ? [object.name] : [],
        )
        .sort(),
    ).toEqual(['amount', 'pair', 'short']);
    expect((await failure(apply(planned))).message).toContain('value too long for type character varying(3)');
    await session.query("update t set s = 'abc'");
    expect((await failure(apply(await plan(state, more)))).message).toContain(
      'value too long for type character varying(3)',
    );
    await session.query("update t set ss = array['abc']");
    await apply(await plan(state, more));
    expect(await session.query('select s, ss::text, n, p::text from t')).toEqual([
      { s: 'abc', ss: '{abc}', n: '1.3', p: '(abc,1.3)' },
    ]);
  });

  it('counts values that would go by place where attributes of their type change theirs', async () => {
    const { plan, apply, session } = await open(`
      create type pair as (x text, y text); create domain pairs as pair[];
      create table t (id int primary key, one pair, many pair[], more pairs);
      insert into t values (1, '(X,Y)', array['(X,Y)']::pair[], array['(X,Y)']::pair[]);`);
    const state = `
      create type pair as (y text, x text); create domain pairs as pair[];
      create table t (id int primary key, one pair, many pair[], more pairs);`;
    const planned = await plan(state);
    expect(planned.notes.map((note) => note.split(' that')[0])).toEqual([
      '1 row of public.t have values in many',
      '1 row of public.t have values in more',
    ]);
    expect((await failure(apply(planned))).message).toContain('attributes of public.pair change theirs');
    await session.query('update t set many = null, more = null');
    await apply(await plan(state));
    expect(await session.query('select (one).x, (one).y from t')).toEqual([{ x: 'X', y: 'Y' }]);
  });
});
