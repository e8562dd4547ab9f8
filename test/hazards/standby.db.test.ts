import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import { applyPlanned, planEnvironment } from '../../src/reconcile.js';
import { failure } from '../apply/scenario.js';
import { majors } from '../support/binaries.js';
import { crashAndRestart } from '../support/crash.js';
import { createDatabase, runOn } from '../support/databases.js';
import { startServer } from '../support/server.js';

const TRIED = majors().filter((major) => major === 15 || major === 18);

it.each(TRIED)(
  'plans on a hot standby of %s, with the scratch elsewhere, and applies nothing',
  async (major) => {
    const server = await startServer(major);
    const dir = mkdtempSync(join(tmpdir(), 'standby-'));
    let end: (() => Promise<void>) | null = null;
    try {
      const url = server.url(await createDatabase(server));
      await runOn(url, 'create table t (id int)');
      await runOn(url, 'checkpoint');
      const [row] = await runOn(url, "select current_setting('data_directory') as folder");
      writeFileSync(join(String(row?.folder), 'standby.signal'), '');
      end = await crashAndRestart(server);
      expect(await runOn(url, 'select pg_is_in_recovery() as standby')).toEqual([{ standby: true }]);
      mkdirSync(join(dir, 'environments'));
      mkdirSync(join(dir, 'state', 'one'), { recursive: true });
      const environment = {
        environment: 'one',
        database: { url: '${ONE_URL}' },
        state: ['one'],
        unlisted: 'drop',
      };
      writeFileSync(join(dir, 'environments', 'one.yaml'), stringify(environment));
      writeFileSync(join(dir, 'state', 'one', 'state.sql'), 'create table t (id int not null);');
      const project = { dir, name: 'one', env: { ONE_URL: url }, forApply: true };
      const planned = await planEnvironment(project);
      expect(planned.plan.steps.map(({ id }) => id)).toEqual(['alter column public.t.id']);
      expect((await failure(applyPlanned(planned, project))).message).toMatch(
        /hot standby.*Nothing was changed/,
      );
      await planned.close();
    } finally {
      rmSync(dir, { recursive: true, force: true });
      await end?.();
      await server.stop();
    }
  },
);
