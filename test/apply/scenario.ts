import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';
import type { Session } from '../../src/database/index.js';
import { UserError } from '../../src/model/errors.js';
import { type ENGINES, openPlace, type Place } from './databases.js';
import { catalogOf, definitions, type HandStep, handPlan, tableLosses } from './hand-plan.js';

export const HERE = dirname(fileURLToPath(import.meta.url));
export const plant = (name: string): string =>
  readFileSync(join(HERE, '..', 'fixtures', 'plants', `${name}.sql`), 'utf8');

export const BEFORE = `
  create table public.old (id serial primary key, what text);
  insert into public.old (what) select 'row ' || i from generate_series(1, 20) i;
  create table public.kept (id int primary key);
  insert into public.kept values (1), (2);
  create view public.report as select id from public.kept;
`;
export const DROP: HandStep[] = [{ sql: ['drop table public.old'], action: 'drop' }];

export type Engine = (typeof ENGINES)[number];

/** Opens databases of one engine and closes them after each test. */
export function opener(engine: Engine): (sql: string) => Promise<Place> {
  const places: Place[] = [];
  const open = async (sql: string): Promise<Place> => {
    const place = await openPlace(engine, sql);
    places.push(place);
    return place;
  };
  afterEach(async () => {
    for (const place of places.splice(0)) await place.close();
  });
  return open;
}

/** A plan to drop `public.old`. */
export async function dropPlan(place: Place, steps = DROP) {
  const live = await catalogOf(place.session);
  const objects = new Map(
    [...live.objects].filter(([, object]) => (object.id.table ?? object.id.name) !== 'old'),
  );
  objects.delete('sequence public.old_id_seq');
  return handPlan(live, { ...live, objects }, steps, tableLosses(live, ['public.old']));
}

/** Everything that must be as before: definitions, rows, sequence positions. */
export async function everything(session: Session): Promise<unknown> {
  const lines = await definitions(session);
  const rows = await session.query(
    'select (select json_agg(o order by id) from public.old o) as old, (select json_agg(k order by id) from public.kept k) as kept, (select last_value from public.old_id_seq)::text as position',
  );
  return { lines, rows };
}

export async function failure(work: Promise<unknown>): Promise<UserError> {
  const error = await work.then(
    () => new Error('it did not fail'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UserError)) throw error;
  return error;
}
