import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { type ApplyEvent, apply, takeSnapshot } from '../../src/apply/index.js';
import type { Session } from '../../src/database/index.js';
import { UserError } from '../../src/model/errors.js';
import { ENGINES, openPlace, type Place, TRIED } from './databases.js';
import { catalogOf, type HandStep, handPlan, optionsFor, tableLosses } from './hand-plan.js';

const HERE = dirname(fileURLToPath(import.meta.url));
const plant = (name: string): string =>
  readFileSync(join(HERE, '..', 'fixtures', 'plants', `${name}.sql`), 'utf8');

const BEFORE = `
  create table public.old (id serial primary key, what text);
  insert into public.old (what) select 'row ' || i from generate_series(1, 20) i;
  create table public.kept (id int primary key);
  insert into public.kept values (1), (2);
  create view public.report as select id from public.kept;
`;
const DROP: HandStep[] = [{ sql: ['drop table public.old'], action: 'drop' }];

type Engine = (typeof ENGINES)[number];

/** Opens databases of one engine and closes them after each test. */
function opener(engine: Engine): (sql: string) => Promise<Place> {
  const places: Place[] = [];
  const open = async (sql: string): Promise<Place> => {
    const place = await openPlace(engine, sql);
    places.push(place);
    return place;
  };
  afterEach(async () => {
    for (const place of places.splice(0)) await place.close();
  });
  return open;
}

/** A plan to drop `public.old`. */
async function dropPlan(place: Place, steps = DROP) {
  const live = await catalogOf(place.session);
  const objects = new Map(
    [...live.objects].filter(([, object]) => (object.id.table ?? object.id.name) !== 'old'),
  );
  objects.delete('sequence public.old_id_seq');
  return handPlan(live, { ...live, objects }, steps, tableLosses(live, ['public.old']));
}

/** Everything that must be as before: definitions, rows, sequence positions. */
async function everything(session: Session): Promise<unknown> {
  const { lines } = await takeSnapshot(session);
  const rows = await session.query(
    'select (select json_agg(o order by id) from public.old o) as old, (select json_agg(k order by id) from public.kept k) as kept, (select last_value from public.old_id_seq)::text as position',
  );
  return { lines: [...lines], rows };
}

async function failure(work: Promise<unknown>): Promise<UserError> {
  const error = await work.then(
    () => new Error('it did not fail'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UserError)) throw error;
  return error;
}

describe.each(ENGINES)('the proof on %s', (engine) => {
  const open = opener(engine);

  it.each([
    [
      'event-trigger-creates-table',
      /Not in the plan, but done inside this transaction: table public\.tombstone appeared/,
    ],
    [
      'event-trigger-writes-out-of-scope',
      /Not in the plan, but done inside this transaction: table plant_elsewhere\.setting changed: relacl: null → /,
    ],
  ])('meets the plant %s', async (name, message) => {
    const place = await open(`${BEFORE}; ${plant(name)}`);
    const before = await everything(place.session);
    const error = await failure(apply(place.session, await dropPlan(place), await optionsFor(place.session)));
    expect(error.message).toMatch(message);
    expect(error.problems[0]?.hint).toMatch(
      /event trigger: plant_(tombstone|meddle) \(function plant_elsewhere\./,
    );
    if (name.endsWith('out-of-scope')) {
      expect(error.message).toMatch(/description: before → after/);
      expect(error.message).toMatch(
        /default value for plant_elsewhere\.setting\.value|column plant_elsewhere\.setting\.value/,
      );
    }
    expect(error.message).toMatch(/Everything was rolled back: nothing was changed/);
    expect(await everything(place.session)).toEqual(before);
  });

  it.each(['note', 'define'])('meets the plant that writes while verifying: %s', async (call) => {
    const place = await open(`${BEFORE}; ${plant('function-that-writes')}`);
    const before = await everything(place.session);
    const verify = { sql: [`select plant_elsewhere.${call}()`], http: [] };
    const error = await failure(
      apply(place.session, await dropPlan(place), await optionsFor(place.session, { verify })),
    );
    expect(error.message).toMatch(/verify\.sql failed: cannot execute .* in a read-only transaction/);
    expect(await everything(place.session)).toEqual(before);
  });

  it.each([
    [
      'create index on public.fresh (label)',
      /Not in the plan, but done inside this transaction: index public\.fresh_label_idx appeared/,
    ],
    [
      'create policy extra on public.fresh using (true)',
      /Not in the plan, but done inside this transaction: policy extra on public\.fresh appeared/,
    ],
    [
      'create trigger extra before insert on public.fresh for each row execute function public.nothing()',
      /trigger extra on public\.fresh appeared/,
    ],
    [
      'create rule extra as on delete to public.fresh do instead nothing',
      /rule extra on public\.fresh appeared/,
    ],
    [
      'grant select on public.fresh to public',
      /did not give what was planned: table public\.fresh, grants: planned nothing more, is SELECT to PUBLIC/,
    ],
    ['alter table public.kept add column extra int', /table column public\.kept\.extra .*appeared/],
    [
      'alter sequence public.old_id_seq increment 7',
      /did not give what was planned|sequence public\.old_id_seq/,
    ],
  ])('notices what an event trigger adds to a table that a step makes: %s', async (sql, message) => {
    const place = await open(`${BEFORE};
      create function public.nothing() returns trigger language plpgsql as 'begin return new; end';
      create function public.meddle() returns event_trigger language plpgsql as $f$ begin
        if to_regclass('public.fresh') is not null and not exists (select from pg_class where relname = 'guard_idx') then
          create temporary table guard_idx (); ${sql}; end if; end $f$;`);
    const live = await catalogOf(place.session);
    const create = 'create table public.fresh (id int generated always as identity primary key, label text)';
    await place.session.run(create);
    const target = await catalogOf(place.session);
    await place.session.run(
      "drop table public.fresh; create event trigger meddle on ddl_command_end when tag in ('CREATE TABLE') execute function public.meddle()",
    );
    const before = await everything(place.session);
    const plan = handPlan(live, target, [{ sql: [create] }]);
    const error = await failure(apply(place.session, plan, await optionsFor(place.session)));
    expect(error.message).toMatch(message);
    expect(await everything(place.session)).toEqual(before);
  });

  it('names a step that did not give what was planned', async () => {
    const place = await open(BEFORE);
    const steps: HandStep[] = [...DROP, { sql: ['comment on table public.kept is null'] }];
    const plan = await dropPlan(place, steps);
    const kept = plan.live.objects.get('table public.kept');
    const expected = new Map(plan.expected).set(
      'table public.kept',
      kept === undefined ? null : { ...kept, comment: 'wanted' },
    );
    const error = await failure(apply(place.session, { ...plan, expected }, await optionsFor(place.session)));
    expect(error.problems[0]).toMatchObject({ code: 'proof-result' });
    expect(error.message).toMatch(
      /did not give what was planned: table public\.kept, comment: planned wanted, is null/,
    );
  });
});

describe.each(TRIED)('faults on %s', (engine) => {
  const open = opener(engine);

  it('leaves a stranger’s change alone, and says so', async () => {
    const place = await open(BEFORE);
    const other = await place.other();
    const started = async (event: ApplyEvent): Promise<void> => {
      if (event.type === 'step-started') await other.run(plant('other-session-ddl'));
    };
    const waiting: Promise<void>[] = [];
    const slow: HandStep[] = [{ sql: ['select pg_sleep(1)', 'drop table public.old'], action: 'drop' }];
    const report = await apply(
      place.session,
      await dropPlan(place, slow),
      await optionsFor(place.session, { onEvent: (event) => void waiting.push(started(event)) }),
    );
    await Promise.all(waiting);
    expect(report.notes.join('\n')).toMatch(/Somebody else changed: table public\.someone_elses/);
    expect(await other.query("select 1 from pg_class where relname = 'someone_elses'")).toHaveLength(1);
  });

  it('stops where a stranger changed what a step touches', async () => {
    const place = await open(`${BEFORE}; create function public.f() returns int language sql as 'select 1';`);
    const other = await place.other();
    const live = await catalogOf(place.session);
    const f = live.objects.get('function public.f()');
    if (f === undefined) throw new Error('no function');
    const objects = new Map(live.objects).set(f.key, { ...f, comment: 'ours' });
    const result = handPlan(live, { ...live, objects }, [{ sql: ['select pg_sleep(1)'] }]);
    const options = await optionsFor(place.session, {
      onEvent: (event) =>
        void (event.type === 'step-started' && other.run("comment on function public.f() is 'theirs'")),
    });
    const error = await failure(apply(place.session, result, options));
    expect(error.message).toMatch(
      /Somebody else committed a change to what a step touches: function public\.f\(\)/,
    );
  });

  it('survives a terminated backend', async () => {
    const place = await open(BEFORE);
    const other = await place.other();
    const before = await everything(other);
    const slow: HandStep[] = [{ sql: ['drop table public.old', 'select pg_sleep(30)'], action: 'drop' }];
    const options = await optionsFor(place.session);
    const applying = failure(apply(place.session, await dropPlan(place, slow), options));
    await openTransaction(other, 'pg_sleep');
    await other.run(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'reconcile apply' and query like '%pg_sleep%' and pid <> pg_backend_pid()",
    );
    expect((await applying).message).toMatch(/The connection was lost before COMMIT .*nothing was changed/);
    expect(await everything(other)).toEqual(before);
    expect(readdirSync(join(options.backupDir, 'test'))).toEqual([]);
  });

  it('survives kill -9 of its own process', async () => {
    const place = await open(BEFORE);
    const other = await place.other();
    const before = await everything(other);
    const [{ url }] = (await other.query<{ url: string }>(
      "select format('postgresql://%s@127.0.0.1:%s/%s?sslmode=disable', current_user, current_setting('port'), current_database()) as url",
    )) as [{ url: string }];
    const backups = mkdtempSync(join(tmpdir(), 'reconcile-backups-'));
    const child = spawn(process.execPath, [join(HERE, 'run-victim.mjs'), url, backups, 'public.old'], {
      cwd: join(HERE, '..', '..'),
      stdio: 'inherit',
    });
    try {
      await openTransaction(other, 'pg_sleep');
    } finally {
      child.kill('SIGKILL');
    }
    await gone(other);
    expect(await everything(other)).toEqual(before);
    // What it had written so far bears the name of something unfinished.
    expect(readdirSync(join(backups, 'test')).every((name) => name.endsWith('.partial'))).toBe(true);
  });

  it('looks up what became of a COMMIT whose answer was lost', async () => {
    const place = await open(BEFORE);
    const options = await optionsFor(place.session);
    const plan = await dropPlan(place);
    const report = await apply(
      losing(place.session, async (sql) => void (await place.session.run(sql))),
      plan,
      options,
    );
    expect(report.backup).toMatchObject({ rows: 20 });
    expect(readdirSync(join(options.backupDir, 'test'))).toEqual([report.id]);
    expect(await place.session.query("select 1 from pg_class where relname = 'old'")).toEqual([]);
  });

  it('looks up a COMMIT that never arrived', async () => {
    const place = await open(BEFORE);
    const other = await place.other();
    const before = await everything(other);
    const options = await optionsFor(place.session);
    const cut = losing(
      place.session,
      async () => void (await other.query('select pg_terminate_backend($1)', [place.session.backendPid])),
    );
    const error = await failure(apply(cut, await dropPlan(place), options));
    expect(error.message).toMatch(
      /COMMIT failed \(the line was cut\); everything was rolled back: nothing was changed/,
    );
    expect(await everything(other)).toEqual(before);
    expect(readdirSync(join(options.backupDir, 'test'))).toEqual([]);
  });

  it('is interrupted by its signal', async () => {
    const place = await open(BEFORE);
    const other = await place.other();
    const before = await everything(other);
    const control = new AbortController();
    const slow: HandStep[] = [{ sql: ['drop table public.old', 'select pg_sleep(30)'], action: 'drop' }];
    const applying = failure(
      apply(
        place.session,
        await dropPlan(place, slow),
        await optionsFor(place.session, { signal: control.signal }),
      ),
    );
    await openTransaction(other, 'pg_sleep');
    control.abort();
    expect((await applying).message).toBe('Interrupted. Everything was rolled back: nothing was changed.');
    expect(await everything(place.session)).toEqual(before);
  });

  it('tries again for a lock, then names who holds it', async () => {
    const place = await open(BEFORE);
    const other = await place.other();
    await other.run("set application_name = 'a colleague'; begin; select * from public.old");
    const guard = { backup: 'auto' as const, lockTimeout: 200, statementTimeout: 0, lockRetries: 2 };
    const events: ApplyEvent[] = [];
    const plan = await dropPlan(place);
    const error = await failure(
      apply(
        place.session,
        plan,
        await optionsFor(place.session, { guard, onEvent: (event) => void events.push(event) }),
      ),
    );
    expect(events.filter((event) => event.type === 'retry')).toHaveLength(2);
    expect(error.problems[0]?.hint).toMatch(
      /In the way: process \d+ \(postgres, a colleague\) holds AccessShareLock on old/,
    );
    const applying = apply(
      place.session,
      plan,
      await optionsFor(place.session, { guard: { ...guard, lockTimeout: 3000 } }),
    );
    await sleep(300);
    await other.run('commit');
    expect((await applying).backup).toMatchObject({ rows: 20 });
  });

  it('backs up rows that were committed a moment before the lock', async () => {
    const place = await open(BEFORE);
    const other = await place.other();
    await other.run("begin; insert into public.old (what) values ('late')");
    const applying = apply(place.session, await dropPlan(place), await optionsFor(place.session));
    await sleep(300);
    await other.run('commit');
    expect((await applying).backup).toMatchObject({ rows: 21 });
  });
});

/** A session whose connection is lost right after `onCommit` ran. */
function losing(session: Session, onCommit: (sql: string) => Promise<void>): Session {
  let broken = false;
  return {
    ...session,
    get broken() {
      return broken || session.broken;
    },
    run: async (sql) => {
      if (sql !== 'commit') return session.run(sql);
      await onCommit(sql);
      broken = true;
      throw new Error('the line was cut');
    },
  };
}

/** Waits until the apply's transaction is seen, running a statement that matches. */
async function openTransaction(other: Session, text: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const rows = await other.query(
      "select 1 from pg_stat_activity where application_name = 'reconcile apply' and datname = current_database() and state = 'active' and query like '%' || $1 || '%' and xact_start is not null and pid <> pg_backend_pid()",
      [text],
    );
    if (rows.length > 0) return;
    await sleep(50);
  }
  throw new Error('the transaction was never seen open');
}

async function gone(other: Session): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const rows = await other.query(
      "select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and query like '%pg_sleep%'",
    );
    if (rows.length === 0) return;
    await sleep(50);
  }
  throw new Error('the killed client’s backend is still there');
}
