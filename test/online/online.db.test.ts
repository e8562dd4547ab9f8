import { afterEach, describe, expect, it } from 'vitest';
import { listHistory } from '../../src/history/index.js';
import { applyPlanned } from '../../src/reconcile.js';
import { majors } from '../support/binaries.js';
import type { Engine } from '../support/case-place.js';
import { openScene, type Scene, stepsOf } from './scene.js';

const engines: Engine[] = [...majors().filter((major) => major === 15 || major === 18), 'embedded'];

const BEFORE = `
  create table public.people (id int primary key, name text not null, note text, age int);
  insert into public.people select i, 'name ' || i, 'note ' || i, i from generate_series(1, 500) i;
  create index people_note on public.people (note);
  create table public.tasks (person int, what text);
  insert into public.tasks select i, 'task ' || i from generate_series(1, 500) i;
  create table public.empty (id int primary key, name text);`;

const INDEXES = `
  create table public.people (id int primary key, name text not null, note text, age int, born date);
  create index people_note on public.people (lower(note));
  create unique index people_name on public.people (name);
  comment on index public.people_name is 'one of each';
  create index people_born on public.people (born);
  create table public.tasks (person int, what text);
  create table public.empty (id int primary key, name text);
  create index empty_name on public.empty (name);`;

const CONSTRAINTS = `
  create table public.people (id int primary key, name text not null, note text not null, age int,
    constraint people_name_key unique (name) include (age) deferrable, constraint grown check (age > 0));
  comment on constraint people_name_key on public.people is 'one of each';
  create index people_note on public.people (note);
  create table public.tasks (person int references public.people, what text not null);
  create table public.empty (id int primary key, name text not null check (name <> ''));`;

describe.each(engines)('online on %s', { timeout: 240_000 }, (engine) => {
  let scene: Scene;
  afterEach(() => scene.close());

  it('builds indexes of tables with rows after COMMIT; rolled back and forth', async () => {
    scene = await openScene(engine, BEFORE, INDEXES);
    const steps = [
      'create column people.born',
      'create index empty.empty_name',
      'after: create index people.people_born',
      'after: create index people.people_name',
      'after: create index people.people_name',
      'after: replace index people.people_note',
      'after: replace index people.people_note',
      'after: replace index people.people_note',
    ];
    expect(await scene.apply()).toEqual(steps);
    expect(await scene.plan(async (planned) => stepsOf(planned))).toEqual([]);
    const [entry] = await scene.place.use((session) => listHistory(session));
    expect(entry?.online).toEqual({ steps: 6, left: 0 });
    await scene.rollback();
    expect(await scene.apply()).toEqual(steps);
  });

  it('validates constraints and puts keys on indexes after COMMIT; rolled back and forth', async () => {
    scene = await openScene(engine, BEFORE, CONSTRAINTS);
    const first = await scene.apply();
    const late = engine === 15 ? 3 : 1;
    const later = (text: string, times = 1): string[] => Array<string>(times).fill(`after: ${text}`);
    expect(first.filter((step) => step.startsWith('after'))).toEqual([
      ...later('alter column people.note', late),
      ...later('alter column tasks.what', late),
      ...later('alter constraint people.grown'),
      ...later('create constraint people.people_name_key', 2),
      ...later('alter constraint tasks.tasks_person_fkey'),
    ]);
    expect(await scene.plan(async (planned) => stepsOf(planned))).toEqual([]);
    await scene.rollback();
    expect(await scene.apply()).toEqual(first);
  });

  it('keeps the transaction from reading rows where state is YAML', async () => {
    scene = await openScene(engine, BEFORE, '');
    scene.declare(
      'table: people\ncolumns:\n  id: int primary key\n  name: { type: text, not_null: true }\n  note: text not null\n  age: { type: int, check: age > 0 }\nindexes: { people_note: (note) }\n---\ntable: tasks\n---\ntable: empty\n',
      'yaml',
    );
    const { inside, late } = await scene.plan(async ({ plan: { steps } }) => ({
      inside: steps.filter(({ segment }) => segment === undefined),
      late: steps.filter(({ segment }) => segment === 'after').flatMap(({ sql }) => sql),
    }));
    expect(inside.flatMap(({ hazards }) => hazards.filter(({ kind }) => kind === 'scan'))).toEqual([]);
    expect(inside.flatMap(({ sql }) => sql).join()).toMatch(/check \(\(age > 0\)\) not valid/i);
    expect(late.filter((sql) => sql.includes('validate'))).toHaveLength(2);
    await scene.apply();
    expect(await scene.plan(async (planned) => stepsOf(planned))).toEqual([]);
  });

  it('says what became of the change where there is nothing but online steps', async () => {
    const index = 'create unique index people_born on public.people (length(name));';
    scene = await openScene(engine, BEFORE, `${BEFORE.replace(/insert .*/g, '')} ${index}`);
    const stopped = async (): Promise<string> =>
      scene.plan(async (planned) => {
        const session = {
          ...planned.session,
          get broken() {
            return planned.session.broken;
          },
          run: async (sql: string) => {
            if (/^create unique index concurrently/i.test(sql)) throw new Error('out of disk');
            return planned.session.run(sql);
          },
        };
        expect(stepsOf(planned)).toEqual(['after: create index people.people_born']);
        const { message } = await applyPlanned({ ...planned, session }, scene.project).then(
          () => new Error('it did not fail'),
          (error: Error) => error,
        );
        return message;
      });
    expect(await stopped()).toMatch(/None of the online steps is done \(\S+: 1 left\), and nothing else/);
  });

  it('rehearses the transaction alone', async () => {
    scene = await openScene(engine, BEFORE, INDEXES);
    const report = await scene.plan((planned) => applyPlanned(planned, scene.project, { rehearse: true }));
    expect(report).toMatchObject({ steps: 2, online: 0, rehearsed: true });
    expect(report.unrehearsed).toEqual(['The 6 online steps after COMMIT']);
    expect(await scene.plan(async (planned) => stepsOf(planned))).toHaveLength(8);
  });

  it('rehearses what comes before BEGIN inside of the transaction, and says what cannot be tried there', async () => {
    const mood = (values: string, column: string): string =>
      `create type public.mood as enum (${values}); create table public.moods (id int primary key, mood public.mood not null ${column});`;
    scene = await openScene(engine, mood("'sad'", ''), mood("'sad', 'glad'", "default 'glad', note text"));
    const rehearse = (): ReturnType<typeof applyPlanned> =>
      scene.plan((planned) => applyPlanned(planned, scene.project, { rehearse: true }));
    const before = await scene.plan(async (planned) => stepsOf(planned));
    expect(before).toEqual([
      'before: alter enum mood',
      'alter column moods.mood',
      'create column moods.note',
    ]);
    const report = await rehearse();
    expect(report).toMatchObject({ steps: 2, online: 0, rehearsed: true });
    expect(report.unrehearsed).toEqual([
      expect.stringMatching(
        /^Step 2 of 3 \(alter column public\.moods\.mood\): unsafe use of new value "glad"/,
      ),
      'The proof and verify.sql, because not all steps ran',
    ]);
    expect(report.notes).toEqual([
      'what an apply commits before BEGIN was rehearsed inside of the transaction',
    ]);
    // Nothing is left of it, and the plan is what it was.
    expect(await scene.plan(async (planned) => stepsOf(planned))).toEqual(before);
    expect(await scene.apply()).toEqual(before);
  });
});
