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

const environmentOn = (engine: Engine) => ({
  environment: 'case',
  database: engine === 'embedded' ? { embedded: 'case' } : { url: '${CASE_DATABASE_URL}' },
  schemas: ['public'],
  state: ['case'],
  scratch: 'embedded',
});

const CREEPS = `
  create function public.creep() returns event_trigger language plpgsql as $$ begin
    if not exists (select from pg_depend d join pg_rewrite r on r.oid = d.objid where r.ev_class = to_regclass('public.b') and d.refobjid = to_regclass('public.a')) then return; end if;
    if pg_get_viewdef('public.b'::regclass) ~ '2' then return; end if;
    create or replace view public.b with (security_barrier = true) as select id as i, a.id + 2 as next, upper(note) as note from public.a;
  end $$;
  create event trigger creep on ddl_command_end when tag in ('CREATE VIEW') execute function public.creep();`;

it.each(engines)(
  'a view that came back as another does not pass, on %s',
  { timeout: 240_000 },
  async (engine) => {
    const place = await openPlace(engine, BEFORE + CREEPS);
    try {
      writeProject(place, environmentOn(engine), { format: 'sql', text: AFTER });
      const project: Project = { dir: place.dir, name: 'case', env: place.env, forApply: true };
      const planned = await planEnvironment(project);
      await expect(applyPlanned(planned, project).finally(() => planned.close())).rejects.toThrow(
        /view public\.b.*Everything was rolled back/s,
      );
    } finally {
      await place.close();
    }
  },
);

it.each(engines)('unlisted views follow what they stand on, on %s', { timeout: 240_000 }, async (engine) => {
  const place = await openPlace(engine, BEFORE);
  try {
    writeProject(place, environmentOn(engine), { format: 'sql', text: AFTER });
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
