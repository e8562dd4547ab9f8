import { expect, it } from 'vitest';
import { loadEnvironment, loadState } from '../../src/manifest/index.js';
import { refusePrograms } from '../../src/scratch/programs.js';
import { inProject } from '../manifest/malformed/harness.js';

const STATE = `create table t (program text);
do $$ begin copy t (program) to 'rows.txt'; /* copy t to program 'cat' */ end $$;
do $$
begin
  copy (select 1) to program 'cat';
end $$;
`;

it('COPY … PROGRAM is refused at its place, inside of a DO as well; files and columns of that name are not', async () => {
  const { statements } = await inProject({ 'state/a/a.sql': STATE }, async (dir) =>
    loadState(dir, await loadEnvironment(dir, 'dev', {})),
  );
  expect(() => refusePrograms(statements)).toThrowError(
    expect.objectContaining({
      problems: [
        expect.objectContaining({
          code: 'copy_program',
          at: { file: 'state/a/a.sql', line: 5, column: 3 },
          source: "  copy (select 1) to program 'cat';",
        }),
      ],
    }),
  );
});
