import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectServer, type Session } from '../../src/database/index.js';
import { applyPlanned, type Planned, planEnvironment } from '../../src/reconcile.js';
import { planRestore } from '../../src/undo.js';
import { majors } from '../support/binaries.js';
import { createDatabase, dropDatabase, runOn } from '../support/databases.js';
import { sharedServer } from '../support/shared.js';

const WRITERS = 8;
/** Rows that must be acknowledged before the table is dropped. */
const ENOUGH = 500;

describe.each(majors().filter((major) => major === 15 || major === 18))('writers on %s', (major) => {
  it('lose no row that was acknowledged when their table is dropped with a backup', async () => {
    const server = await sharedServer(major);
    const name = await createDatabase(server);
    const url = server.url(name);
    const dir = mkdtempSync(join(tmpdir(), 'writers-'));
    const sessions: Session[] = [];
    try {
      await runOn(
        url,
        'create table public.hammered (id bigint primary key, writer int, what text); create table public.other (id int)',
      );
      mkdirSync(join(dir, 'environments'));
      writeFileSync(
        join(dir, 'environments', 'live.yaml'),
        `environment: live\ndatabase: { url: "\${LIVE}" }\nschemas: [public]\nstate: []\nscratch: embedded\ndrop: { tables: [hammered] }\nguard: { destructive: allow, lock_timeout: 30s }\n`,
      );
      const project = { dir, name: 'live', env: { LIVE: url }, forApply: true };
      const planned = await planEnvironment(project);
      const acknowledged: bigint[] = [];
      let wake = (): void => undefined;
      const enough = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const writer = async (number: number): Promise<string> => {
        const session = await connectServer(url);
        sessions.push(session);
        for (let at = 0n; ; at++) {
          const id = at * BigInt(WRITERS) + BigInt(number);
          try {
            await session.query('insert into public.hammered values ($1, $2, $3)', [
              String(id),
              number,
              `row ${id}`,
            ]);
          } catch (error) {
            return error instanceof Error ? error.message : String(error);
          }
          acknowledged.push(id);
          if (acknowledged.length >= ENOUGH) wake();
        }
      };
      const writers = Array.from({ length: WRITERS }, (_, number) => writer(number));
      await enough;
      const id = await applied(planned, project);
      for (const ended of await Promise.all(writers)) expect(ended).toMatch(/hammered.*does not exist/);
      await applied(await planRestore(project, id, []), project);
      const session = await connectServer(url);
      sessions.push(session);
      const rows = await session.query<{ id: string }>('select id::text from public.hammered');
      const there = new Set(rows.map((row) => row.id));
      expect(acknowledged.length).toBeGreaterThanOrEqual(ENOUGH);
      expect(acknowledged.filter((one) => !there.has(String(one)))).toEqual([]);
      const wrong = await session.query("select 1 from public.hammered where what <> 'row ' || id");
      expect(wrong).toEqual([]);
    } finally {
      await Promise.all(sessions.map((session) => session.close().catch(() => undefined)));
      await dropDatabase(server, name);
      rmSync(dir, { recursive: true, force: true });
    }
  }, 240_000);
});

async function applied(planned: Planned, project: Parameters<typeof applyPlanned>[1]): Promise<string> {
  try {
    return (await applyPlanned(planned, project)).id;
  } finally {
    await planned.close();
  }
}
