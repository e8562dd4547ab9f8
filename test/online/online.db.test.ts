import { afterEach, describe, expect, it } from 'vitest';
import { listHistory } from '../../src/history/index.js';
import { applyPlanned, type Planned, type Project, planEnvironment } from '../../src/reconcile.js';
import { renderSql } from '../../src/render/sql.js';
import { planRollback } from '../../src/undo.js';
import { majors } from '../support/binaries.js';
import { type Engine, openPlace, type Place, writeProject } from '../support/case-place.js';

const engines: Engine[] = [...majors().filter((major) => major === 15 || major === 18), 'embedded'];

const BEFORE = `
  create table public.people (id int primary key, name text not null, note text);
  insert into public.people select i, 'name ' || i, 'note ' || i from generate_series(1, 500) i;
  create index people_note on public.people (note);
  create table public.empty (id int primary key, name text);`;

describe.each(engines)('online indexes on %s', { timeout: 240_000 }, (engine) => {
  const places: Place[] = [];
  afterEach(async () => {
    for (const place of places.splice(0)) await place.close();
  });

  async function open(
    before: string,
    after: string,
    more: Record<string, unknown> = {},
  ): Promise<{ place: Place; project: Project }> {
    const place = await openPlace(engine, before);
    places.push(place);
    const environment = {
      environment: 'case',
      database: engine === 'embedded' ? { embedded: 'case' } : { url: '${CASE_DATABASE_URL}' },
      schemas: ['public'],
      state: ['case'],
      scratch: 'embedded',
      online: true,
      unlisted: 'drop',
      ...more,
    };
    writeProject(place, environment, { format: 'sql', text: after });
    return { place, project: { dir: place.dir, name: 'case', env: place.env, forApply: true } };
  }

  async function plan(project: Project, task: (planned: Planned) => Promise<void>): Promise<void> {
    const planned = await planEnvironment(project);
    try {
      await task(planned);
    } finally {
      await planned.close();
    }
  }

  const AFTER = `
    create table public.people (id int primary key, name text not null, note text, born date);
    create index people_note on public.people (lower(note));
    create unique index people_name on public.people (name);
    comment on index public.people_name is 'one of each';
    create index people_born on public.people (born);
    create table public.empty (id int primary key, name text);
    create index empty_name on public.empty (name);
  `;

  it('builds indexes of tables with rows after COMMIT, and rolls back', async () => {
    const { project } = await open(BEFORE, AFTER);
    await plan(project, async (planned) => {
      expect(planned.plan.refusals).toEqual([]);
      await applyPlanned(planned, project);
    });
    await plan(project, async (planned) => expect(planned.plan.steps).toEqual([]));
    await plan(project, async (planned) => {
      const [entry] = await listHistory(planned.session);
      expect(entry?.online).toMatchObject({ left: 0 });
    });
    const back = await planRollback(project, null);
    try {
      expect(back.plan.refusals).toEqual([]);
      await applyPlanned(back, project);
    } finally {
      await back.close();
    }
    await plan(project, async (planned) => expect(planned.plan.steps.length).toBeGreaterThan(0));
  });
});
