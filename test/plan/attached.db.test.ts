import { expect, it } from 'vitest';
import { majors } from '../support/binaries.js';
import { runOn, withDatabase } from '../support/databases.js';
import { planned } from '../support/planned.js';
import { sharedServer } from '../support/shared.js';

it('DEPENDS ON EXTENSION is reported by name', async () => {
  const server = await sharedServer(majors().at(-1) ?? 18);
  await withDatabase(server, async (url) => {
    const state = 'create extension hstore; create materialized view m as select 1 as one;';
    await runOn(url, `${state} alter materialized view m depends on extension hstore`);
    const { diagnostics, accounted } = await planned(url, state);
    expect(accounted.depends_on_extension?.unmanaged).toBe(1);
    expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'unmanaged_kind: depends_on_extension public.m on hstore is of a kind that is not managed: it is lost where its object is made anew',
    ]);
  });
});
