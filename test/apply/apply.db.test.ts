import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { apply } from '../../src/apply/index.js';
import type { Session } from '../../src/database/index.js';
import { listHistory } from '../../src/history/index.js';
import { ENGINES, openPlace, type Place } from './databases.js';
import { catalogOf, definitions, type HandStep, handPlan, optionsFor, tableLosses } from './hand-plan.js';

const BEFORE = `
  create table public.clients (id bigint generated always as identity primary key, email text not null, note text);
  create table public.orders (id serial primary key, client bigint references public.clients, total numeric(10,2) default 0);
  create index orders_client_idx on public.orders (client);
  alter table public.clients enable row level security;
  create policy "read own" on public.clients using (email = current_user);
  create function public.touch() returns trigger language plpgsql as 'begin return new; end';
  create trigger trg before update on public.clients for each row execute function public.touch();
  create view public.overview as select id, email from public.clients;
  comment on table public.orders is 'what they bought';
  insert into public.clients (email) select 'a' || i from generate_series(1, 50) i;
  insert into public.orders (client, total) select i, i * 1.5 from generate_series(1, 40) i;
`;

/** The hand-made plan that leads from `before` to a database on which `change` ran. */
async function planFor(
  place: Place,
  engine: (typeof ENGINES)[number],
  before: string,
  steps: HandStep[],
  lost: string[] = [],
) {
  const live = await catalogOf(place.session);
  const target = await openPlace(engine, before);
  try {
    for (const step of steps) await target.session.run(step.sql.join(';'));
    return handPlan(live, await catalogOf(target.session), steps, tableLosses(live, lost));
  } finally {
    await target.close();
  }
}

const count = async (session: Session, sql: string): Promise<unknown> =>
  Object.values((await session.query(`select (${sql})::text as n`))[0] ?? {})[0];

describe.each(ENGINES)('apply on %s', (engine) => {
  const places: Place[] = [];
  const open = async (sql: string): Promise<Place> => {
    const place = await openPlace(engine, sql);
    places.push(place);
    return place;
  };
  afterEach(async () => {
    for (const place of places.splice(0)) await place.close();
  });

  it('changes what the plan says, records it, and explains what PostgreSQL does in its wake', async () => {
    const place = await open(BEFORE);
    const steps: HandStep[] = [
      {
        sql: [
          'alter table public.clients add column phone text unique',
          'alter table public.clients alter column note set not null',
        ],
      },
      {
        sql: [
          'create table public.tags (id int generated always as identity primary key, label text, client bigint references public.clients)',
        ],
      },
      {
        sql: [
          "create type public.mood as enum ('sad', 'glad')",
          'create view public.v2 as select * from public.tags',
        ],
      },
      {
        sql: [
          'drop index public.orders_client_idx',
          'alter table public.orders alter column total type numeric(12,2)',
          'alter table public.orders rename column total to sum',
        ],
      },
      {
        sql: [
          "comment on column public.clients.email is 'where to write'",
          'grant select on public.overview to public',
        ],
      },
      {
        sql: [
          'create table public.parent (id int, at date) partition by range (at)',
          "create table public.child partition of public.parent for values from ('2020-01-01') to ('2021-01-01')",
          'create index on public.parent (id)',
        ],
      },
    ];
    await place.session.run("update public.clients set note = ''");
    const result = await planFor(place, engine, `${BEFORE}; update public.clients set note = ''`, steps);
    const report = await apply(
      place.session,
      result,
      await optionsFor(place.session, {
        verify: { sql: ['select true', 'select 1 from public.v2'], http: [] },
      }),
    );
    expect(report).toMatchObject({ steps: 6, backup: null, notes: [] });
    const [entry] = await listHistory(place.session);
    expect(entry).toMatchObject({ id: report.id, environment: 'test', backup: null, toolVersion: '0.0.0' });
    expect(
      await count(
        place.session,
        "select count(*) from aclexplode((select relacl from pg_class where oid = 'reconcile.history'::regclass)) a, pg_class c where c.oid = 'reconcile.history'::regclass and a.grantee <> c.relowner",
      ),
    ).toBe('0');
  });

  it('drops tables with a backup', async () => {
    const place = await open(BEFORE);
    const steps: HandStep[] = [{ sql: ['drop table public.orders'], action: 'drop' }];
    const result = await planFor(place, engine, BEFORE, steps, ['public.orders']);
    const options = await optionsFor(place.session);
    const report = await apply(place.session, result, options);
    expect(report.backup).toMatchObject({ id: report.id, tables: 1, rows: 40 });
    const folder = report.backup?.folder ?? '';
    expect(readdirSync(folder).sort()).toEqual(['data', 'manifest.json', 'restore.sql']);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'manifest.json')).mode & 0o777).toBe(0o600);
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({
      tables: [{ name: 'orders', rows: 40 }],
      sequences: [{ name: 'orders_id_seq', last_value: '40' }],
    });
  });

  it('is stopped by a step that fails, and says which', async () => {
    const place = await open(BEFORE);
    const steps: HandStep[] = [{ sql: ['drop table public.orders'], action: 'drop' }];
    const plan = await planFor(place, engine, BEFORE, steps, ['public.orders']);
    const failing = {
      ...plan,
      steps: plan.steps.map((step) => ({
        ...step,
        step: { ...step.step, sql: [...step.step.sql, 'select 1/0'] },
      })),
    };
    const options = await optionsFor(place.session);
    const before = await definitions(place.session);
    await expect(apply(place.session, failing, options)).rejects.toThrow(
      /Step 1 of 1 \(drop .*division by zero[\s\S]*select 1\/0[\s\S]*nothing was changed/,
    );
    expect(await count(place.session, 'select count(*) from public.orders')).toBe('40');
    expect(
      readdirSync(options.backupDir).flatMap((name) => readdirSync(join(options.backupDir, name))),
    ).toEqual([]);
    expect(await definitions(place.session)).toEqual(before);
    expect(existsSync(options.backupDir)).toBe(true);
  });

  it('is stopped by a verification that is false, fails, or is no query', async () => {
    const place = await open(BEFORE);
    const steps: HandStep[] = [{ sql: ['drop view public.overview'] }];
    const plan = await planFor(place, engine, BEFORE, steps);
    for (const [sql, message] of [
      ['select false', /answered false/],
      ['select count(*) < 0 from public.clients', /answered false/],
      ['select * from public.overview', /does not exist/],
      ['commit', /syntax error/],
      ["select setval('public.orders_id_seq', 1)", /read-only/],
    ] as const) {
      const options = await optionsFor(place.session, { verify: { sql: [sql], http: [] } });
      await expect(apply(place.session, plan, options)).rejects.toThrow(message);
    }
    expect(await count(place.session, 'select count(*) from public.overview')).toBe('50');
  });

  it('refuses a database that is not the one the plan was made from', async () => {
    const place = await open(BEFORE);
    const plan = await planFor(place, engine, BEFORE, [{ sql: ['drop view public.overview'] }]);
    const options = await optionsFor(place.session);
    await place.session.run("comment on view public.overview is 'changed since'");
    await expect(apply(place.session, plan, options)).rejects.toMatchObject({
      name: 'UserError',
      problems: [{ code: 'stale' }],
    });
  });
});
