import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { applyPlanned, planEnvironment } from '../../src/reconcile.js';
import { majors } from '../support/binaries.js';
import { runOn, withDatabase } from '../support/databases.js';
import { startServer } from '../support/server.js';

describe.each(majors())("the cluster's first role on %i", (major) => {
  const dir = mkdtempSync(join(tmpdir(), 'cluster-role-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('is a member of what state says, and not made again', async () => {
    const server = await startServer(major);
    await withDatabase(server, async (url) => {
      const [first] = await runOn(url, 'select rolname as name from pg_roles where oid = 10');
      const name = first?.name ?? '';
      mkdirSync(join(dir, 'environments'));
      mkdirSync(join(dir, 'state', 'all'), { recursive: true });
      writeFileSync(
        join(dir, 'environments', 'e.yaml'),
        `environment: e\ndatabase: { url: "\${LIVE}" }\nstate: [all]\n`,
      );
      writeFileSync(
        join(dir, 'state', 'all', 'all.sql'),
        `create role cluster_group;\ngrant cluster_group to "${name}";\n`,
      );
      const project = { dir, name: 'e', env: { LIVE: url } };
      const planned = await planEnvironment({ ...project, forApply: true });
      const made = planned.plan.steps.flatMap(({ sql }) => sql);
      expect(made.join('\n')).not.toContain(`create role ${name}`);
      await applyPlanned(planned, project);
      await planned.close();
      const again = await planEnvironment(project);
      await again.close();
      expect(again.plan.steps).toEqual([]);
      expect(
        await runOn(
          url,
          `select from pg_auth_members where member = 10 and roleid = 'cluster_group'::regrole`,
        ),
      ).toHaveLength(1);
    });
    await server.stop();
  });
});
