import { describe, expect, it } from 'vitest';
import { readSizes } from '../../src/catalog/index.js';
import { connectServer } from '../../src/database/index.js';
import { majors } from '../support/binaries.js';
import { runOn, withDatabase } from '../support/databases.js';
import { sharedServer } from '../support/shared.js';

describe.each(majors().filter((major) => major === 15 || major === 18))('sizes on %i', (major) => {
  it('are those of the files, or what was counted while others lock them; partitions count for their table', async () => {
    await withDatabase(await sharedServer(major), async (url) => {
      await runOn(
        url,
        `create table small (id int primary key); create table fresh (id int);
         create table parts (id int) partition by range (id);
         create table parts_1 partition of parts for values from (0) to (1000);
         create table parts_2 partition of parts for values from (1000) to (2000);
         insert into small select generate_series(1, 500); insert into parts select generate_series(0, 1999);
         analyze small, parts_1, parts_2;`,
      );
      const [session, other] = [await connectServer(url), await connectServer(url)];
      try {
        const oids = await session.query<{ name: string; oid: number }>(
          "select relname::text as name, oid::int8::int4 as oid from pg_class where relname in ('small', 'fresh', 'parts')",
        );
        const sizes = async () => {
          const read = await readSizes(
            session,
            oids.map(({ oid }) => Number(oid)),
          );
          return new Map(oids.map(({ name, oid }) => [name, read.get(Number(oid))]));
        };
        const free = await sizes();
        await other.run('begin; lock table small, parts, fresh');
        const locked = await sizes();
        for (const found of [free, locked]) {
          expect(found.get('small')?.rows).toBe(500);
          expect(found.get('small')?.bytes).toBeGreaterThan(2 * 8192);
          expect(found.get('parts')?.rows).toBe(2000);
          expect(found.get('fresh')?.rows).toBe(null);
        }
        expect(free.get('fresh')?.bytes).toBe(0);
        expect(locked.get('fresh')?.bytes).toBe(null);
      } finally {
        await session.close();
        await other.close();
      }
    });
  });
});
