import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runOn, withDatabase } from '../support/databases.js';
import { dumpSchema } from '../support/dump.js';
import { startServer, type TestServer } from '../support/server.js';
import { reconcile, start } from './cli.js';

/** A project of one environment, `live`, whose state is one SQL file. */
function project(state: string, scratch: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'e2e-'));
  mkdirSync(join(dir, 'environments'));
  mkdirSync(join(dir, 'state', 'app'), { recursive: true });
  writeFileSync(
    join(dir, 'environments', 'live.yaml'),
    `environment: live\ndatabase: { url: "\${LIVE_URL}" }\nschemas: [public]\nstate: [app]\nscratch: ${scratch}\n`,
  );
  writeFileSync(join(dir, 'state', 'app', 'state.sql'), state);
  return dir;
}

const TABLE = 'create table public.notes (id integer primary key, body text);\n';

/** What a program would leave that ran on the server's machine, which is this one. */
const WITNESS = join(mkdtempSync(join(tmpdir(), 'e2e-')), 'witness');

/** What a pull request might do to the server that only plans it. */
const HOSTILE: [string, string][] = [
  ['alter role … set', `${TABLE}alter role visitor set work_mem = '1MB';`],
  ['alter role … superuser', `${TABLE}alter role visitor superuser;`],
  ['create role', `${TABLE}create role intruder superuser login;`],
  ['drop role', `${TABLE}drop role visitor;`],
  ['grant of a role', `${TABLE}grant postgres to visitor;`],
  ['alter database', `${TABLE}alter database postgres set work_mem = '1MB';`],
  ['alter system', `${TABLE}alter system set work_mem = '1MB';`],
  ['do', `${TABLE}do $$ begin execute 'create role intruder'; end $$;`],
  [
    'do on a database-local object',
    `${TABLE}do $$ begin alter role visitor set search_path = pg_catalog; end $$;`,
  ],
  ['select of a function that acts', `${TABLE}select pg_notify('x', 'y'), lo_create(4711);`],
  ['copy to a program', `${TABLE}copy (select 1) to program 'touch ${WITNESS}';`],
  ['a tablespace', `${TABLE}create tablespace away location '/tmp';`],
  [
    'an index whose function writes',
    `${TABLE}create function public.f(t text) returns text language plpgsql immutable as $$ begin execute 'alter role visitor set work_mem = ''1MB'''; return t; end $$;
    insert into public.notes values (1, 'x');
    create index i on public.notes (public.f(body));`,
  ],
];

describe('a plan acts on nothing', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer(17);
    await runOn(server.url(), 'create role visitor login; create role app_owner');
    return () => server.stop();
  });

  /** Everything of the cluster that SQL can show. */
  async function cluster(): Promise<unknown[]> {
    return Promise.all(
      [
        "select to_jsonb(a) - 'rolpassword' as row from pg_authid a order by oid",
        'select to_jsonb(s) as row from pg_db_role_setting s order by 1::text',
        'select to_jsonb(m) as row from pg_auth_members m order by oid',
        'select datname, datacl::text from pg_database order by 1',
        'select spcname from pg_tablespace order by 1',
        'select name, setting from pg_file_settings order by 1',
      ].map((sql) => runOn(server.url(), sql)),
    );
  }

  describe.each(['auto', 'embedded', 'server'])('scratch %s', (scratch) => {
    it.each(HOSTILE)('%s', async (_, state) => {
      await withDatabase(server, async (url) => {
        const before = [await cluster(), await dumpSchema(url, { data: true })];
        const { code, err } = await reconcile(project(state, scratch), ['plan', 'live'], { LIVE_URL: url });
        expect(err).not.toContain('    at ');
        expect([0, 1]).toContain(code);
        expect([await cluster(), await dumpSchema(url, { data: true })]).toEqual(before);
        expect(existsSync(WITNESS)).toBe(false);
      });
    });
  });

  it('also when the planning process is killed: the next one drops what it left', {
    timeout: 180_000,
  }, async () => {
    const many = Array.from(
      { length: 1500 },
      (_, n) => `create table public.t${n} (id integer primary key, body text);`,
    );
    const dir = project(many.join('\n'), 'server');
    const left = () =>
      runOn(server.url(), "select datname from pg_database where datname like 'reconcile\\_scratch\\_%'");
    await withDatabase(server, async (url) => {
      const before = await dumpSchema(url, { data: true });
      const planning = start(dir, ['plan', 'live'], { LIVE_URL: url });
      for (let tries = 0; (await left()).length === 0 && tries < 600; tries += 1)
        await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await left()).toHaveLength(1);
      planning.kill('SIGKILL');
      await once(planning, 'close');
      expect(await dumpSchema(url, { data: true })).toBe(before);
      // The server notices a dead client when it next reads from it.
      for (let tries = 0; tries < 200; tries += 1) {
        const alive = await runOn(
          server.url(),
          "select from pg_stat_activity where application_name = 'reconcile'",
        );
        if (alive.length === 0) break;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      const next = await reconcile(project(TABLE, 'server'), ['plan', 'live'], { LIVE_URL: url });
      expect(next.code, next.err).toBe(0);
      expect(await left()).toEqual([]);
    });
  });
});
