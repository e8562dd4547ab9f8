import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { majors } from '../support/binaries.js';
import { runOn, withDatabase } from '../support/databases.js';
import { sharedServer } from '../support/shared.js';
import { copyProject, reconcile } from './cli.js';

const FIXTURE = 'test/fixtures/clinic';
const seed = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${FIXTURE}/embedded/${name}.sql`, import.meta.url)), 'utf8');

/** What the fixture's README says of the plan for `desk`. */
function expectDesk(json: string): void {
  const plan = JSON.parse(json);
  const steps: { id: string }[] = plan.steps;
  expect(plan.summary).toMatchObject({ create: 1, alter: 1, drop: 4, replace: 0 });
  expect(steps.map(({ id }) => id).sort()).toEqual([
    'alter column clinic.keeper.phones',
    'create index clinic.visit.visit_open_idx',
    'drop function clinic.lab_price(text, integer)',
    'drop table clinic."LabResult"',
    'drop table clinic."notes.old"',
    'drop table clinic.lab_order',
  ]);
  expect(plan.accounted.table).toMatchObject({ kept: 2, unlisted: 1 });
  expect(plan.unlisted).toMatchObject([{ kind: 'table', schema: 'clinic', name: 'scratchpad' }]);
  expect(plan.refusals).toEqual([]);
}

async function walk(dir: string, name: string, env: Record<string, string>): Promise<void> {
  const applied = await reconcile(dir, ['apply', name, '--yes'], env);
  expect(applied.code, applied.err).toBe(0);
  const again = await reconcile(dir, ['plan', name, '--detailed-exitcode'], env);
  expect(again.code, again.out).toBe(0);
  expect(again.out).toContain('No changes');
}

describe('the clinic, a system unlike the shipped one', () => {
  it('on the embedded database', { timeout: 240_000 }, async () => {
    const dir = copyProject(FIXTURE);
    expectDesk((await reconcile(dir, ['plan', 'desk', '--format', 'json'])).out);
    await walk(dir, 'desk', {});
    await walk(dir, 'fresh', {});
  });

  it.each(majors().filter((major) => major === 15 || major === 17))(
    'on PostgreSQL %i, as a role that is no superuser',
    { timeout: 240_000 },
    async (major) => {
      const dir = copyProject(FIXTURE);
      const server = await sharedServer(major);
      await withDatabase(server, async (url, name) => {
        await runOn(url, seed('clinic'));
        const env = { DESK_DATABASE_URL: server.url(name, 'clinic_deploy') };
        expectDesk((await reconcile(dir, ['plan', 'desk', '--format', 'json'], env)).out);
        await walk(dir, 'desk', env);
      });
      await withDatabase(server, async (url) => {
        await runOn(url, seed('fresh'));
        await walk(dir, 'fresh', { FRESH_DATABASE_URL: url });
      });
    },
  );
});
