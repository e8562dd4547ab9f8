import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { planEnvironment } from '../../src/reconcile.js';
import { withDatabase } from '../support/databases.js';
import { sharedServer } from '../support/shared.js';

it('says that the comment of what is behind NOT NULL is not brought about', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'unmanaged-'));
  mkdirSync(join(dir, 'environments'));
  mkdirSync(join(dir, 'state', 'own'), { recursive: true });
  writeFileSync(
    join(dir, 'environments', 'here.yaml'),
    'environment: here\ndatabase: { url: "${HERE}" }\nstate: [own]\n',
  );
  writeFileSync(
    join(dir, 'state', 'own', 'all.sql'),
    `create table t (id integer generated always as identity, n serial);
grant usage on sequence t_n_seq to public;
grant usage on sequence t_id_seq to public;
comment on constraint t_n_not_null on t is 'always there';
`,
  );
  try {
    await withDatabase(await sharedServer(18), async (url) => {
      const plan = async (strict: boolean) => {
        const planned = await planEnvironment({ dir, name: 'here', env: { HERE: url }, strict });
        await planned.close();
        return planned.plan;
      };
      const { diagnostics, refusals } = await plan(false);
      expect(refusals).toEqual([]);
      expect(diagnostics.filter(({ code }) => code === 'statement_without_effect')).toEqual([
        expect.objectContaining({
          line: 4,
          message: expect.stringMatching(/^constraint public\.t\.t_n_not_null: /),
        }),
      ]);
      expect((await plan(true)).refusals.map(({ code }) => code)).toEqual(['statement_without_effect']);
    });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
