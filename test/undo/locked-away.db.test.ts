import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectServer } from '../../src/database/index.js';
import { applyPlanned, planEnvironment } from '../../src/reconcile.js';
import { runOn } from '../support/databases.js';
import { startServer, type TestServer } from '../support/server.js';

const HERE = dirname(fileURLToPath(import.meta.url));
const PLATFORM = readFileSync(join(HERE, '..', 'fixtures', 'supabase', 'platform.sql'), 'utf8');
const API = ['anon', 'authenticated', 'service_role', 'authenticator'];

/** What default privileges would give to anybody, whoever makes the schema and the tables. */
const GENEROUS = ['postgres', 'supabase_admin']
  .map(
    (
      role,
    ) => `alter default privileges for role ${role} grant all on tables to anon, authenticated, service_role;
      alter default privileges for role ${role} grant all on sequences to anon, authenticated, service_role;
      alter default privileges for role ${role} grant usage, create on schemas to anon, authenticated, service_role;`,
  )
  .join('\n');

describe('what the database keeps is out of the API roles’ reach', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer(15, { superuser: 'supabase_admin' });
    return () => server.stop();
  }, 120_000);
  const dirs: string[] = [];
  afterAll(() => {
    for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
  });

  it('history, backups and parked tables, under default privileges that grant everything', async () => {
    const url = server.url('postgres');
    await runOn(url, PLATFORM);
    await runOn(
      url,
      `${GENEROUS}
       create table public.secrets (id serial primary key, what text);
       insert into public.secrets (what) values ('a'), ('b');
       create table public.old (id bigint generated always as identity primary key, what text);
       insert into public.old (what) values ('c');
       alter table public.old owner to postgres; alter table public.secrets owner to postgres;`,
    );
    const dir = mkdtempSync(join(tmpdir(), 'locked-'));
    dirs.push(dir);
    mkdirSync(join(dir, 'environments'));
    mkdirSync(join(dir, 'state', 'none'), { recursive: true });
    const project = { dir, name: 'live', env: { LIVE: url }, forApply: true };
    for (const [table, how] of [
      ['secrets', 'drop'],
      ['old', 'park'],
    ]) {
      writeFileSync(
        join(dir, 'environments', 'live.yaml'),
        `environment: live\ndatabase: { url: "\${LIVE}" }\nplatform: supabase\nschemas: [public]\nstate: []\nscratch: embedded\nbackups: database\ndrop: { tables: [${table}], how: ${how} }\nguard: { destructive: allow }\n`,
      );
      const planned = await planEnvironment(project);
      expect(planned.plan.refusals).toEqual([]);
      await applyPlanned(planned, project);
      await planned.close();
    }
    const session = await connectServer(url);
    try {
      for (const [schema, relation] of [
        ['reconcile', 'history'],
        ['reconcile', 'memory'],
        ['reconcile_backup', 'files'],
        ['reconcile_parked', '"public.old"'],
        ['reconcile_parked', '"public.old#1"'],
      ]) {
        for (const role of API) {
          await session.run(`set role ${role}`);
          await expect(
            session.query(`select * from ${schema}.${relation}`),
            `${role} reads ${schema}.${relation}`,
          ).rejects.toThrow(/permission denied/);
          await session.run('reset role');
          const [may] = await session.query(
            `select has_schema_privilege($1, $2, 'usage') or has_schema_privilege($1, $2, 'create') as schema,
               has_table_privilege($1, $3, 'select, insert, update, delete, truncate, references, trigger') as relation`,
            [role, schema, `${schema}.${relation}`],
          );
          expect({ role, schema, relation, may }).toEqual({
            role,
            schema,
            relation,
            may: { schema: false, relation: false },
          });
        }
      }
      const [kept] = await session.query(
        'select count(distinct backup)::int as backups from reconcile_backup.files',
      );
      expect(kept).toEqual({ backups: 1 });
    } finally {
      await session.close();
    }
  }, 120_000);
});
