import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyPlanned, type Project, planEnvironment } from '../../src/reconcile.js';
import { majors } from '../support/binaries.js';
import { runOn, withDatabase } from '../support/databases.js';
import { startServer, type TestServer } from '../support/server.js';
import { sharedServer } from '../support/shared.js';

const STATE = `
do $$ begin execute 'create table made_by_do (id integer)'; end $$;
create table public.notes (id integer primary key, body varchar(10) check (body in ('a', 'b')), at timestamptz default '2020-01-01 00:00');
create view public.everything as select * from public.notes;
grant select on public.notes to url_reader;
create index concurrently notes_body_idx on public.notes (body);
`;

const newest = Math.max(...majors()) as ReturnType<typeof majors>[number];

describe.each(majors())('scratch: URL, database on %i', (major) => {
  let other: TestServer;
  const dir = mkdtempSync(join(tmpdir(), 'scratch-url-'));
  beforeAll(async () => {
    other = await startServer(newest);
    mkdirSync(join(dir, 'environments'));
    mkdirSync(join(dir, 'state', 'all'), { recursive: true });
    writeFileSync(join(dir, 'state', 'all', 'all.sql'), STATE);
  });
  afterAll(async () => {
    await other.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  const project = (url: string, scratch: string): Project => {
    const text = `environment: e\ndatabase: { url: "\${LIVE}" }\nstate: [all]\nscratch: "\${SCRATCH}"\n`;
    writeFileSync(join(dir, 'environments', 'e.yaml'), text);
    return { dir, name: 'e', env: { LIVE: url, SCRATCH: scratch } };
  };

  it('builds state there, and leaves nothing', async () => {
    const server = await sharedServer(major);
    await runOn(server.url(), 'do $$ begin create role url_reader; exception when others then null; end $$');
    await withDatabase(server, async (url) => {
      const here = project(url, other.url());
      const planned = await planEnvironment({ ...here, forApply: true });
      await applyPlanned(planned, here);
      await planned.close();
      const again = await planEnvironment(here);
      await again.close();
      expect(again.plan.steps).toEqual([]);
    });
    const left = await runOn(other.url(), "select datname from pg_database where datname like 'reconcile%'");
    const roles = await runOn(other.url(), "select rolname from pg_roles where rolname = 'url_reader'");
    expect([...left, ...roles]).toEqual([]);
  });

  it.runIf(major < newest)('refuses a server that is older than the database', async () => {
    const server = await sharedServer(major);
    await withDatabase(other, async (url) => {
      await expect(planEnvironment(project(url, server.url()))).rejects.toThrow(/older than the database/);
    });
  });
});
