import { describe, expect, it } from 'vitest';
import { apply } from '../../src/apply/index.js';
import { ENGINES } from './databases.js';
import { catalogOf, type HandStep, handPlan, optionsFor } from './hand-plan.js';
import { BEFORE, DROP, dropPlan, everything, failure, opener, plant } from './scenario.js';

describe.each(ENGINES)('the proof on %s', (engine) => {
  const open = opener(engine);

  it.each([
    [
      'event-trigger-creates-table',
      /Not in the plan, but done inside this transaction: table public\.tombstone appeared/,
    ],
    [
      'event-trigger-writes-out-of-scope',
      /Not in the plan, but done inside this transaction: table plant_elsewhere\.setting changed: relacl: null → /,
    ],
  ])('meets the plant %s', async (name, message) => {
    const place = await open(`${BEFORE}; ${plant(name)}`);
    const before = await everything(place.session);
    const error = await failure(apply(place.session, await dropPlan(place), await optionsFor(place.session)));
    expect(error.message).toMatch(message);
    expect(error.problems[0]?.hint).toMatch(
      /event trigger: plant_(tombstone|meddle) \(function plant_elsewhere\./,
    );
    if (name.endsWith('out-of-scope')) {
      expect(error.message).toMatch(/description: before → after/);
      expect(error.message).toMatch(
        /default value for plant_elsewhere\.setting\.value|column plant_elsewhere\.setting\.value/,
      );
    }
    expect(error.message).toMatch(/Everything was rolled back: nothing was changed/);
    expect(await everything(place.session)).toEqual(before);
  });

  it('never shows a secret', async () => {
    const role = `someone_${process.pid}_${engine}`;
    const place = await open(`${BEFORE}; create role ${role} password 'first';`);
    const steps: HandStep[] = [
      { sql: ['drop table public.old', `alter role ${role} password 'hush' createdb`] },
    ];
    const error = await failure(
      apply(place.session, await dropPlan(place, steps), await optionsFor(place.session)),
    );
    await place.session.run(`drop role ${role}`);
    expect(error.message).toMatch(new RegExp(`role ${role} changed: rolcreatedb: false → true\\.`));
    expect(error.message).not.toMatch(/SCRAM|md5|hush/);
  });

  it.each(['note', 'define'])('meets the plant that writes while verifying: %s', async (call) => {
    const place = await open(`${BEFORE}; ${plant('function-that-writes')}`);
    const before = await everything(place.session);
    const verify = { sql: [`select plant_elsewhere.${call}()`], http: [] };
    const error = await failure(
      apply(place.session, await dropPlan(place), await optionsFor(place.session, { verify })),
    );
    expect(error.message).toMatch(/verify\.sql failed: cannot execute .* in a read-only transaction/);
    expect(await everything(place.session)).toEqual(before);
  });

  it.each([
    [
      'create index on public.fresh (label)',
      /Not in the plan, but done inside this transaction: index public\.fresh_label_idx appeared/,
    ],
    [
      'create policy extra on public.fresh using (true)',
      /Not in the plan, but done inside this transaction: policy extra on public\.fresh appeared/,
    ],
    [
      'create trigger extra before insert on public.fresh for each row execute function public.nothing()',
      /trigger extra on public\.fresh appeared/,
    ],
    [
      'create rule extra as on delete to public.fresh do instead nothing',
      /rule extra on public\.fresh appeared/,
    ],
    [
      'grant select on public.fresh to public',
      /did not give what was planned: table public\.fresh, grants: planned nothing more, is SELECT to PUBLIC/,
    ],
    ['alter table public.kept add column extra int', /table column public\.kept\.extra .*appeared/],
    [
      'alter sequence public.old_id_seq increment 7',
      /did not give what was planned|sequence public\.old_id_seq/,
    ],
  ])('notices what an event trigger adds to a table that a step makes: %s', async (sql, message) => {
    const place = await open(`${BEFORE};
      create function public.nothing() returns trigger language plpgsql as 'begin return new; end';
      create function public.meddle() returns event_trigger language plpgsql as $f$ begin
        if to_regclass('public.fresh') is not null and not exists (select from pg_class where relname = 'guard_idx') then
          create temporary table guard_idx (); ${sql}; end if; end $f$;`);
    const live = await catalogOf(place.session);
    const create = 'create table public.fresh (id int generated always as identity primary key, label text)';
    await place.session.run(create);
    const target = await catalogOf(place.session);
    await place.session.run(
      "drop table public.fresh; create event trigger meddle on ddl_command_end when tag in ('CREATE TABLE') execute function public.meddle()",
    );
    const before = await everything(place.session);
    const plan = handPlan(live, target, [{ sql: [create] }]);
    const error = await failure(apply(place.session, plan, await optionsFor(place.session)));
    expect(error.message).toMatch(message);
    expect(await everything(place.session)).toEqual(before);
  });

  it('notices what a step did to a child of what it names', async () => {
    const tables = (notNull: string) =>
      `create table public.above (x int ${notNull}); create table public.below () inherits (public.above)`;
    const place = await open(`${BEFORE}; ${tables('')}; alter table public.below alter x set not null`);
    const target = await catalogOf(place.session);
    await place.session.run(`drop table public.above cascade; ${tables('not null')}`);
    const live = await catalogOf(place.session);
    const before = await everything(place.session);
    const plan = handPlan(live, target, [{ sql: ['alter table public.above alter x drop not null'] }]);
    const error = await failure(apply(place.session, plan, await optionsFor(place.session)));
    expect(error.message).toMatch(
      /did not give what was planned: column public\.below\.x, notNull: planned true, is false/,
    );
    expect(await everything(place.session)).toEqual(before);
  });

  it('notices a table that was dropped and made anew, just as it was', async () => {
    const child = 'create table public.child (of int references public.kept)';
    const place = await open(`${BEFORE}; ${child}; insert into public.child values (1);
      create function public.meddle() returns event_trigger language plpgsql as $f$ begin
        if current_setting('plant.done', true) is distinct from 'yes' then
          perform set_config('plant.done', 'yes', true); drop table public.child; ${child}; end if; end $f$;`);
    const live = await catalogOf(place.session);
    const add = 'alter table public.kept add column note text';
    await place.session.run(add);
    const target = await catalogOf(place.session);
    await place.session.run(
      `alter table public.kept drop column note;
       create event trigger meddle on ddl_command_end when tag in ('ALTER TABLE') execute function public.meddle()`,
    );
    const before = await everything(place.session);
    const plan = handPlan(live, target, [{ sql: [add] }]);
    const error = await failure(apply(place.session, plan, await optionsFor(place.session)));
    expect(error.message).toMatch(/table public\.child/);
    expect(await everything(place.session)).toEqual(before);
    expect(await place.session.query('select * from public.child')).toEqual([{ of: 1 }]);
  });

  it('names a step that did not give what was planned', async () => {
    const place = await open(BEFORE);
    const steps: HandStep[] = [...DROP, { sql: ['comment on table public.kept is null'] }];
    const plan = await dropPlan(place, steps);
    const kept = plan.live.objects.get('table public.kept');
    const expected = new Map(plan.expected).set(
      'table public.kept',
      kept === undefined ? null : { ...kept, comment: 'wanted' },
    );
    const error = await failure(apply(place.session, { ...plan, expected }, await optionsFor(place.session)));
    expect(error.problems[0]).toMatchObject({ code: 'proof-result' });
    expect(error.message).toMatch(
      /did not give what was planned: table public\.kept, comment: planned wanted, is null/,
    );
  });
});
