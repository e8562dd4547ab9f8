import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { connectServer } from '../../src/database/index.js';
import { sharesBackends } from '../../src/database/pooler.js';
import { applyPlanned, type Planned, type Project, planEnvironment } from '../../src/reconcile.js';
import { planRestore, planRollback } from '../../src/undo.js';
import { failure } from '../apply/scenario.js';
import { majors } from '../support/binaries.js';
import { createDatabase, dropDatabase, runOn } from '../support/databases.js';
import type { TestServer } from '../support/server.js';
import { sharedServer } from '../support/shared.js';
import { type Pooler, startPooler } from './pooler.js';

const BEFORE = `
  create table public.t (id int primary key, a text);
  insert into public.t select i, 'value ' || i from generate_series(1, 100) i;
  create table public.old (id int primary key); insert into public.old values (1), (2);`;
const AFTER = 'create table public.t (id int primary key, a text, b int); create index i on public.t (a);';

/** Advisory locks in this database. */
const LOCKS =
  "select count(*)::int as n from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())";

describe.each(['transaction', 'session'] as const)('a pooler in %s mode', { timeout: 120_000 }, (mode) => {
  let server: TestServer;
  let pooler: Pooler;
  let database: string;
  let dir: string;
  beforeEach(async () => {
    server = await sharedServer(majors().includes(15) ? 15 : (majors()[0] ?? 17));
    pooler = await startPooler(server.port, mode);
    database = await createDatabase(server);
    await runOn(server.url(database), BEFORE);
    dir = mkdtempSync(join(tmpdir(), 'reconcile-pooler-'));
    mkdirSync(join(dir, 'environments'));
    mkdirSync(join(dir, 'state', 'one'), { recursive: true });
  });
  afterEach(async () => {
    await pooler.close();
    await dropDatabase(server, database);
    rmSync(dir, { recursive: true, force: true });
  });

  const through = (): string => server.url(database).replace(`:${server.port}/`, `:${pooler.port}/`);

  function project(more: Record<string, unknown>): Project {
    const environment = {
      environment: 'one',
      database: { url: '${POOLER_URL}' },
      schemas: ['public'],
      state: ['one'],
      unlisted: 'drop',
      guard: { destructive: 'allow' },
      ...more,
    };
    writeFileSync(join(dir, 'environments', 'one.yaml'), stringify(environment));
    writeFileSync(join(dir, 'state', 'one', 'all.sql'), AFTER);
    return { dir, name: 'one', env: { POOLER_URL: through() }, forApply: true };
  }

  async function applied(planned: Planned, at: Project): Promise<{ id: string }> {
    return applyPlanned(planned, at).finally(() => planned.close());
  }

  it('is told from a server, and its mode by two connections', async () => {
    const direct = await connectServer(server.url(database));
    const pooled = await connectServer(through());
    try {
      expect([direct.pooled, await sharesBackends(direct)]).toEqual([false, false]);
      expect([pooled.pooled, await sharesBackends(pooled)]).toEqual([true, mode === 'transaction']);
    } finally {
      await Promise.all([direct.close(), pooled.close()]);
    }
  });

  it('is enough to plan, apply, restore and roll back, and nothing stays set behind it', async () => {
    const one = project({ scratch: 'server' });
    const planned = await planEnvironment(one);
    expect(planned.notes).toEqual([]);
    await applied(planned, one);
    await applied(await planRollback(one, null), one);
    const { id } = await applied(await planEnvironment(one), one);
    await applied(await planRestore(one, id, []), one);
    const rows = await runOn(server.url(database), 'select count(*)::int as n from public.old');
    expect(rows).toEqual([{ n: 2 }]);
    if (mode === 'transaction') expect(pooler.counts().given).toBeGreaterThan(pooler.counts().backends * 2);
    const client = await connectServer(through());
    try {
      // pg_locks is of the whole server, and a backend whose client has gone takes a moment to go as well.
      await expect
        .poll(async () => (await client.query<{ n: number }>(LOCKS))[0]?.n, { timeout: 10_000 })
        .toBe(0);
      for (let tries = 0; tries < 20; tries++)
        expect(
          await client.query(
            `select current_user::text as me, current_setting('search_path') as path, current_setting('row_security') as rls, current_setting('application_name') as app, (${LOCKS}) as locks`,
          ),
        ).toEqual([{ me: 'postgres', path: '"$user", public', rls: 'on', app: '', locks: 0 }]);
    } finally {
      await client.close();
    }
  });

  it('does online steps only where a session stays one', async () => {
    const one = project({ online: true });
    const planned = await planEnvironment(one);
    const outside = /This connection goes through a pooler in transaction mode, where the steps outside/;
    if (mode === 'session') {
      expect(planned.notes).toEqual([]);
      await applied(planned, one);
      const again = await planEnvironment(one);
      await again.close();
      expect(again.plan.steps).toEqual([]);
      return;
    }
    expect(planned.notes.join()).toMatch(outside);
    const error = await failure(applied(planned, one));
    expect(error.problems).toEqual([
      {
        code: 'pooler',
        message: expect.stringMatching(outside),
        hint: expect.stringContaining('Supabase: port 5432, not 6543'),
      },
    ]);
    expect(await runOn(server.url(database), "select to_regclass('public.old')::text as there")).toEqual([
      { there: 'old' },
    ]);
    // In one transaction it can be done.
    await applied(await planEnvironment(project({ online: false })), one);
  });
});
