import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectServer, type Session } from '../../src/database/index.js';
import { majors } from '../support/binaries.js';
import { crashAndRestart } from '../support/crash.js';
import { serverUrl, startServer, type TestServer } from '../support/server.js';
import { fullDisk } from './disk.js';
import { count, type Judge, openJudge, tally } from './judge.js';
import { startProxy, type Wire } from './proxy.js';
import { contents, quiet, tryApply } from './scene.js';
import { killed } from './victim-process.js';

/** 1 (the default) tries every message; n every n-th. */
const EVERY = Number(process.env.RECONCILE_FAULTS_EVERY ?? 1);
const HOUR = 3_600_000;
const TRIED = majors().filter((major) => major === 15 || major === 18);

const every = (length: number, step = EVERY): number[] =>
  Array.from({ length }, (_, index) => index + 1).filter((at) => at % step === 0 || at === length);

describe.each(TRIED)('faults on %s', (major) => {
  let server: TestServer;
  let judge: Judge;
  let proxy: Wire;
  let endServer: (() => Promise<void>) | null = null;
  beforeEach(async () => {
    server = await startServer(major, { settings: { synchronous_commit: 'on' } });
    judge = await openJudge(server);
    proxy = await startProxy(server.port);
  }, 120_000);
  afterEach(async () => {
    await proxy.close();
    await judge.close();
    await endServer?.();
    endServer = null;
    await server.stop();
  });
  const through = (): Promise<Session> =>
    connectServer(serverUrl(proxy.port, judge.scene().database, 'postgres'));

  it('survives a line that is cut at any message of either side', { timeout: HOUR }, async () => {
    proxy.set(null);
    await tryApply(judge.scene(), await through());
    const seen = proxy.seen();
    expect(await judge.verdict({ id: 'the one that is measured' } as never, 'no fault')).toBe('all');
    for (const direction of ['client', 'server'] as const) {
      for (const at of points(seen[direction])) {
        proxy.set({ direction, at });
        // A connection that is cut before it stands is no apply.
        const session = await through().catch(() => null);
        if (session === null) continue;
        const end = await tryApply(judge.scene(), session);
        const what = `cut at message ${at} of the ${direction}`;
        const sprung = proxy.sprung();
        proxy.set(null);
        await judge.verdict(end, what);
        count(`line cut, a message of the ${direction}`, sprung?.open ?? false);
      }
    }
  });

  it('survives its process being killed', { timeout: HOUR }, async () => {
    for (const at of [1, 10, 40, 80, 120, 160, 200]) {
      const open = await killed(proxy, judge.scene(), at);
      if (open === null) break;
      await judge.verdict(null, `kill -9 at message ${at}`);
      count('client killed with -9', open);
    }
  });

  it('survives its backend being terminated at any statement', { timeout: HOUR }, () =>
    atEachCall('backend terminated', async (session, observer) => {
      await observer.query('select pg_terminate_backend($1)', [session.backendPid]);
    }),
  );

  it('survives a statement timeout at any statement', { timeout: HOUR }, () =>
    atEachCall('statement timeout', async (session) => {
      await session.run("set statement_timeout = '1ms'; select pg_sleep(5)");
    }),
  );

  it('survives a cancelled statement anywhere', { timeout: HOUR }, () =>
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

  it('survives the server being stopped at once, and started again', { timeout: HOUR }, () =>
    atEachCall(
      'server stopped immediately',
      async () => {
        endServer = await crashAndRestart(server);
        await judge.scene().reconnect();
      },
      Math.max(EVERY, 4),
    ),
  );

  it('survives a full disk at any write of its backup', { timeout: HOUR }, async () => {
    for (let at = 1; ; at++) {
      const disk = await fullDisk(at);
      const end = await tryApply(judge.scene(), await connectServer(judge.scene().url));
      disk.end();
      if (!disk.full()) {
        await judge.verdict(end, 'the last write');
        break;
      }
      expect(await judge.verdict(end, `disk full at write ${at}`)).toBe('nothing');
      expect((end as Error).message).toMatch(/ENOSPC|no space/);
      count('disk full', true);
    }
  });

  it('survives other people’s locks, definitions and rows', { timeout: HOUR }, async () => {
    for (const [what, sql] of Object.entries(OTHERS)) {
      const calls = await callsOf();
      for (const at of every(calls)) {
        const { observer } = judge.scene();
        const before = await contents(observer);
        let theirs = false;
        const session = interposed(await connectServer(judge.scene().url), at, async () => {
          theirs = await observer.run(`set lock_timeout = '50ms'; ${sql.does}`).then(
            () => true,
            () => false,
          );
        });
        const end = await tryApply(judge.scene(), session, {
          guard: { ...judge.scene().options.guard, lockTimeout: 200 },
        });
        await observer
          .run(`rollback; reset lock_timeout; ${theirs ? sql.undoes : ''}`)
          .catch(() => undefined);
        count(what, at > 3);
        await quiet(observer);
        if (end instanceof Error)
          expect(await contents(observer), `${what} at statement ${at}: ${end.message}`).toBe(before);
        // 3,000 rows of the table that goes, 500 values of the column that does, and what was acknowledged.
        else expect(end.backup?.rows, `${what} at statement ${at}`).toBe(3500 + (theirs ? sql.rows : 0));
        // Their change makes the plan stale, undone or not.
        await judge.close();
        judge = await openJudge(server);
      }
    }
  });

  /** One apply for each statement of it, with a fault right before that statement. */
  async function atEachCall(
    what: string,
    fault: (session: Session, observer: Session) => Promise<void>,
    step = EVERY,
  ): Promise<void> {
    const calls = await callsOf();
    for (const at of every(calls, step)) {
      const scene = judge.scene();
      const session = interposed(await connectServer(scene.url), at, (inner) => fault(inner, scene.observer));
      const end = await tryApply(scene, session);
      await judge.verdict(end, `${what} at statement ${at}`);
      count(what, at > 3);
    }
  }

  /** How many statements an apply sends. */
  async function callsOf(): Promise<number> {
    let calls = 0;
    const session = interposed(
      await connectServer(judge.scene().url),
      Number.MAX_SAFE_INTEGER,
      async () => undefined,
      () => {
        calls++;
      },
    );
    await judge.verdict(await tryApply(judge.scene(), session), 'no fault');
    return calls;
  }
});

/** Rows and copied data come by the thousand: every hundredth of them. */
function points(types: string): number[] {
  return every(types.length).filter((at) => !'Dd'.includes(types[at - 1] ?? '') || at % 100 === 0);
}

/** A session with something done right before its `at`-th statement. */
function interposed(
  session: Session,
  at: number,
  fault: (session: Session) => Promise<void>,
  onCall: () => void = () => undefined,
): Session {
  let calls = 0;
  const before = async (): Promise<void> => {
    calls++;
    onCall();
    if (calls === at) await fault(session);
  };
  return {
    ...session,
    get broken() {
      return session.broken;
    },
    query: async (sql, parameters) => {
      await before();
      return session.query(sql, parameters);
    },
    run: async (sql) => {
      await before();
      return session.run(sql);
    },
    copyOut: async function* (sql) {
      await before();
      yield* session.copyOut(sql);
    },
  };
}

/** What somebody else does meanwhile, and how it is undone. */
const OTHERS: Readonly<Record<string, { does: string; undoes: string; rows: number }>> = {
  'a reader who stays (lock timeout)': { does: 'begin; select 1 from old limit 1', undoes: '', rows: 0 },
  'somebody else alters the table': {
    does: 'alter table old add column theirs int',
    undoes: 'alter table old drop column theirs',
    rows: 0,
  },
  'somebody else adds a row': {
    does: "insert into old (id, what) values (0, 'theirs')",
    undoes: 'delete from old where id = 0',
    rows: 1,
  },
};

afterAll(() => {
  const lines = [...tally].map(
    ([what, { tried, open }]) => `  ${what}: ${tried} (${open} in an open transaction)`,
  );
  const all = [...tally.values()].reduce((sum, { tried }) => sum + tried, 0);
  process.stdout.write(`\nFaults tried and survived: ${all}\n${lines.join('\n')}\n`);
});
