import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadEnvironment, loadState } from '../../src/manifest/index.js';
import { refusePrograms } from '../../src/scratch/programs.js';
import { freshFolder } from '../cli/folder.js';

it('COPY … PROGRAM is refused at its place, inside of a DO as well; files and columns of that name are not', async () => {
  const dir = freshFolder();
  mkdirSync(join(dir, 'environments'));
  mkdirSync(join(dir, 'state', 'app'), { recursive: true });
  writeFileSync(
    join(dir, 'environments', 'dev.yaml'),
    'environment: dev\ndatabase: { embedded: dev }\nstate: [app]\n',
  );
  writeFileSync(
    join(dir, 'state', 'app', 'a.sql'),
    `create table t (program text);
do $$ begin copy t (program) to '/tmp/t'; end $$;
do $$
begin
  copy (select 1) to program 'cat';
end $$;
`,
  );
  const { statements } = await loadState(dir, await loadEnvironment(dir, 'dev', {}));
  expect(() => refusePrograms(statements)).toThrowError(
    expect.objectContaining({
      problems: [
        expect.objectContaining({
          code: 'copy_program',
          at: { file: 'state/app/a.sql', line: 5, column: 3 },
          source: "  copy (select 1) to program 'cat';",
        }),
      ],
    }),
  );
});
