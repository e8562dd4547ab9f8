import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectServer, type Session } from '../../src/database/index.js';
import { majors } from '../support/binaries.js';
import { createDatabase, dropDatabase, runOn } from '../support/databases.js';
import { dumpSchema } from '../support/dump.js';
import type { TestServer } from '../support/server.js';
import { sharedServer } from '../support/shared.js';
import { copyProject, type Outcome, reconcile, setInEnvironment } from './cli.js';
import { DROPPED, expectCleanUp, expectPrinted, restoreOnly, rowsOf } from './crm.js';

const file = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
const APPLY = ['apply', 'prod', '--yes', '--allow-destructive'];

/** One major of each side of 16's membership options; all that RECONCILE_PG_MAJORS lists where it is set. */
const tried = majors().filter((major) =>
  process.env.RECONCILE_PG_MAJORS === undefined ? [15, 17].includes(major) : major >= 15,
);

/** The field report: everything belongs to supabase_admin, and whoever connects is a postgres that is no superuser. */
describe.each(tried)('the clean-up on PostgreSQL %i, as postgres', (major) => {
  const dir = copyProject();
  let server: TestServer;
  let name = '';
  let env: Record<string, string> = {};
  const sql = (text: string) => runOn(server.url(name), text);
  const member =
    major >= 16
      ? 'grant supabase_admin to postgres with inherit false, set true'
      : 'grant supabase_admin to postgres';
  const inDatabase = async <Result>(task: (session: Session) => Promise<Result>): Promise<Result> => {
    const session = await connectServer(server.url(name));
    try {
      return await task(session);
    } finally {
      await session.close();
    }
  };
  const everything = (): Promise<string> => dumpSchema(server.url(name), { data: true });

  beforeAll(async () => {
    server = await sharedServer(major, { superuser: 'supabase_admin' });
    name = await createDatabase(server);
    env = { PROD_DATABASE_URL: server.url(name, 'postgres') };
    await sql(file('test/fixtures/supabase/platform.sql'));
    await sql(file('embedded/crm.sql'));
  });
  afterAll(() => dropDatabase(server, name));

  const lacking = [
    ['without any membership', 'revoke supabase_admin from postgres'],
    ...(major >= 16
      ? [
          [
            'with a membership that may not SET',
            'grant supabase_admin to postgres with set false, inherit false',
          ],
        ]
      : []),
  ];

  it.each(lacking)(
    '%s: plan answers, apply refuses before BEGIN',
    { timeout: 120_000 },
    async (_, change = '') => {
      await sql(change);
      const before = await everything();
      const planned = await reconcile(dir, ['plan', 'prod'], env);
      expectPrinted(planned);
      expect(planned.err).toMatch(/^note: .*supabase_admin/m);
      const applied = await reconcile(dir, APPLY, env);
      expect(applied.code, applied.err).toBe(1);
      for (const table of DROPPED) expect(applied.err).toContain(`public.${table}`);
      for (const word of ['is_admin()', 'supabase_admin', 'GRANT supabase_admin TO postgres'])
        expect(applied.err).toContain(word);
      expect(applied.err).not.toContain('    at ');
      expect(await everything()).toBe(before);
      expect(before).not.toContain('reconcile');
    },
  );

  it('is the same plan to the byte for every scratch, every role and every run', {
    timeout: 120_000,
  }, async () => {
    await sql(member);
    const plan = async (scratch: string, url: string): Promise<Outcome> => {
      setInEnvironment(dir, 'prod', 'scratch', scratch);
      return reconcile(dir, ['plan', 'prod', '--format', 'json'], { PROD_DATABASE_URL: url });
    };
    const [postgres, superuser] = [server.url(name, 'postgres'), server.url(name)];
    const first = await plan('auto', postgres);
    expect(first.code, first.err).toBe(0);
    expectCleanUp(first.out);
    for (const [scratch, url] of [
      ['auto', postgres],
      ['server', postgres],
      ['embedded', postgres],
      ['server', superuser],
      ['embedded', superuser],
    ] as const) {
      const other = await plan(scratch, url);
      expect(other.out, `scratch ${scratch}, ${url}: ${other.err}`).toBe(first.out);
    }
    setInEnvironment(dir, 'prod', 'scratch', 'auto');
    expect(await scratches(server)).toEqual([]);
  });

  it('refuses a stale plan file and takes a fresh one', { timeout: 240_000 }, async () => {
    await sql(member);
    const written = await reconcile(dir, ['plan', 'prod', '--out', 'prod.json'], env);
    expect(written.code, written.err).toBe(0);
    await sql("comment on table public.subjects is 'meanwhile'");
    const before = await everything();
    const stale = await reconcile(dir, [...APPLY, '--plan', 'prod.json'], env);
    expect(stale.code).toBe(1);
    expect(stale.err).toContain('prod.json');
    expect(await everything()).toBe(before);

    await reconcile(dir, ['plan', 'prod', '--out', 'prod.json'], env);
    const rows = await inDatabase(rowsOf);
    const outside = await dumpSchema(server.url(name), { data: true, args: ['--exclude-schema=public'] });
    const applied = await reconcile(dir, [...APPLY, '--plan', 'prod.json'], env);
    expect(applied.code, applied.err).toBe(0);
    expect(applied.out).toMatch(/Backup: \d+ rows of 14 tables/);

    const again = await reconcile(dir, ['plan', 'prod', '--detailed-exitcode'], env);
    expect(again.code, again.out).toBe(0);
    expect(again.out).toContain('No changes');
    const args = ['--exclude-schema=public', '--exclude-schema=reconcile'];
    expect(await dumpSchema(server.url(name), { data: true, args })).toBe(outside);
    expectOnlyDropped(before, await everything());

    await inDatabase((session) => restoreOnly(dir, session));
    expect(await inDatabase(rowsOf)).toEqual(rows);
    expect(await scratches(server)).toEqual([]);
  });
});

async function scratches(server: TestServer): Promise<unknown[]> {
  return runOn(server.url(), "select datname from pg_database where datname like 'reconcile\\_scratch\\_%'");
}

/** Of everything that was in the public schema, only what is named in the drop set, or belongs to it, is gone. */
function expectOnlyDropped(before: string, after: string): void {
  const parts = (dump: string): string[] => dump.replace(/^-- .*\n/gm, '').split(/\n{2,}/);
  const left = new Set(parts(after));
  const gone = parts(before).filter((part) => !left.has(part));
  const names = [
    ...DROPPED,
    'admin_update_user_role',
    'handle_new_user',
    'is_admin',
    'submit_answer',
    'update_test_templates_updated_at',
  ];
  const about = new RegExp(`public\\.(${names.join('|')})(_\\w+)?\\b`);
  expect(gone.filter((part) => !about.test(part))).toEqual([]);
  expect(gone.length).toBeGreaterThan(DROPPED.length);
}
