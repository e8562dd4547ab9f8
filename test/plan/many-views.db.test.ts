import { expect, it } from 'vitest';
import { applyPlanned, type Project, planEnvironment } from '../../src/reconcile.js';
import { openPlace, writeProject } from '../support/case-place.js';

/** More than a server's lock table holds at its default settings: max_locks_per_transaction × max_connections = 6,400. */
const VIEWS = 12_000;
const view = (at: number): string => `create view public.v${at} as select a from public.t;\n`;
const STATE = `create table public.t (a integer);\n${Array.from({ length: VIEWS }, (_, at) => view(at)).join('')}`;
/** As many as one transaction may make. */
const make = (from: number): string =>
  `do $$ begin for i in ${from}..${from + 1999} loop execute format('create view public.v%s as select a from public.t', i); end loop; end $$`;

it('12,000 views are read, built and proven at default settings', { timeout: 600_000 }, async () => {
  const place = await openPlace(15, 'create table public.t (a integer);');
  try {
    await place.use(async (session) => {
      for (let from = 0; from < VIEWS; from += 2000) await session.run(make(from));
    });
    const environment = {
      environment: 'case',
      database: { url: '${CASE_DATABASE_URL}' },
      state: ['case'],
      scratch: 'server',
      unlisted: 'drop',
    };
    const plan = async (text: string) => {
      writeProject(place, environment, { format: 'sql', text });
      const project: Project = { dir: place.dir, name: 'case', env: place.env, forApply: true };
      return { project, planned: await planEnvironment(project) };
    };
    const same = await plan(STATE);
    await same.planned.close();
    expect(same.planned.plan.steps).toEqual([]);
    const more = await plan(`${STATE}create table public.u (a integer);`);
    const report = await applyPlanned(more.planned, more.project).finally(() => more.planned.close());
    expect(report.id).not.toBe('');
  } finally {
    await place.close();
  }
});
