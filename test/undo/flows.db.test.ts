import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { backupNow, purgeOld, verifyOne } from '../../src/backups.js';
import { keptOf, listHistory } from '../../src/history/index.js';
import { UserError } from '../../src/model/errors.js';
import { applyPlanned, type Planned, type Project, planEnvironment } from '../../src/reconcile.js';
import { statusOf } from '../../src/status.js';
import { planRestore, planRollback } from '../../src/undo.js';
import { majors } from '../support/binaries.js';
import { type Engine, openPlace, type Place, writeProject } from '../support/case-place.js';
import { readRows } from '../support/case-run.js';

const listed = majors();
const engines: Engine[] = [...listed.filter((major) => major === 15 || major === 18), 'embedded'];

const BEFORE = `
  create table public.people (id int primary key, name text not null, note text not null);
  insert into public.people select i, 'name ' || i, 'note ' || i from generate_series(1, 20) i;
  create table public.tasks (id bigint generated always as identity primary key, person int references public.people, what text);
  insert into public.tasks (person, what) select i, E'a\\tb\\n' || i from generate_series(1, 9) i;
  create index tasks_what_idx on public.tasks (what);
  alter table public.tasks enable row level security;
  alter table public.tasks force row level security;
  create policy nobody on public.tasks using (false);
  create table public.notes (id serial primary key, body varchar(200));
  insert into public.notes (body) values ('one'), ('two'), (null);
`;
const AFTER = 'create table public.people (id int primary key, name text not null);';

describe.each(engines)('undoing on %s', { timeout: 240_000 }, (engine) => {
  const places: Place[] = [];
  afterEach(async () => {
    for (const place of places.splice(0)) await place.close();
  });

  async function open(more: Record<string, unknown> = {}): Promise<{ place: Place; project: Project }> {
    const place = await openPlace(engine, BEFORE);
    places.push(place);
    writeProject(place, environment(more), { format: 'sql', text: AFTER });
    return { place, project: { dir: place.dir, name: 'case', env: place.env, forApply: true } };
  }

  const environment = (more: Record<string, unknown>): Record<string, unknown> => ({
    environment: 'case',
    database: engine === 'embedded' ? { embedded: 'case' } : { url: '${CASE_DATABASE_URL}' },
    schemas: ['public'],
    state: ['case'],
    scratch: 'embedded',
    drop: { tables: ['tasks', 'notes'] },
    guard: { destructive: 'allow', backup: 'auto' },
    ...more,
  });

  async function run(planned: Planned, project: Project): Promise<string> {
    try {
      expect(planned.plan.refusals).toEqual([]);
      return (await applyPlanned(planned, project)).id;
    } finally {
      await planned.close();
    }
  }

  /** Definitions and rows, read in a session of the project's own. */
  async function look(project: Project): Promise<{ keys: string[]; rows: unknown }> {
    const planned = await planEnvironment(project);
    try {
      const rows = [...(await readRows(planned.session))].map(([table, list]) => [
        table,
        list.map((row) => JSON.stringify(Object.entries(row).sort())).sort(),
      ]);
      const positions = await planned.session.query(
        "select sequencename::text as name, last_value::text from pg_sequences where schemaname = 'public' order by 1",
      );
      return {
        keys: [...planned.live.objects.keys()].filter((key) => / public\./.test(key)).sort(),
        rows: [rows, positions],
      };
    } finally {
      await planned.close();
    }
  }

  const problem = async (work: Promise<unknown>): Promise<string> => {
    const error = await work.then(
      () => new Error('it did not fail'),
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof UserError)) throw error;
    return error.message;
  };

  it('brings one table back, then refuses what is there, then all that is left is named', async () => {
    const { project } = await open();
    const before = await look(project);
    const id = await run(await planEnvironment(project), project);
    await run(await planRestore(project, id, ['tasks']), project);
    const now = await look(project);
    expect(now.keys).toContain('table public.tasks');
    expect(now.keys).not.toContain('table public.notes');
    expect(await problem(planRestore(project, id, ['public.tasks']))).toContain(
      'table public.tasks is there already',
    );
    expect(await problem(planRestore(project, id, ['people2']))).toContain('took nothing of a table people2');
    expect(await problem(planRestore(project, 'nope', []))).toContain('no backup nope');
    expect(await problem(planRollback(project, null))).toMatch(
      /has moved on since .*: .*table public\.tasks is new/s,
    );
    await run(await planRestore(project, id, ['notes', 'people']), project);
    expect(await look(project)).toEqual(before);
  });

  it('undoes an apply, and the undoing, from backups in the database', async () => {
    // What the state promises, a rollback gives up.
    const verify = { sql: ["select to_regclass('public.tasks') is null"] };
    const { place, project } = await open({ backups: 'database', verify });
    const before = await look(project);
    const first = await run(await planEnvironment(project), project);
    const after = await look(project);
    expect(readdirSync(place.dir)).not.toContain('.reconcile/backups');
    const back = await run(await planRollback(project, null), project);
    expect(await look(project)).toEqual(before);
    expect(await problem(planRollback(project, null))).toContain('Nothing was applied');
    await run(await planRollback(project, back), project);
    expect(await look(project)).toEqual(after);
    const verified = await verifyOne(project, first);
    expect(verified).toEqual({ tables: 3, rows: 32, problems: [] });
    const planned = await planEnvironment(project);
    try {
      const entries = await listHistory(planned.session, 'case');
      expect(entries.map(({ kind, source }) => [kind, source])).toEqual([
        ['rollback', back],
        ['rollback', first],
        ['apply', null],
      ]);
      expect((await keptOf(planned.session, first))?.undo?.gone).toContain('table public.tasks');
    } finally {
      await planned.close();
    }
  });

  it('parks tables out of reach, and purges them when their time has come', async () => {
    const { project } = await open({
      drop: { tables: ['tasks', 'notes'], how: 'park' },
      retention: { parked: 0, daily: 0, weekly: 0, monthly: 0 },
    });
    const before = await look(project);
    await run(await planEnvironment(project), project);
    const planned = await planEnvironment(project);
    const parked = await planned.session.query(
      'select count(*)::int as n from reconcile_parked."public.tasks"',
    );
    const open_ = await planned.session.query(
      `select grantee::regrole::text from pg_namespace, aclexplode(nspacl) where nspname = 'reconcile_parked' and grantee <> nspowner`,
    );
    await planned.close();
    expect(parked).toEqual([{ n: 9 }]);
    expect(open_).toEqual([]);
    await run(await planRollback(project, null), project);
    expect(await look(project)).toEqual(before);
    await run(await planEnvironment(project), project);
    const shown: string[] = [];
    const { done } = await purgeOld(project, async (plan) => {
      shown.push(...plan.parked.map(({ name }) => name));
      return true;
    });
    expect({ done, shown }).toEqual({ done: true, shown: ['public.notes', 'public.tasks'] });
    expect(await problem(planRollback(project, null).then((one) => run(one, project)))).toMatch(
      /not there any more|neither in|no longer kept/,
    );
  });

  it('has a table back in the publication of somebody else, or says that it is not', async () => {
    const { place, project } = await open();
    await look(project);
    await place.use((session) =>
      session.run(
        'create publication theirs for table public.tasks (id, person) where (id > 0), public.people',
      ),
    );
    const members = () =>
      place.use((session) =>
        session.query(
          'select tablename::text, attnames::text[], rowfilter from pg_publication_tables order by 1',
        ),
      );
    const before = await members();
    const id = await run(await planEnvironment(project), project);
    expect(await members()).toHaveLength(1);
    const restore = await planRestore(project, id, []);
    await restore.close();
    expect(restore.plan.diagnostics.map(({ message }) => message)).toContain(
      'table public.tasks does not come back into publication theirs, which it was part of',
    );
    await run(await planRollback(project, null), project);
    expect(await members()).toEqual(before);
  });

  it('restores into a table that the same apply renamed, together with its key', async () => {
    const { place, project } = await open();
    const text = `-- reconcile: renamed_from people
      create table public.persons (
        -- reconcile: renamed_from id
        number int constraint people_pkey primary key, name text not null);`;
    writeProject(place, environment({}), { format: 'sql', text });
    const id = await run(await planEnvironment(project), project);
    const planned = await planRestore(project, id, []);
    expect(planned.plan.diagnostics.map(({ message }) => message)).toEqual([
      'constraint public.tasks.tasks_person_fkey is left out: its definition names column public.people.id, which is column public.persons.number since',
    ]);
    await run(planned, project);
    const rows = await place.use((session) =>
      session.query(
        'select count(*)::int as n, bool_and(p.note = $1 || p.number)::text as same, (select count(*)::int from public.tasks) as tasks from public.persons p',
        ['note '],
      ),
    );
    expect(rows).toEqual([{ n: 20, same: 'true', tasks: 9 }]);
  });

  it('takes and verifies a backup by itself, and tells a damaged one', async () => {
    const { place, project } = await open();
    const before = await look(project);
    const taken = await backupNow(project, () => undefined);
    expect(await look(project)).toEqual(before);
    expect(taken).toMatchObject({ tables: 3, rows: 32 });
    const folder = taken?.folder ?? '';
    expect(await verifyOne(project, taken?.id ?? '')).toMatchObject({ problems: [] });
    const file = join(folder, 'data', readdirSync(join(folder, 'data'))[0] ?? '');
    writeFileSync(file, readFileSync(file, 'utf8').replace('1', '2'));
    expect(await problem(verifyOne(project, taken?.id ?? ''))).toContain('is not as it was written');
    expect(place.dir).not.toBe('');
  });

  it('says what is to be done, and what somebody else did', async () => {
    const { place, project } = await open();
    expect(await statusOf(project)).toMatchObject({ last: null, changed: [] });
    const id = await run(await planEnvironment(project), project);
    expect(await statusOf(project)).toMatchObject({ last: { id }, changed: [], plan: { steps: [] } });
    await place.use((session) =>
      session.run('alter table public.people add column more int; create view public.v as select 1 as one'),
    );
    const { changed } = await statusOf(project);
    expect(changed.map(({ key, how }) => `${key} ${how}`)).toEqual([
      'column public.people.more new',
      'view public.v new',
    ]);
  });
});
