import { afterEach, describe, expect, it } from 'vitest';
import type { Wait } from '../../src/apply/waits.js';
import { watchWaits } from '../../src/apply/waits.js';
import { openPlace, type Place, TRIED } from './databases.js';

describe.each(TRIED)('lock waits on %s', (engine) => {
  let place: Place | null = null;
  afterEach(async () => {
    await place?.close();
    place = null;
  });

  it('are told while they last, with who is in the way', async () => {
    place = await openPlace(engine, 'create table t (a int)');
    const { session } = place;
    const other = await place.other();
    await other.run('begin; lock table t in share mode');
    const told: (Wait | null)[] = [];
    const end = watchWaits(session, (wait) => {
      told.push(wait);
      // The one in the way goes when it has been seen: nothing here depends on how long that takes.
      if (wait !== null) other.run('commit').catch(() => undefined);
    });
    await session.run("begin; set local application_name = 'reconcile apply'; alter table t add b int");
    await session.run('commit');
    await end();
    expect(told[0]?.lock).toBe('ACCESS EXCLUSIVE on public.t');
    expect(told[0]?.blockers).toHaveLength(1);
    expect(told[0]?.blockers[0]).toMatch(
      new RegExp(`^process ${other.backendPid} \\(.*reconcile\\), idle in transaction for \\d+ s$`),
    );
  });
});

it('are not looked for where there is no second connection', async () => {
  const { session, close } = await openPlace('pglite', 'select 1');
  await watchWaits(session, () => undefined)();
  await close();
});
