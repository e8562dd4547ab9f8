import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectServer, type Session } from '../../src/database/index.js';
import { type Major, majors } from '../support/binaries.js';
import { serverUrl, startServer, type TestServer } from '../support/server.js';
import { every } from './interposed.js';
import { type Judge, openJudge } from './judge.js';
import { type Direction, startProxy, type Wire } from './proxy.js';
import { tryApply } from './scene.js';
import { countFaults, survives } from './tally.js';
import { killed } from './victim-process.js';

const HOUR = 3_600_000;
const TRIED: readonly Major[] = majors().filter((major) => major === 15 || major === 18);

describe.each(TRIED)('lines to %s', (major) => {
  countFaults();
  let server: TestServer;
  let judge: Judge;
  let proxy: Wire;
  beforeEach(async () => {
    server = await startServer(major, { settings: { synchronous_commit: 'on' } });
    judge = await openJudge(server);
    proxy = await startProxy(server.port);
  }, 120_000);
  afterEach(async () => {
    await proxy.close();
    await judge.close();
    await server.stop();
  });
  const through = (): Promise<Session> =>
    connectServer(serverUrl(proxy.port, judge.scene().database, 'postgres'));

  it('may be cut at any message of the client', { timeout: HOUR }, () => cutAtEach('client'));

  it('may be cut at any message of the server', { timeout: HOUR }, () => cutAtEach('server'));

  it('may end because their process is killed', { timeout: HOUR }, async () => {
    for (let at = 1, going = true; going; at += STRIDE)
      going = await kill(`message ${at}`, { from: BEGIN, direction: 'client', at });
    await kill('COMMIT', { from: COMMIT, direction: 'client', at: 1 });
    // Its backup was finished, and nobody was left to take it away.
    await judge.renew();
    await kill('the answer to COMMIT', { from: COMMIT, direction: 'server', at: 1 });
  });

  async function cutAtEach(direction: Direction): Promise<void> {
    proxy.set(null);
    await tryApply(judge.scene(), await through());
    const types = proxy.seen()[direction];
    await judge.renew();
    for (const at of points(types))
      await survives(`line cut, a message of the ${direction}`, async () => {
        proxy.set({ direction, at });
        // A connection that is cut before it stands is no apply.
        const session = await through().catch(() => null);
        if (session === null) return null;
        const end = await tryApply(judge.scene(), session);
        const sprung = proxy.sprung();
        proxy.set(null);
        await judge.verdict(end, `cut at message ${at} of the ${direction}`);
        return sprung?.open ?? false;
      });
  }

  async function kill(what: string, trap: Parameters<typeof killed>[2]): Promise<boolean> {
    let open: boolean | null = null;
    await survives('client killed with -9', async () => {
      open = await killed(proxy, judge.scene(), trap);
      const came = await judge.verdict(null, `kill -9 at ${what}`);
      if (open === null) expect(came, 'an apply that nobody killed').toBe('all');
      return open;
    });
    return open !== null;
  }
});

const BEGIN = 'begin isolation level read committed read write';
/** The whole message of the simple protocol. */
const COMMIT = 'Q\0\0\0\u000bcommit\0';
/** Processes take seconds to start: one of so many messages. */
const STRIDE = 60;

/** Rows and copied data come by the thousand: every hundredth of them. */
function points(types: string): number[] {
  return every(types.length).filter((at) => !'Dd'.includes(types[at - 1] ?? '') || at % 100 === 0);
}
