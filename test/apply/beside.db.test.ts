import { expect, it } from 'vitest';
import { majors } from '../support/binaries.js';
import { runOn, withDatabase } from '../support/databases.js';
import { planned } from '../support/planned.js';
import { sharedServer } from '../support/shared.js';

const MANIFEST = `table: t
columns: { id: int, b: text }
indexes: { i: (id), j: '(b, (b || b))' }
triggers: { tg: before update for each row execute function trg() }
---
function: trg()
returns: trigger
language: plpgsql
body: begin return new; end
---
view: v
query: select id from t
---
sequence: s
`;

const MADE = `create function trg() returns trigger language plpgsql as 'begin return new; end';
  create table t (id int, b text); create index i on t (id); create index j on t (b, (b || b));
  create trigger tg before update on t for each row execute function trg();
  create view v as select id from t; create sequence s`;

/** Settings that a manifest leaves unsaid, and a .sql file beside it says. */
const SETTINGS = [
  'alter table public.t alter column b set storage external',
  'alter table public.t alter column b set statistics 50',
  'alter table public.t alter column id set (n_distinct=7)',
  'alter index public.j alter column 2 set statistics 60',
  'alter table public.t cluster on i',
  'alter table public.t disable trigger tg',
  'alter view public.v set (security_barrier=true)',
  'alter sequence public.s owned by public.t.id',
];

it('settings that SQL says of what a manifest declares are reached, and stay where nothing says them', async () => {
  const server = await sharedServer(majors().at(-1) ?? 18);
  await withDatabase(server, async (url) => {
    await runOn(url, MADE);
    const wish = { format: 'yaml', apply: true, environment: 'unlisted: report\n' } as const;
    const beside = `${SETTINGS.join(';\n')};\nalter function trg() set search_path = '';\nalter sequence s increment 5`;
    const first = await planned(url, MANIFEST, { ...wish, beside });
    const done = first.steps.flatMap(({ sql }) => sql);
    expect(done).toEqual(expect.arrayContaining(SETTINGS));
    expect(done.join('\n')).toContain('set search_path to');
    expect(done.join('\n')).toContain('increment by 5 ');
    expect((await planned(url, MANIFEST, { ...wish, beside })).steps).toEqual([]);
    expect((await planned(url, MANIFEST, wish)).steps).toEqual([]);
  });
});

it('a table is clustered on one of its parts: what state does not speak of makes way', async () => {
  const server = await sharedServer(majors().at(-1) ?? 18);
  await withDatabase(server, async (url) => {
    await runOn(
      url,
      'create table t (id int primary key, b int); create index j on t (b); alter table t cluster on j',
    );
    const wish = { format: 'yaml', apply: true, environment: 'unlisted: report\n' } as const;
    const table = 'table: t\ncolumns: { id: int primary key, b: int }\n';
    expect((await planned(url, table, wish)).steps).toEqual([]);
    const plan = await planned(url, `${table}cluster_on: t_pkey\n`, wish);
    expect(plan.steps.flatMap(({ sql }) => sql)).toContain('alter table public.t cluster on t_pkey');
    expect(
      await runOn(url, 'select indexrelid::regclass::text as name from pg_index where indisclustered'),
    ).toEqual([{ name: 't_pkey' }]);
    expect((await planned(url, `${table}cluster_on: t_pkey\n`, wish)).steps).toEqual([]);
  });
});
