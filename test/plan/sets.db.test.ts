import { expect, it } from 'vitest';
import { readCatalog } from '../../src/catalog/index.js';
import { resolveSet } from '../../src/plan/sets.js';
import { majors } from '../support/binaries.js';
import { type Engine, openPlace } from '../support/case-place.js';

const engine: Engine = majors()[0] ?? 'embedded';

it('an index is named by itself, with its schema, with its table, or with both', async () => {
  const place = await openPlace(
    engine,
    `create table public.people (id int, name text); create index people_name on public.people (name);
     create schema sales; create table sales.orders (id int); create index i on sales.orders (id);
     create table public.sales (id int); create index i on public.sales (id);
     create index only_here on public.sales (id);`,
  );
  try {
    const live = await place.use(readCatalog);
    const found = (text: string): string[] => {
      const entry = { text, at: { file: 'e.yaml', line: 1, column: 1 } };
      return [...resolveSet('drop', { indexes: [entry] }, live, ['public']).keys];
    };
    for (const text of [
      'people_name',
      'public.people_name',
      'people.people_name',
      'public.people.people_name',
    ])
      expect(found(text), text).toEqual(['index public.people.people_name']);
    for (const text of ['other.people_name', 'public.other.people_name', 'people.public.people_name'])
      expect(found(text), text).toEqual([]);
    // What is named so is the schema's, there or not.
    expect(found('sales.i')).toEqual(['index sales.orders.i']);
    expect(found('sales.only_here')).toEqual([]);
    expect(found('public.sales.i')).toEqual(['index public.sales.i']);
  } finally {
    await place.close();
  }
});
