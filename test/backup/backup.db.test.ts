import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { apply } from '../../src/apply/index.js';
import type { Session } from '../../src/database/index.js';
import type { Catalog } from '../../src/model/catalog.js';
import { compareText } from '../../src/model/id.js';
import type { Loss } from '../../src/plan/result.js';
import { ENGINES, openPlace, type Place } from '../apply/databases.js';
import { catalogOf, handPlan, optionsFor, required, tableLosses } from '../apply/hand-plan.js';
import { runScript } from '../support/psql-script.js';

const HARD = `
  create schema shop;
  create table shop."Odd.name" ("a b" int primary key, "select" text, bytes bytea, list text[], doc jsonb, at timestamptz, f float8,
    twice int generated always as ("a b" * 2) stored, gone int, id bigint generated always as identity);
  alter table shop."Odd.name" drop column gone;
  insert into shop."Odd.name" ("a b", "select", bytes, list, doc, at, f) values
    (1, E'tab\\there\\nline\\r\\\\.', '\\x00ff', array['a,b', null, '"'], '{"k": "v\\n"}', '2020-02-29 12:00+02', 0.1),
    (2, E'\\\\.', null, '{}', null, 'infinity', 'NaN'), (3, '', '', null, '1', null, 1e300), (4, 'ünïcødé 🎉', null, null, null, null, null);
  comment on table shop."Odd.name" is 'it''s odd';
  create index on shop."Odd.name" ("select");
  create table shop.empty (x int);
  create table shop.bare ();
  insert into shop.bare default values; insert into shop.bare default values;
  create table shop.line (id serial primary key, odd int references shop."Odd.name" on delete cascade, constraint positive check (id > 0));
  insert into shop.line (odd) values (1), (2), (null);
  create sequence shop.numbers start 100 increment 5;
  select nextval('shop.numbers'), nextval('shop.numbers');
  create sequence shop.fresh;
  create table shop.log (day date, what text) partition by range (day);
  create table shop.log_2020 partition of shop.log for values from ('2020-01-01') to ('2021-01-01') partition by list (what);
  create table shop.log_2020_a partition of shop.log_2020 for values in ('a');
  create table shop.log_2020_b partition of shop.log_2020 default;
  create table shop.log_rest partition of shop.log default;
  insert into shop.log values ('2020-05-05', 'a'), ('2020-05-06', 'b'), ('1999-01-01', 'c');
  create table shop.base (id int primary key); create table shop.derived (more text) inherits (shop.base);
  insert into shop.base values (1); insert into shop.derived values (2, 'x');
  create materialized view shop.sums as select count(*) n from shop.line;
  create function shop.stamp() returns trigger language plpgsql as $f$ begin raise exception 'a trigger ran while restoring'; end $f$;
  create trigger stamp before insert on shop.line for each row execute function shop.stamp();
  alter table shop.line enable row level security;
  alter table shop.line force row level security;
  create policy nobody on shop.line using (false) with check (false);
`;

/** Everything of one schema: definitions without addresses, and rows. */
async function contents(session: Session, schema: string): Promise<unknown> {
  const catalog = await catalogOf(session);
  const objects = [...catalog.objects.values()]
    .filter((object) => object.id.schema === schema)
    .map(({ key, attributes, owner, comment, grants }) => ({ key, attributes, owner, comment, grants }))
    .sort((a, b) => compareText(a.key, b.key));
  const rows: Record<string, unknown> = {};
  for (const { id } of catalog.objects.values()) {
    if (id.schema !== schema || !['table', 'sequence', 'materialized_view'].includes(id.kind)) continue;
    const name = `"${schema}"."${id.name}"`;
    const what = id.kind === 'sequence' ? 'last_value, is_called' : '*';
    rows[name] = await session.query(`select t::text from (select ${what} from ${name}) t order by 1`);
  }
  return { objects, rows };
}

describe.each(ENGINES)('backup and restore on %s', (engine) => {
  const places: Place[] = [];
  const open = async (sql: string, user?: string): Promise<Place> => {
    const place = await openPlace(engine, sql, user);
    places.push(place);
    return place;
  };
  afterEach(async () => {
    for (const place of places.splice(0)) await place.close();
  });

  /** A plan that drops the whole schema. */
  function dropSchema(live: Catalog, name: string) {
    const objects = new Map(
      [...live.objects].filter(
        ([, { id }]) => id.schema !== name && !(id.kind === 'schema' && id.name === name),
      ),
    );
    const ours = [...live.objects.values()].filter(({ id }) => id.schema === name);
    const losses: Loss[] = ours.flatMap((relation): Loss[] => {
      const kind = { table: 'table', materialized_view: 'materialized view', sequence: 'sequence' }[
        relation.id.kind
      ];
      return kind === 'table' || kind === 'materialized view' || kind === 'sequence'
        ? [{ stepId: '1', relation, columns: null, kind }]
        : [];
    });
    return handPlan(
      live,
      { ...live, objects },
      [{ sql: [`drop schema ${name} cascade`], action: 'drop' }],
      losses,
    );
  }

  it('brings a whole schema back, definitions and rows', async () => {
    const place = await open(HARD);
    const before = await contents(place.session, 'shop');
    const report = await apply(
      place.session,
      dropSchema(await catalogOf(place.session), 'shop'),
      await optionsFor(place.session),
    );
    const folder = report.backup?.folder ?? '';
    checkFiles(folder);
    expect(await place.session.query("select 1 from pg_namespace where nspname = 'shop'")).toEqual([]);
    await runScript(place.session, join(folder, 'restore.sql'));
    expect(await contents(place.session, 'shop')).toEqual(before);
    expect(await place.session.query("select nextval('shop.numbers')::text as n")).toEqual([{ n: '110' }]);
  });

  const onServer =
    engine === 'pglite' ? () => undefined : it.skipIf(spawnSync('psql', ['--version']).status !== 0);
  onServer('is restored by psql, from anywhere', async () => {
    const place = await open(HARD);
    const before = await contents(place.session, 'shop');
    const report = await apply(
      place.session,
      dropSchema(await catalogOf(place.session), 'shop'),
      await optionsFor(place.session),
    );
    const [url] = await place.session.query<{ url: string }>(
      "select format('postgresql://%s@127.0.0.1:%s/%s', current_user, current_setting('port'), current_database()) as url",
    );
    const psql = spawnSync(
      'psql',
      ['-X', '-q', '-f', join(report.backup?.folder ?? '', 'restore.sql'), url?.url ?? ''],
      { cwd: '/', encoding: 'utf8' },
    );
    expect(psql.stderr).toBe('');
    expect(psql.status).toBe(0);
    expect(await contents(place.session, 'shop')).toEqual(before);
  });

  it('brings back dropped and retyped columns by the key', async () => {
    const sql = `create table public.p (a int, b text, n numeric not null default 1.5, gone text not null default 'x', s serial, g int generated always as (a * 2) stored, primary key (a, b));
      insert into public.p (a, b, n, gone) select i, 'k' || i, i + 0.25, 'value ' || i from generate_series(1, 9) i;`;
    const place = await open(sql);
    const rows = 'select a, b, n::text, gone, s, g from public.p order by a';
    const before = await place.session.query(rows);
    const change = [
      'alter table public.p drop column gone',
      'alter table public.p drop column s',
      'alter table public.p alter column n drop default',
      'alter table public.p alter column n type int',
    ];
    const live = await catalogOf(place.session);
    const target = await open(`${sql}; ${change.join(';')}`);
    const loss: Loss = {
      stepId: '1',
      relation: required(live, 'table public.p'),
      columns: ['gone', 'n', 's'],
      kind: 'column',
    };
    const report = await apply(
      place.session,
      handPlan(live, await catalogOf(target.session), [{ sql: change }], [loss]),
      await optionsFor(place.session),
    );
    await place.session.run("insert into public.p values (100, 'since', 5)");
    await runScript(place.session, join(report.backup?.folder ?? '', 'restore.sql'));
    expect((await place.session.query(rows)).slice(0, 9)).toEqual(before);
  });

  it('keeps whole rows of a table without a key beside it', async () => {
    const sql =
      "create table public.p (a int, gone text); insert into public.p values (1, 'one'), (1, 'two');";
    const place = await open(sql);
    const live = await catalogOf(place.session);
    const change = ['alter table public.p drop column gone'];
    const target = await open(`${sql}; ${change.join(';')}`);
    const loss: Loss = {
      stepId: '1',
      relation: required(live, 'table public.p'),
      columns: ['gone'],
      kind: 'column',
    };
    const report = await apply(
      place.session,
      handPlan(live, await catalogOf(target.session), [{ sql: change }], [loss]),
      await optionsFor(place.session),
    );
    await runScript(place.session, join(report.backup?.folder ?? '', 'restore.sql'));
    expect(
      await place.session.query('select a, gone from reconcile_backup."public.p" order by gone'),
    ).toEqual([
      { a: 1, gone: 'one' },
      { a: 1, gone: 'two' },
    ]);
  });

  it('writes nothing where the guard says none', async () => {
    const place = await open('create table public.p (a int); insert into public.p values (1)');
    const live = await catalogOf(place.session);
    const objects = new Map([...live.objects].filter(([, { id }]) => id.name !== 'p' && id.table !== 'p'));
    const plan = handPlan(
      live,
      { ...live, objects },
      [{ sql: ['drop table public.p'] }],
      tableLosses(live, ['public.p']),
    );
    const options = await optionsFor(place.session);
    const report = await apply(place.session, plan, {
      ...options,
      guard: { ...options.guard, backup: 'none' },
    });
    expect(report.backup).toBeNull();
    expect(readdirSync(options.backupDir)).toEqual([]);
  });
});

function checkFiles(folder: string): void {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  expect(manifest.tables.length).toBeGreaterThan(5);
  for (const table of manifest.tables) {
    const bytes = readFileSync(join(folder, table.file));
    expect({ bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }).toEqual({
      bytes: table.bytes,
      sha256: table.sha256,
    });
  }
}
