import { expect, it } from 'vitest';
import { applyPlanned, type Project, planEnvironment } from '../../src/reconcile.js';
import { majors } from '../support/binaries.js';
import { type Engine, openPlace, writeProject } from '../support/case-place.js';

const listed = majors();
const engines: Engine[] = [...listed.filter((major) => major === 15 || major === 18), 'embedded'];

const BEFORE = `
  create table public.t (id int primary key, note varchar(20));
  insert into public.t values (1, 'x'), (2, 'y');
  create view public.a as select id, note from public.t where note = 'x';
  comment on column public.a.id is 'Number';
  create view public.b with (security_barrier = true) as select id as i, a.id + 1 as next, upper(note) as note from public.a;
  create materialized view public.m as select id, note from public.t;
  create index m_idx on public.m (note);`;
const AFTER = 'create table public.t (id bigint primary key, note text);';
const LOOK = `select c.relname::text as view, a.attname::text as name, format_type(a.atttypid, a.atttypmod) as type,
    col_description(c.oid, a.attnum) as comment from pg_class c join pg_attribute a on a.attrelid = c.oid
  where c.relkind in ('v', 'm') and c.relnamespace = 'public'::regnamespace and a.attnum > 0 order by 1, a.attnum`;

it.each(engines)('unlisted views follow what they stand on, on %s', { timeout: 240_000 }, async (engine) => {
  const place = await openPlace(engine, BEFORE);
  try {
    const environment = {
      environment: 'case',
      database: engine === 'embedded' ? { embedded: 'case' } : { url: '${CASE_DATABASE_URL}' },
      schemas: ['public'],
      state: ['case'],
      scratch: 'embedded',
    };
    writeProject(place, environment, { format: 'sql', text: AFTER });
    const project: Project = { dir: place.dir, name: 'case', env: place.env, forApply: true };
    const planned = await planEnvironment(project);
    await applyPlanned(planned, project).finally(() => planned.close());
    const again = await planEnvironment(project);
    try {
      expect(again.plan.steps).toEqual([]);
      expect(await again.session.query(LOOK)).toEqual([
        { view: 'a', name: 'id', type: 'bigint', comment: 'Number' },
        { view: 'a', name: 'note', type: 'text', comment: null },
        { view: 'b', name: 'i', type: 'bigint', comment: null },
        { view: 'b', name: 'next', type: 'bigint', comment: null },
        { view: 'b', name: 'note', type: 'text', comment: null },
        { view: 'm', name: 'id', type: 'bigint', comment: null },
        { view: 'm', name: 'note', type: 'text', comment: null },
      ]);
      expect(await again.session.query('select count(*)::int as n from public.m')).toEqual([{ n: 2 }]);
    } finally {
      await again.close();
    }
  } finally {
    await place.close();
  }
});
