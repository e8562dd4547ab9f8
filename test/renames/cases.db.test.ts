import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { migrate, targetOf, writeState } from '../corpus/judge.js';
import { majors } from '../support/binaries.js';
import { allCases } from '../support/cases.js';
import { runOn, withDatabase } from '../support/databases.js';
import { sharedServer } from '../support/shared.js';
import { contents, openPlace } from './place.js';

const CASES = join(dirname(fileURLToPath(import.meta.url)), '..', 'cases', 'rename');
const read = (name: string, file: string): string => readFileSync(join(CASES, name, `${file}.sql`), 'utf8');

/** Cases that bring rows, with the major that they need; the others are run as all cases are. */
const WITH_ROWS = allCases().flatMap(({ name, folder, facts }) =>
  dirname(folder) === CASES && existsSync(join(folder, 'rows.sql'))
    ? [{ name: basename(name), since: facts.since ?? 0 }]
    : [],
);

/** Renames only: there and back, with rows in it. Nothing but names may change, whatever the case holds. */
describe.for(majors())('PostgreSQL %s', (major) => {
  describe.for(['server', 'embedded'] as const)('scratch %s', (scratch) => {
    const known = WITH_ROWS.filter(({ since }) => major >= since);
    test.for(known)('$name', { timeout: 120_000 }, async ({ name }) => {
      const [before, after] = [read(name, 'before'), read(name, 'after')];
      const place = await openPlace(major, `${before}\n${read(name, 'rows')}`, scratch);
      const dir = mkdtempSync(join(tmpdir(), 'reconcile-case-'));
      try {
        const rows = await contents(place);
        const server = await sharedServer(major);
        for (const script of [after, before]) {
          await withDatabase(server, async (url) => {
            await runOn(url, script);
            const target = targetOf(url, script);
            const project = await writeState(dir, target, 'sql', scratch);
            expect(await migrate(project, place.url, target)).toMatchObject({ result: 'ok', why: '' });
          });
          expect(await contents(place)).toEqual(rows);
        }
      } finally {
        rmSync(dir, { recursive: true, force: true });
        await place.close();
      }
    });
  });
});
