import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planEnvironment } from '../../src/reconcile.js';
import { majors } from '../support/binaries.js';
import { runOn, withDatabase } from '../support/databases.js';
import { dumpSchema } from '../support/dump.js';
import { sharedServer } from '../support/shared.js';
import { type Outcome, runWith } from './fakes.js';
import { freshFolder } from './folder.js';

/** Planted wherever a secret can stand. */
const SECRET = 'pl4nt3d-s3cret';
const FORMATS = ['text', 'markdown', 'json', 'sql'];

const LIVE = `
create table clients (id int primary key, email text);
alter table clients enable row level security;
create policy own on clients for select using (id = 1);
create function shout(text) returns text language sql as 'select upper($1)';
create foreign data wrapper remote;
create server far foreign data wrapper remote options (host 'far.example');
create user mapping for public server far options (password '${SECRET}');
insert into clients values (1, 'a@example.com');`;

const STATE = `
create table clients (id int primary key, email text not null);
alter table clients enable row level security;
create policy own on clients for select using (true);
create function shout(text) returns text language sql security definer as 'select upper($1)';
create foreign data wrapper remote;
create server far foreign data wrapper remote options (host 'near.example');
create user mapping for public server far options (password '${SECRET}');`;

function project(state: string, scratch: string): string {
  const dir = freshFolder();
  mkdirSync(join(dir, 'environments'));
  mkdirSync(join(dir, 'state', 'app'), { recursive: true });
  writeFileSync(join(dir, 'state', 'app', 'app.sql'), state);
  writeFileSync(
    join(dir, 'environments', 'prod.yaml'),
    `environment: prod\ndatabase: { url: "\${APP_URL}" }\nowner: postgres\nstate: [app]\nunlisted: refuse\nscratch: ${scratch}\n`,
  );
  return dir;
}

/** The URL with another role and the planted password, which servers that trust everybody do not ask for. */
function as(url: string, role: string, more = ''): string {
  const made = new URL(url);
  made.username = role;
  made.password = SECRET;
  return `${made.href}${more}`;
}

function expectNoSecret(outcomes: readonly Outcome[], texts: readonly string[] = []): void {
  for (const { out, err } of outcomes) expect(out + err).not.toContain(SECRET);
  for (const text of texts) expect(text).not.toContain(SECRET);
}

describe.each(majors().filter((major) => major === 15 || major === 18))('on %i', (major) => {
  it('a role that may only read plans what a superuser plans, changes nothing, and shows no secret', async () => {
    const server = await sharedServer(major);
    const role = `planner_${major}`;
    await runOn(
      server.url(),
      `do $$ begin if to_regrole('${role}') is null then create role ${role} login; end if; end $$; alter role ${role} set default_transaction_read_only = on`,
    );
    await withDatabase(server, async (url) => {
      await runOn(url, LIVE);
      const dir = project(STATE, 'embedded');
      const env = { APP_URL: as(url, role) };
      const before = await dumpSchema(url, { data: true });
      const given = { real: true, env, cwd: dir };
      const first = await runWith(['plan', 'prod', '--out', 'plan.json'], given);
      expect(first.code, first.err).toBe(0);
      const planned = await planEnvironment({ dir, name: 'prod', env });
      await planned.close();
      const flow = { planEnvironment: async () => planned };
      const outcomes = [first, await runWith(['graph', 'prod'], given)];
      for (const format of FORMATS) {
        const argv = ['plan', 'prod', '--format', format, '--out', `${format}.json`];
        outcomes.push(await runWith(argv, { flow, cwd: dir }));
      }
      const files = ['plan', ...FORMATS].map((name) => readFileSync(join(dir, `${name}.json`), 'utf8'));
      expect(new Set(files).size).toBe(1);
      expect(JSON.parse(files[0] ?? '').summary.alter).toBeGreaterThan(3);
      const refused = await runWith(['apply', 'prod', '--yes'], given);
      expect(refused.code).toBe(1);
      expect(await dumpSchema(url, { data: true })).toBe(before);
      const owners = project(STATE, 'server');
      const owner = { real: true, env: { APP_URL: as(url, server.superuser) }, cwd: owners };
      const again = await runWith(['plan', 'prod', '--out', 'owner.json'], owner);
      expect(again.code, again.err).toBe(0);
      const file = readFileSync(join(owners, 'owner.json'), 'utf8');
      expect(JSON.parse(file).steps).toEqual(JSON.parse(files[0] ?? '').steps);
      const applied = await runWith(['apply', 'prod', '--yes', '--plan', 'owner.json'], owner);
      expect(applied.code, applied.err).toBe(0);
      const history = await runWith(['history', 'prod', '--format', 'json'], owner);
      expectNoSecret([...outcomes, refused, again, applied, history], [...files, file]);
    });
  }, 180_000);

  it('no failure to connect shows the secret of a connection string', async () => {
    const server = await sharedServer(major);
    const good = new URL(as(server.url().replace(/\?.*/, ''), server.superuser));
    const urls = [
      as(server.url(), 'nobody_of_that_name'),
      as(server.url('no_such_database'), server.superuser),
      good.href.replace(/:\d+\//, ':1/'),
      good.href.replace('127.0.0.1', 'no-such-host.invalid'),
      `${good.href}?sslmode=verify-full&sslrootcert=/no/such/file`,
      `${good.href}?sslmode=nonsense`,
      `${good.href}?options=-c%20nonsense%3D${SECRET}`,
      good.href.replace(':', '::'),
      `host=127.0.0.1 password=${SECRET}`,
      `postgres//x:${SECRET}@127.0.0.1`,
      `postgres://x:${SECRET}%zz@127.0.0.1/x`,
      SECRET,
    ];
    const outcomes: Outcome[] = [];
    for (const url of urls)
      for (const scratch of ['auto', '"${APP_URL}"']) {
        const dir = project('create table t (a int);', scratch);
        for (const command of ['plan', 'history'])
          outcomes.push(
            await runWith(['--debug', command, 'prod'], { real: true, env: { APP_URL: url }, cwd: dir }),
          );
      }
    expect(outcomes.filter(({ code }) => code !== 1).map(({ err }) => err)).toEqual([]);
    expectNoSecret(outcomes);
  }, 180_000);
});
