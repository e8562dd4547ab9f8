import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadEnvironment, loadState } from '../../src/manifest/index.js';
import { strictRefusals } from '../../src/plan/refusals.js';
import { untold } from '../../src/plan/untold.js';
import { freshFolder } from '../cli/folder.js';

it('statements about rows and the server are told of, once for each file, and refused where one is strict', async () => {
  const dir = freshFolder();
  mkdirSync(join(dir, 'environments'));
  mkdirSync(join(dir, 'state', 'app'), { recursive: true });
  writeFileSync(
    join(dir, 'environments', 'dev.yaml'),
    'environment: dev\ndatabase: { embedded: dev }\nstate: [app]\n',
  );
  writeFileSync(
    join(dir, 'state', 'app', 'a.sql'),
    `set search_path = public; select pg_catalog.set_config('x.y', '', false);
create table t (id int); select 1 into u; do $$ begin end $$; create view v as select 1 as one;`,
  );
  writeFileSync(
    join(dir, 'state', 'app', 'b.sql'),
    "create table b (id int);\n  insert into b values (1); update b set id = 2; insert into b values (3); alter system set work_mem = '1MB';",
  );
  const found = untold(await loadState(dir, await loadEnvironment(dir, 'dev', {})));
  expect(found).toEqual([
    {
      level: 'warning',
      code: 'statement_without_effect',
      message:
        'insert (2), update, alter system: state is definitions, so what such statements do to rows or to the server is not brought about',
      file: 'state/app/b.sql',
      line: 2,
      column: 3,
    },
  ]);
  expect(strictRefusals(found)).toMatchObject([
    {
      hint: 'take them out of state, or run without --strict',
      message: expect.stringMatching(/^state\/app\/b\.sql:2: insert/),
    },
  ]);
});
