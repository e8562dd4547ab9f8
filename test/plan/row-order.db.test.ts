import { expect, it } from 'vitest';
import { majors } from '../support/binaries.js';
import { runOn, withDatabase } from '../support/databases.js';
import { planned } from '../support/planned.js';
import { sharedServer } from '../support/shared.js';

const rows = 'create function f() returns setof t begin atomic select * from t; end;';
const made = "create view v as select (row(1, 'A', 'B')::t).a as x;";

it('what takes rows by place is refused where a column comes to stand elsewhere than in state', async () => {
  const server = await sharedServer(majors().at(-1) ?? 18);
  const codes = async (url: string, sql: string): Promise<string[]> =>
    (await planned(url, sql)).refusals.map(({ code, object }) => `${code} ${object?.kind} ${object?.name}`);
  await withDatabase(server, async (url) => {
    await runOn(url, `create table t (id int, b text); ${rows} create view w as select id from t`);
    const view = 'create view w as select id from t;';
    expect(await codes(url, `create table t (id int, a text, b text); ${rows} ${view} ${made}`)).toEqual([
      'row_order function f',
      'row_order view v',
    ]);
    const named = 'create view n as select q from t o (p, q, r);';
    expect(await codes(url, `create table t (id int, a text, b text); ${view} ${named}`)).toEqual([
      'row_order view n',
    ]);
    expect(await codes(url, `create table t (id int, b text, a text); ${rows} ${view} ${made}`)).toEqual([]);
    expect(
      await codes(
        url,
        `create table t (id int, a text, b text); ${view} create function g() returns int begin atomic select id from t; end;
         create function h() returns void language plpgsql as 'begin insert into public.t values(1, null, null); perform q from public.t o(p, q, r); end';`,
      ),
    ).toEqual([]);
  });
});

it('what takes rows by place is refused where its columns come to stand elsewhere than before', async () => {
  // Before 17 a generated column is made anew for another expression, and comes last.
  const server = await sharedServer(15);
  await withDatabase(server, async (url) => {
    await runOn(url, 'create table t (id int, g int generated always as (id + 1) stored, b int)');
    await runOn(url, rows);
    const again = 'create table t (id int, g int generated always as (id + 2) stored, b int);';
    const { refusals } = await planned(url, `${again} ${rows}`);
    expect(refusals.map(({ message }) => message)).toEqual([
      expect.stringContaining('come to be id, b, g and were id, g, b'),
    ]);
  });
});
