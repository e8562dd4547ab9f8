import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate, planOfImport, targetOf, writeState } from '../corpus/judge.js';
import { loadScript } from '../corpus/load.js';
import { type Major, majors } from '../support/binaries.js';
import { ROLES as CASES_ROLES } from '../support/case-place.js';
import { createDatabase, dropDatabase, runOn } from '../support/databases.js';
import type { TestServer } from '../support/server.js';
import { sharedServer } from '../support/shared.js';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const ROLES = `do $$ begin
  if to_regrole('owner_of_odd') is null then create role owner_of_odd; end if;
  if to_regrole('reader') is null then create role reader; end if;
  if to_regrole('"odd: role"') is null then create role "odd: role"; end if;
end $$;
grant create on schema public to owner_of_odd; `;

const CASE_ROLES = CASES_ROLES.map(
  (role) => `do $$ begin if to_regrole('${role}') is null then create role ${role}; end if; end $$;`,
).join('\n');

/** Statements under an owner of their own; schemas are made by it as well. */
const asOwner = (sql: string): string =>
  `${ROLES} do $$ begin execute format('grant create on database %I to owner_of_odd', current_database()); end $$; set role owner_of_odd;\n${sql}`;

const SCRIPTS = {
  'odd names and texts': asOwner(read('./fixtures/odd.sql')),
  'the clinic': read('../fixtures/clinic/embedded/clinic.sql'),
  'keys, partitions and the first schema': `${ROLES}\n${read('./fixtures/keys.sql')}`,
  'NOT NULL constraints': read('./fixtures/not-null.sql'),
  'default privileges, and what has others': `${ROLES}\n${read('./fixtures/defaults.sql')}`,
  'a type that is only a shell': read('./fixtures/shell.sql'),
  'foreign tables and their columns': read('./fixtures/foreign.sql'),
  'routines with broken bodies': read('./fixtures/broken.sql'),
  'indexes made on their table alone': read('./fixtures/alone.sql'),
  'copies of triggers, and an untrusted language': read('./fixtures/copies.sql'),
  'privileges that others have passed on': `${CASE_ROLES}\n${read('../cases/grant/passed-on-along-a-chain/after.sql')}`,
} as const;
type Name = keyof typeof SCRIPTS;
const SINCE: Partial<Record<Name, number>> = { 'NOT NULL constraints': 18 };

describe.each(majors().filter((major) => major >= 15))('import on %i', (major: Major) => {
  let server: TestServer;
  const dir = mkdtempSync(join(tmpdir(), 'import-'));
  beforeAll(async () => {
    server = await sharedServer(major);
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  const known = (Object.keys(SCRIPTS) as Name[]).filter((name) => major >= (SINCE[name] ?? 0));
  describe.each(known)('of %s', (name) => {
    it.each(['server', 'embedded'] as const)(
      'plans to nothing, and builds the same database, with scratch %s',
      async (scratch) => {
        const [source, copy] = [await createDatabase(server), await createDatabase(server)];
        const script = SCRIPTS[name];
        const target = targetOf(server.url(source), script);
        try {
          await loadScript(target.url, script);
          const project = await writeState(dir, target, 'yaml', scratch);
          expect(await planOfImport(project, scratch)).toMatchObject({ result: 'ok', why: '' });
          await runOn(server.url(copy), ROLES);
          const again = await writeState(dir, target, 'yaml', scratch);
          expect(await migrate(again, server.url(copy), target)).toMatchObject({ result: 'ok', why: '' });
        } finally {
          await dropDatabase(server, source);
          await dropDatabase(server, copy);
        }
      },
    );
  });

  it('writes a manifest for every object that has one', async () => {
    const source = await createDatabase(server);
    const target = targetOf(server.url(source), '');
    try {
      await loadScript(target.url, SCRIPTS['odd names and texts']);
      await writeState(dir, target, 'yaml', 'server');
      const files = readdirSync(join(dir, 'state/corpus'), { recursive: true, encoding: 'utf8' });
      const alone = files.filter(
        (file) => file.endsWith('.sql') && !files.includes(file.replace(/sql$/, 'yaml')),
      );
      // Its name cannot be told from its arguments; a partition's NOT NULLs with names of their own.
      const named = major >= 18 ? ['public/tables/parted_2.sql'] : [];
      expect(alone.sort()).toEqual(['public/functions/odd_name.sql', ...named]);
    } finally {
      await dropDatabase(server, source);
    }
  });
});
