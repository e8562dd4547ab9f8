import { afterAll, describe, expect, it } from 'vitest';
import { openMemory } from '../../src/database/memory.js';
import { majors } from './binaries.js';
import { runOn, withDatabase } from './databases.js';
import { dumpSchema, normalised } from './dump.js';
import { sharedServer } from './shared.js';

const MADE = `
create table public.clients (id bigint generated always as identity primary key, email text not null unique);
comment on table public.clients is 'People';
create view public.emails with (security_invoker = true) as select email from public.clients;
alter table public.clients enable row level security;
create policy "read own" on public.clients for select using (email = current_user);
insert into public.clients (email) values ('a@example.org'), ('b@example.org');
`;
// security_invoker came with 15.
const made = (major: number) => (major < 15 ? MADE.replace(' with (security_invoker = true)', '') : MADE);

describe.each(majors())('pg_dump of PostgreSQL %i', (major) => {
  it('holds every object, no rows and nothing that differs between runs', async () => {
    const server = await sharedServer(major);
    await withDatabase(server, async (url) => {
      await runOn(url, made(major));
      const dump = await dumpSchema(url);
      expect(dump).toContain('CREATE TABLE public.clients');
      expect(dump).toContain('CREATE POLICY "read own" ON public.clients');
      expect(dump).toContain("COMMENT ON TABLE public.clients IS 'People';");
      expect(dump).not.toContain('INSERT INTO');
      expect(dump).not.toMatch(/Dumped|restrict/);
      expect(await dumpSchema(url)).toBe(dump);
    });
  });

  it('holds rows when asked, and can be loaded again', async () => {
    const server = await sharedServer(major);
    await withDatabase(server, async (url) => {
      await runOn(url, made(major));
      const dump = await dumpSchema(url, { data: true });
      expect(dump).toContain('b@example.org');
      await withDatabase(server, async (copy) => {
        const loadable = major < 17 ? dump.replace('SET transaction_timeout = 0;', '') : dump;
        await runOn(copy, loadable);
        expect(await dumpSchema(copy, { data: true })).toBe(dump);
      });
    });
  });

  it('says why it failed', async () => {
    const server = await sharedServer(major);
    await expect(dumpSchema(server.url('no_such_database'))).rejects.toThrow(/no_such_database/);
  });
});

describe('pg_dump of an embedded database', () => {
  const open = openMemory();
  afterAll(async () => (await open).close());

  it('is what a server of the same major gives', async () => {
    const session = await open;
    await session.run(MADE);
    const dump = await dumpSchema(session);
    const server = await sharedServer(18);
    await withDatabase(server, async (url) => {
      await runOn(url, MADE);
      expect(dump).toBe(await dumpSchema(url));
    });
  });

  it('leaves role and settings as they were', async () => {
    const session = await open;
    await session.run(
      "create role somebody; set session authorization somebody; set search_path = 'pg_temp'",
    );
    await dumpSchema(session);
    expect(
      await session.query("select session_user::text as who, current_setting('search_path') as path"),
    ).toEqual([{ who: 'somebody', path: 'pg_temp' }]);
    await session.run('set session authorization postgres');
  });
});

it('takes out what differs from run to run', () => {
  expect(normalised('--\n-- Dumped from database version 15\n\\restrict abc\n\n\n\nSET a;\n')).toBe(
    'SET a;\n',
  );
});
