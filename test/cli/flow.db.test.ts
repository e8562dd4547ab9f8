import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runOn, withDatabase } from '../support/databases.js';
import type { TestServer } from '../support/server.js';
import { sharedServer } from '../support/shared.js';
import { runWith } from './fakes.js';
import { freshFolder } from './folder.js';

/** The project that `init` writes, on a database of a real server. */
describe('the command line on a server', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await sharedServer(17);
  });

  async function project(): Promise<string> {
    const dir = freshFolder();
    await runWith(['--dir', dir, 'init']);
    return dir;
  }

  it('plans, applies the plan file, has no changes then, and remembers', async () => {
    const dir = await project();
    await withDatabase(server, async (url, name) => {
      const given = { real: true, env: { DATABASE_URL: url }, cwd: dir };
      const planned = await runWith(['plan', 'dev', '--out', 'p.json', '--detailed-exitcode'], given);
      expect(planned.code, planned.err).toBe(2);
      expect(planned.err.split('\n')[0]).toContain(name);
      expect(planned.out).toContain('+ create table public.notes');
      const applied = await runWith(['apply', 'dev', '--yes', '--plan', 'p.json'], given);
      expect(applied.code, applied.err).toBe(0);
      expect(applied.err).toMatch(/^\[1\/\d+\] create table public\.notes.* … \d+ ms$/m);
      const stale = await runWith(['apply', 'dev', '--yes', '--plan', 'p.json'], given);
      expect(stale.code).toBe(1);
      expect(stale.err).toContain('is no longer needed');
      const again = await runWith(['plan', 'dev', '--detailed-exitcode'], given);
      expect(again.code, again.out).toBe(0);
      expect(again.out).toContain('No changes');
      const history = await runWith(['history', 'dev', '--format', 'json'], given);
      expect(JSON.parse(history.out)).toMatchObject([{ environment: 'dev', backup: null }]);
      for (const { err, out } of [planned, applied, again, history])
        expect(err + out).not.toContain('    at ');
    });
  });

  it('shows how the definition of what changes differs, privileges and comment included', async () => {
    const dir = await project();
    const state = (body: string, more = ''): void =>
      writeFileSync(
        join(dir, 'state/app/half.sql'),
        `create function half(a int) returns int language sql as $$\n  select a\n    / ${body};\n$$;\n${more}`,
      );
    await withDatabase(server, async (url) => {
      const given = { real: true, env: { DATABASE_URL: url }, cwd: dir };
      state('3');
      expect((await runWith(['apply', 'dev', '--yes'], given)).code).toBe(0);
      state(
        '2',
        "comment on function half(int) is 'Half';\nrevoke execute on function half(int) from public;\n",
      );
      const { out } = await runWith(['plan', 'dev'], given);
      expect(out).toMatch(
        /diff of the definition:\n[\s\S]*\n {7} {2}select a\n {6}- {4}\/ 3;\n {6}\+ {4}\/ 2;\n/,
      );
      expect(out).toMatch(/^ {6}\+revoke .* on function public\.half\(.*\) from public;$/m);
      expect(out).toMatch(/^ {6}\+comment on function public\.half\(.*\) is 'Half';$/m);
    });
  });

  it('leaves the database that --format sql makes with nothing to plan', async () => {
    const dir = await project();
    await withDatabase(server, async (url) => {
      const given = { real: true, env: { DATABASE_URL: url }, cwd: dir };
      await runOn(url, (await runWith(['plan', 'dev', '--format', 'sql'], given)).out);
      expect((await runWith(['plan', 'dev'], given)).out).toContain('No changes');
    });
  });

  it('rolls back on Ctrl-C and says so', async () => {
    const dir = await project();
    writeFileSync(
      join(dir, 'environments/dev.yaml'),
      `environment: dev\ndatabase: { url: "\${DATABASE_URL}" }\nschemas: [public]\nstate: [app]\nverify: { sql: [select pg_sleep(30)] }\n`,
    );
    await withDatabase(server, async (url) => {
      const given = { real: true, env: { DATABASE_URL: url }, cwd: dir, interruptAt: 'verifying' };
      const { code, err, out } = await runWith(['apply', 'dev', '--yes'], given);
      expect(code, err).toBe(1);
      expect(err).toContain('stopping: the running statement is cancelled and everything is rolled back');
      expect(err).toMatch(/rolled back.*nothing was changed/is);
      expect(err).not.toContain('bug');
      expect(out).not.toContain('Applied');
      expect(await runOn(url, "select to_regclass('public.notes')::text as t")).toEqual([{ t: null }]);
    });
  });
});
