import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectServer, type Session } from '../../src/database/index.js';
import { majors } from '../support/binaries.js';
import { crashAndRestart } from '../support/crash.js';
import { startServer, type TestServer } from '../support/server.js';
import { fullDisk } from './disk.js';
import { EVERY, every, interposed } from './interposed.js';
import { type Judge, openJudge } from './judge.js';
import { contents, quiet, tryApply } from './scene.js';
import { countFaults, survives } from './tally.js';

const HOUR = 3_600_000;
const TRIED = majors().filter((major) => major === 15 || major === 18);

describe.each(TRIED)('an apply on %s survives', (major) => {
  countFaults();
  let server: TestServer;
  let judge: Judge;
  let endServer: (() => Promise<void>) | null = null;
  beforeEach(async () => {
    server = await startServer(major, { settings: { synchronous_commit: 'on' } });
    judge = await openJudge(server);
  }, 120_000);
  afterEach(async () => {
    await judge.close();
    await endServer?.();
    endServer = null;
    await server.stop();
  });

  it('its backend being terminated at any statement', { timeout: HOUR }, () =>
    atEachCall('backend terminated', async (session, observer) => {
      await observer.query('select pg_terminate_backend($1)', [session.backendPid]);
    }),
  );

  it('a statement timeout at any statement', { timeout: HOUR }, () =>
    atEachCall('statement timeout', async (session) => {
      await session.run("set statement_timeout = '1ms'; select pg_sleep(5)");
    }),
  );

  it('a cancelled statement anywhere', { timeout: HOUR }, () =>
    atEachCall('statement cancelled', async (session, observer) => {
      const sleeping = session.run('select pg_sleep(30)').catch((error: unknown) => error);
      for (let found = false; !found; ) {
        const rows = await observer.query<{ done: boolean }>(
          "select pg_cancel_backend(pid) as done from pg_stat_activity where pid = $1 and state = 'active' and query like '%pg_sleep%'",
          [session.backendPid],
        );
        found = rows.length > 0;
      }
      const error = await sleeping;
      if (error instanceof Error) throw error;
    }),
  );

  it('the server being stopped at once, and started again', { timeout: HOUR }, () =>
    atEachCall(
      'server stopped immediately',
      async () => {
        endServer = await crashAndRestart(server);
        await judge.scene().reconnect();
      },
      Math.max(EVERY, 4),
    ),
  );

  it('a full disk at any write of its backup', { timeout: HOUR }, async () => {
    for (let at = 1, full = true; full; at++) {
      const disk = await fullDisk(at);
      const end = await tryApply(judge.scene(), await connectServer(judge.scene().url));
      disk.end();
      full = disk.full();
      if (!full) expect(await judge.verdict(end, 'no fault')).toBe('all');
      else
        await survives('disk full', async () => {
          expect(await judge.verdict(end, `disk full at write ${at}`)).toBe('nothing');
          expect(String(end)).toMatch(/ENOSPC|no space/);
          return true;
        });
    }
  });

  it.each(Object.entries(OTHERS))('%s', { timeout: HOUR }, async (what, sql) => {
    const { calls, open } = await callsOf();
    for (const at of every(calls))
      await survives(what, async () => {
        await meanwhile(what, sql, at);
        return open(at);
      });
  });

  /** Somebody else does something right before a statement, and may have to take it back. */
  async function meanwhile(what: string, sql: Other, at: number): Promise<void> {
    const { observer, url, options } = judge.scene();
    let theirs = false;
    const session = interposed(await connectServer(url), at, async () => {
      theirs = await observer.run(`set lock_timeout = '50ms'; ${sql.does}`).then(
        () => true,
        () => false,
      );
    });
    const guard = { ...options.guard, lockTimeout: 200 };
    const end = await tryApply(judge.scene(), session, { guard });
    const undoes = `rollback; reset lock_timeout; ${theirs ? sql.undoes : ''}`;
    await observer.run(undoes).catch(() => undefined);
    await quiet(observer);
    try {
      if (end instanceof Error)
        expect(await contents(observer), `${what} at statement ${at}: ${end.message}`).toBe(judge.before);
      // 3,000 rows of the table that goes, 500 values of the column that does, and what was acknowledged.
      else expect(end.backup?.rows, `${what} at statement ${at}`).toBe(3500 + (theirs ? sql.rows : 0));
    } finally {
      // Their change makes the plan stale, undone or not.
      await judge.renew();
    }
  }

  /** One apply for each statement of it, with a fault right before that statement. */
  async function atEachCall(
    what: string,
    fault: (session: Session, observer: Session) => Promise<void>,
    step = EVERY,
  ): Promise<void> {
    const { calls, open } = await callsOf();
    for (const at of every(calls, step))
      await survives(what, async () => {
        const scene = judge.scene();
        const connected = await connectServer(scene.url);
        const session = interposed(connected, at, (inner) => fault(inner, scene.observer));
        await judge.verdict(await tryApply(scene, session), `${what} at statement ${at}`);
        return open(at);
      });
  }

  /** How many statements an apply sends, and which of them are in its transaction. */
  async function callsOf(): Promise<{ calls: number; open(at: number): boolean }> {
    const sent: string[] = [];
    const note = (sql: string): void => {
      sent.push(sql);
    };
    const connected = await connectServer(judge.scene().url);
    const session = interposed(connected, Number.MAX_SAFE_INTEGER, () => Promise.resolve(), note);
    expect(await judge.verdict(await tryApply(judge.scene(), session), 'no fault')).toBe('all');
    const begin = sent.findIndex((sql) => sql.startsWith('begin isolation level read committed')) + 1;
    const commit = sent.indexOf('commit') + 1;
    return { calls: sent.length, open: (at) => at > begin && at <= commit };
  }
});

interface Other {
  readonly does: string;
  readonly undoes: string;
  /** Rows that are then backed up as well. */
  readonly rows: number;
}

/** What somebody else does meanwhile, and how it is undone. */
const OTHERS: Readonly<Record<string, Other>> = {
  'a reader who stays (lock timeout)': { does: 'begin; select 1 from old limit 1', undoes: '', rows: 0 },
  'somebody else who alters the table': {
    does: 'alter table old add column theirs int',
    undoes: 'alter table old drop column theirs',
    rows: 0,
  },
  'somebody else who adds a row': {
    does: "insert into old (id, what) values (0, 'theirs')",
    undoes: 'delete from old where id = 0',
    rows: 1,
  },
};
