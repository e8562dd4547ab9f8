import { expect, it } from 'vitest';
import { loadEnvironment, loadState } from '../../src/manifest/index.js';
import { strictRefusals } from '../../src/plan/refusals.js';
import { untold } from '../../src/plan/untold.js';
import { inProject } from '../manifest/malformed/harness.js';

const FILES = {
  'state/a/a.sql': `set search_path = public; select pg_catalog.set_config('x.y', '', false);
create table t (id int); select 1 into u; do $$ begin end $$; create view v as select 1 as one;`,
  'state/a/b.sql':
    "create table b (id int);\n  insert into b values (1); update b set id = 2; insert into b values (3); alter system set work_mem = '1MB';",
};

it('statements about rows and the server are told of, once for each file, and refused where one is strict', async () => {
  const found = await inProject(FILES, async (dir) =>
    untold(await loadState(dir, await loadEnvironment(dir, 'dev', {}))),
  );
  expect(found).toEqual([
    {
      level: 'warning',
      code: 'statement_without_effect',
      message:
        'insert (2), update, alter system: state is definitions, so what such statements do to rows or to the server is not brought about',
      file: 'state/a/b.sql',
      line: 2,
      column: 3,
    },
  ]);
  expect(strictRefusals(found)).toMatchObject([
    {
      hint: 'take them out of state, or run without --strict',
      message: expect.stringMatching(/^state\/a\/b\.sql:2: insert/),
    },
  ]);
});

it('statements about what no state holds are told of as well', async () => {
  const sql = `vacuum t; analyze; cluster; reindex table t; rollback; prepare transaction 'x'; cluster t using i;
security label on table t is 'x'; grant connect on database d to r; revoke set on parameter work_mem from r;
grant usage on language plpgsql to r; revoke execute on function pg_catalog.pg_sleep(float8) from public;
grant select on pg_catalog.pg_authid to r; grant select on pg_catalogue to r; comment on tablespace s is 'x'; comment on table t is 'x'; create role r password 'x'; alter role r login;`;
  const [found] = await inProject({ 'state/a/a.sql': sql }, async (dir) =>
    untold(await loadState(dir, await loadEnvironment(dir, 'dev', {}))),
  );
  expect(found?.message.split(':')[0]).toBe(
    "vacuum, analyze, cluster, reindex, rollback, prepare, security label, grant on database, revoke on parameter, grant on language plpgsql, revoke on pg_catalog, grant on pg_catalog, comment on tablespace, a role's password",
  );
});
