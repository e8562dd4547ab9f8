import { expect, it } from 'vitest';
import { majors } from '../support/binaries.js';
import { runOn, withDatabase } from '../support/databases.js';
import { planned } from '../support/planned.js';
import { sharedServer } from '../support/shared.js';

it('a change that PostgreSQL refuses while a column holds rows of the table is refused in the plan', async () => {
  const server = await sharedServer(majors().at(-1) ?? 18);
  await withDatabase(server, async (url) => {
    const state = (type: string, more = ''): string =>
      `create table t (a ${type}, v varchar(5)${more}); create view w as select a from t; create type c as (x ${type}); create table holders (rs t[], f w, c c);`;
    const refused = async (sql: string): Promise<string[]> =>
      (await planned(url, sql)).refusals.map(({ code, message }) => `${code} ${message}`);
    await runOn(url, state('int'));
    const rows = ', but column public.holders.';
    expect(await refused(state('bigint'))).toEqual([
      `rows_held column public.t.a changes${rows}rs holds rows of table public.t: PostgreSQL refuses that`,
      `rows_held view public.w has to be dropped and made anew${rows}f holds rows of view public.w: PostgreSQL refuses that`,
    ]);
    expect(await refused(state('int', ', more text'))).toEqual([]);
    expect(await refused(state('int').replace('varchar(5)', 'varchar(9)'))).toEqual([]);
    expect(await refused(state('int').replace('x int', 'x bigint'))).toEqual([]);
    expect(await refused(state('bigint').replace('rs t[], f w', 'rs text[], f text'))).toEqual([]);
  });
});
