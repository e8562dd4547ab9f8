import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type ApplyEvent, apply } from '../../src/apply/index.js';
import type { Session } from '../../src/database/index.js';
import type { UserError } from '../../src/model/errors.js';
import { TRIED } from './databases.js';
import { catalogOf, type HandStep, handPlan, optionsFor } from './hand-plan.js';
import { BEFORE, dropPlan, everything, failure, HERE, opener, plant } from './scenario.js';

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
    await openTransaction(other, 'pg_sleep', applying);
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
  }, 240_000);

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
    await openTransaction(other, 'pg_sleep', applying);
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

/** Milliseconds that a process may take to start, or a backend to end, on a slow machine. */
const PATIENCE = 150_000;

/** Waits until the apply's transaction is seen, running a statement that matches. */
async function openTransaction(other: Session, text: string, applying?: Promise<UserError>): Promise<void> {
  let early: UserError | null = null;
  applying?.then((error) => {
    early = error;
  });
  for (const until = Date.now() + PATIENCE; Date.now() < until; ) {
    const rows = await other.query(
      "select 1 from pg_stat_activity where application_name = 'reconcile apply' and datname = current_database() and state = 'active' and query like '%' || $1 || '%' and xact_start is not null and pid <> pg_backend_pid()",
      [text],
    );
    if (rows.length > 0) return;
    if (early !== null) throw early;
    await sleep(50);
  }
  throw new Error('the transaction was never seen open');
}

async function gone(other: Session): Promise<void> {
  for (const until = Date.now() + PATIENCE; Date.now() < until; ) {
    const rows = await other.query(
      "select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and query like '%pg_sleep%'",
    );
    if (rows.length === 0) return;
    await sleep(50);
  }
  throw new Error('the killed client’s backend is still there');
}
