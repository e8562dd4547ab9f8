import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../src/model/plan.js';
import { renderSql } from '../../src/render/sql.js';
import { freshFolder } from '../cli/folder.js';
import { runOn, withDatabase } from '../support/databases.js';
import type { TestServer } from '../support/server.js';
import { sharedServer } from '../support/shared.js';
import { plan, refused, step } from './plans.js';

const ROLE = 'render "Owner"';
const table = { kind: 'table', schema: 'public', name: 'evil\n; select 1/0; --' };
const view = { kind: 'view', schema: 'public', name: 'v' };

/** Every way in which a step's text may end, roles that change, and names that try to leave their comment. */
function awkward(): Plan {
  return plan([
    step({
      action: 'create',
      object: { kind: 'schema', schema: null, name: 's' },
      sql: ['create schema s -- mine;'],
    }),
    step({
      action: 'create',
      object: table,
      role: ROLE,
      sql: ['create table t (a int); /* end */', "comment on table t is 'semi; -- colon\\'"],
    }),
    step({
      action: 'create',
      object: view,
      role: ROLE,
      sql: ["select set_config('search_path', 'pg_catalog', true)"],
    }),
    step({
      action: 'create',
      object: { kind: 'function', schema: 'public', name: 'f', arguments: '' },
      role: ROLE,
      sql: ['create function f() returns int begin atomic select 1; select count(*)::int from t; end'],
    }),
    step({
      action: 'create',
      object: view,
      sql: ['create table s.who as select current_user::text as name', ';'],
    }),
  ]);
}

function psql(url: string, script: string): { code: number | null; err: string } {
  const file = join(freshFolder(), 'plan.sql');
  writeFileSync(file, script);
  const { status, stderr } = spawnSync('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', url, '-f', file], {
    encoding: 'utf8',
  });
  return { code: status, err: stderr };
}
const hasPsql = spawnSync('psql', ['--version']).status === 0;

describe('sql', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await sharedServer(17);
    const name = ROLE.replaceAll('"', '""');
    await runOn(
      server.url(),
      `do $$ begin create role "${name}"; exception when duplicate_object then null; end $$`,
    );
  });

  const facts = `select (select tableowner from pg_tables where tablename = 't') as owner, (select proowner::regrole::text from pg_proc where proname = 'f') as f,
    (select name from s.who) as who, obj_description('public.t'::regclass) as comment`;
  const expected = [{ owner: ROLE, f: '"render ""Owner"""', who: 'postgres', comment: 'semi; -- colon\\' }];

  it.skipIf(!hasPsql)('runs in psql unchanged, each step as its role', async () => {
    await withDatabase(server, async (url) => {
      await runOn(url, `grant create on schema public to "${ROLE.replaceAll('"', '""')}"`);
      expect(psql(url, renderSql(awkward()))).toEqual({ code: 0, err: '' });
      expect(await runOn(url, facts)).toEqual(expected);
    });
  });

  it('runs as one text, too', async () => {
    await withDatabase(server, async (url) => {
      await runOn(url, `grant create on schema public to "${ROLE.replaceAll('"', '""')}"`);
      await runOn(
        url,
        renderSql(awkward(), { settings: { TimeZone: 'Europe/Berlin', DateStyle: 'ISO, DMY' } }),
      );
      expect(await runOn(url, facts)).toEqual(expected);
    });
  });

  it('of a refused plan changes nothing', async () => {
    await withDatabase(server, async (url) => {
      await runOn(url, 'create table users (a int)');
      const script = renderSql({
        ...plan([step({ action: 'drop', object: table, sql: ['drop table users'] })]),
        refusals: refused().refusals,
      });
      await expect(runOn(url, script)).rejects.toThrow(
        'this plan is refused: function public.handle_new_user()',
      );
      expect(await runOn(url, "select to_regclass('users')::text as t")).toEqual([{ t: 'users' }]);
    });
  });

  it('of nothing is a comment', () => {
    expect(renderSql(plan([]))).toBe('-- No changes. prod is what its state says.\n');
  });
});
