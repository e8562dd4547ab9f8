import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectServer, type Session } from '../../src/database/index.js';
import { listHistory } from '../../src/history/index.js';
import { applyPlanned } from '../../src/reconcile.js';
import { planRollback } from '../../src/undo.js';
import { majors } from '../support/binaries.js';
import { startServer, type TestServer } from '../support/server.js';
import { EVERY } from './interposed.js';
import { type OnlineScene, type OnlineStage, openOnlineStage } from './online-scene.js';
import { contents } from './scene.js';
import { countFaults, survives } from './tally.js';

const HERE = dirname(fileURLToPath(import.meta.url));
const TRIED = majors().filter((major) => major === 15 || major === 18);
const HOUR = 3_600_000;

describe.each(TRIED)('online steps on %s', { timeout: HOUR }, (major) => {
  countFaults();
  let server: TestServer;
  let stage: OnlineStage;
  let scene: OnlineScene;
  beforeEach(async () => {
    server = await startServer(major, { settings: { synchronous_commit: 'on' } });
    stage = await openOnlineStage(server);
    scene = await stage.open();
  }, 120_000);
  afterEach(async () => {
    await scene.close();
    await stage.close();
    await server.stop();
  });
  const renew = async (): Promise<void> => {
    await scene.close();
    scene = await stage.open();
  };
  const project = (): Parameters<typeof applyPlanned>[1] => ({
    dir: scene.dir,
    name: 'faults',
    env: { FAULTS_URL: scene.url },
  });

  it('keep nobody from reading and writing while an index is built', async () => {
    const old = await longTransaction();
    const applied = scene.apply();
    const pid = await building(applied);
    const locks = await scene.observer.query<{ mode: string }>(
      "select mode from pg_locks where pid = $1 and relation = 'people'::regclass and granted",
      [pid],
    );
    expect(locks.map(({ mode }) => mode)).toEqual(['ShareUpdateExclusiveLock']);
    await scene.observer.run(
      "set lock_timeout = 1000; insert into people values (1000, 'new', 'note', 1000); update people set name = 'newer' where id = 1000; select count(*) from people",
    );
    await old.close();
    await applied;
    expect(await scene.left()).toEqual([]);
    expect(await scene.debris()).toEqual([]);
  });

  it('refuse a second apply meanwhile', async () => {
    const old = await longTransaction();
    const applied = scene.apply();
    const pid = await building(applied);
    await expect(scene.apply()).rejects.toThrow(new RegExp(`at its online steps \\(process ${pid}\\)`));
    await old.close();
    await applied;
    expect(await scene.left()).toEqual([]);
  });

  it('go on after their backend is terminated in a build', async () => {
    const old = await longTransaction();
    const applied = scene.apply().catch((error: Error) => error);
    const pid = await building(applied);
    await scene.observer.query('select pg_terminate_backend($1)', [pid]);
    expect(String(await applied)).toMatch(/The change IS committed \(\S+\); \d+ online steps are left/);
    const [entry] = await listHistory(scene.observer);
    expect(entry?.online?.left).toBeGreaterThan(0);
    await old.close();
    await gone(pid);
    expect((await scene.debris()).length).toBeGreaterThan(0);
    await scene.apply();
    expect(await scene.left()).toEqual([]);
    expect(await scene.debris()).toEqual([]);
  });

  it('go on after their process is killed in a build', async () => {
    const old = await longTransaction();
    const child = spawn(process.execPath, [join(HERE, 'run-victim.mjs'), scene.dir], {
      cwd: join(HERE, '..', '..'),
      env: { ...process.env, FAULTS_URL: scene.url },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const ended = once(child, 'exit');
    const pid = await building(ended);
    child.kill('SIGKILL');
    await ended;
    // The server notices that its client is gone; the transaction that it waits for is still there.
    await gone(pid);
    await old.close();
    await scene.apply();
    expect(await scene.left()).toEqual([]);
    expect(await scene.debris()).toEqual([]);
  });

  it('go on after their backend is terminated before or behind any statement', async () => {
    await scene.apply();
    const all = await contents(scene.observer);
    await renew();
    let tried = 0;
    for (let at = 1, going = true; going; at += EVERY)
      await survives('online steps stopped, and gone on with', async () => {
        const { end, sprung } = await stoppedAt(at);
        going = sprung;
        if (!sprung) {
          expect(end).not.toBeInstanceOf(Error);
          return null;
        }
        tried++;
        try {
          await scene.apply();
          expect(await contents(scene.observer), `statement ${at}: ${String(end)}`).toBe(all);
          expect(await scene.debris(), `statement ${at}`).toEqual([]);
          if (tried % 10 === 1) expect(await scene.left(), `statement ${at}`).toEqual([]);
        } finally {
          await renew();
        }
        return false;
      });
    expect(tried).toBeGreaterThan(20 / EVERY);
  });

  it('are undone by a rollback wherever they were stopped', async () => {
    for (let at = 1, going = true; going; at += 5 * EVERY)
      await survives('online steps stopped, and rolled back', async () => {
        const { end, sprung } = await stoppedAt(at);
        going = sprung;
        try {
          if (end instanceof Error && !/change IS committed/.test(end.message)) return null;
          await rolledBack(`statement ${at}`);
        } finally {
          await renew();
        }
        return sprung ? false : null;
      });
  });

  /** What became of an apply whose backend ended right before a statement; `sprung`: it came to that statement. */
  function stoppedAt(at: number): Promise<{ end: unknown; sprung: boolean }> {
    return scene.first(async (planned) => {
      const session = interposed(planned.session, at, () => terminate(planned.session));
      const result = applyPlanned({ ...planned, session: session.session }, project());
      return { end: await result.catch((error: Error) => error), sprung: session.sprung() };
    });
  }

  async function rolledBack(what: string): Promise<void> {
    const back = await planRollback({ ...project(), forApply: true }, null);
    try {
      await applyPlanned(back, project());
    } finally {
      await back.close();
    }
    expect(await scene.debris(), what).toEqual([]);
    const [row] = await scene.observer.query<{ indexes: string[]; checks: string[] }>(
      `select (select array_agg(indexname::text || ' ' || indexdef order by 1) from pg_indexes where schemaname = 'public') as indexes,
         (select array_agg(conname::text order by 1) from pg_constraint where contype in ('c', 'f', 'u') and connamespace = 'public'::regnamespace) as checks`,
    );
    expect(row?.indexes, what).toHaveLength(3);
    expect(row?.indexes.join(), what).toMatch(/people_note .*\(note\)/);
    expect(row?.checks, what).toBeNull();
  }

  /** Somebody's snapshot, which CREATE INDEX CONCURRENTLY has to outlive. */
  async function longTransaction(): Promise<Session> {
    const session = await connectServer(scene.url);
    await session.run('begin isolation level repeatable read; select 1');
    return session;
  }

  /** The process that builds an index and waits for others. */
  async function building(applied: Promise<unknown>): Promise<number> {
    let ended = false;
    const settled = (): void => {
      ended = true;
    };
    applied.then(settled, settled);
    while (!ended) {
      const [row] = await scene.observer.query<{ pid: number }>(
        "select pid from pg_stat_activity where query like 'create %index concurrently%' and wait_event_type = 'Lock' and datname = current_database()",
      );
      if (row !== undefined) return row.pid;
      await sleep(20);
    }
    throw new Error(`nothing is built any more: ${String(await applied)}`);
  }

  async function gone(pid: number): Promise<void> {
    while ((await scene.observer.query('select from pg_stat_activity where pid = $1', [pid])).length > 0)
      await sleep(20);
  }

  async function terminate(session: Session): Promise<void> {
    const pid = session.backendPid ?? 0;
    await scene.observer.query('select pg_terminate_backend($1)', [pid]);
    await gone(pid);
  }
});

const OUTSIDE =
  /^(set |reset |create (unique )?index concurrently|drop index concurrently|alter |comment |begin isolation level read committed read write; set local lock_timeout|commit)/;

/** A session that has something happen in front of the `at`-th statement that may be one outside of the transaction. */
function interposed(
  session: Session,
  at: number,
  fault: () => Promise<void>,
): { session: Session; sprung(): boolean } {
  let calls = 0;
  const run: Session['run'] = async (sql) => {
    if (OUTSIDE.test(sql) && ++calls === at) await fault();
    return session.run(sql);
  };
  return {
    session: {
      ...session,
      run,
      get broken() {
        return session.broken;
      },
    },
    sprung: () => calls >= at,
  };
}
