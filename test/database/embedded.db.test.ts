import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmbedded } from '../../src/database/embedded.js';
import { connectEnvironment } from '../../src/database/environment.js';
import { openMemory } from '../../src/database/memory.js';
import { UserError } from '../../src/model/errors.js';
import { ended, program, said } from './program.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'reconcile-embedded-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const folder = () => join(dir, '.reconcile', 'embedded');

describe('an embedded database', () => {
  it('keeps what is committed, and gives its lock back', async () => {
    const first = await openEmbedded(dir, 'crm', { file: 'embedded/crm.sql', sql: 'create table a (i int)' });
    await first.run('insert into a values (1); create extension pg_trgm');
    expect(first.label).toBe('embedded database crm');
    await first.close();
    expect(readdirSync(folder())).toEqual(['crm']);
    const second = await openEmbedded(dir, 'crm', {
      file: 'embedded/crm.sql',
      sql: 'this is read only once',
    });
    expect(await second.query("select i, similarity('a', 'a') from a")).toEqual([{ i: 1, similarity: 1 }]);
    await second.close();
  });

  it('logs in as the role postgres that the seed makes anew, with no way back to the superuser', async () => {
    const sql = `
      create role helper superuser; set session authorization helper;
      alter role postgres rename to supabase_admin; set session authorization supabase_admin; drop role helper;
      create role postgres login createrole bypassrls; create table mine (i int); grant select on mine to postgres;`;
    const session = await openEmbedded(dir, 'crm', { file: 'crm.sql', sql });
    const who = () =>
      session.query(
        "select session_user::text as session, current_user::text as role, current_setting('is_superuser') as super",
      );
    const postgres = [{ session: 'postgres', role: 'postgres', super: 'off' }];
    expect(await who()).toEqual(postgres);
    await session.run('reset role; reset session authorization');
    expect(await who()).toEqual(postgres);
    await expect(session.run('set role supabase_admin')).rejects.toMatchObject({ code: '42501' });
    await expect(session.run('drop table mine')).rejects.toMatchObject({ code: '42501' });
    await session.close();
  });

  it('fails with the line and column of its seed, and is filled anew afterwards', async () => {
    const sql = "create table a (i int);\n-- é😀\nselect '😀', nope;\n";
    const error = await openEmbedded(dir, 'crm', { file: 'embedded/crm.sql', sql }).catch(
      (reason: unknown) => reason,
    );
    if (!(error instanceof UserError)) throw error;
    expect(error.problems).toEqual([
      {
        code: '42703',
        message: 'column "nope" does not exist',
        at: { file: 'embedded/crm.sql', line: 3, column: 14 },
        source: "select '😀', nope;",
      },
    ]);
    expect(readdirSync(folder())).toEqual([]);
    await (await openEmbedded(dir, 'crm')).close();
  });

  it('belongs to one process at a time', async () => {
    const held = await openEmbedded(dir, 'crm');
    await expect(openEmbedded(dir, 'crm')).rejects.toThrow(/open already in this process/);
    const other = program(
      `await openEmbedded(${JSON.stringify(dir)}, 'crm').catch((error) => say(error.message)); await done()`,
    );
    expect(await said(other)).toMatch(
      new RegExp(`embedded database crm is in use by process ${process.pid} since `),
    );
    await ended(other);
    await held.close();
    await (await openEmbedded(dir, 'crm')).close();
  });

  it('survives a kill in the middle of a transaction, and takes the dead lock over', async () => {
    const child = program(`
      const session = await openEmbedded(${JSON.stringify(dir)}, 'crm', { file: 'f', sql: 'create table a (i int); grant all on a to postgres' });
      await session.run('insert into a values (1)');
      await session.run('begin; insert into a values (2)');
      say('ready'); setInterval(() => {}, 1000)`);
    expect(await said(child)).toBe('ready');
    child.kill('SIGKILL');
    await ended(child);
    expect(existsSync(join(folder(), 'crm.lock'))).toBe(true);
    const session = await openEmbedded(dir, 'crm');
    expect(await session.query('select i from a')).toEqual([{ i: 1 }]);
    await session.close();
  });

  it('is not left half filled by a kill', async () => {
    const child = program(`
      openEmbedded(${JSON.stringify(dir)}, 'crm', { file: 'f', sql: 'create table half (i int); commit; begin; select pg_sleep(60)' });
      say('filling')`);
    expect(await said(child)).toBe('filling');
    while (!existsSync(join(folder(), 'crm.filling', 'PG_VERSION')))
      await new Promise((resolve) => setTimeout(resolve, 50));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    child.kill('SIGKILL');
    await ended(child);
    expect(existsSync(join(folder(), 'crm'))).toBe(false);
    const session = await openEmbedded(dir, 'crm', { file: 'f', sql: 'create table whole (i int)' });
    expect(
      await session.query("select relname::text from pg_class where relname in ('half', 'whole')"),
    ).toEqual([{ relname: 'whole' }]);
    await session.close();
    expect(readdirSync(folder())).toEqual(['crm']);
  });

  it('gives its lock back on Ctrl-C and at the end of the process', async () => {
    const interrupted = program(
      `await openEmbedded(${JSON.stringify(dir)}, 'crm'); say('ready'); setInterval(() => {}, 1000)`,
    );
    expect(await said(interrupted)).toBe('ready');
    interrupted.kill('SIGINT');
    expect(await ended(interrupted)).toBe('SIGINT');
    expect(existsSync(join(folder(), 'crm.lock'))).toBe(false);
    const both = program(
      `await openEmbedded(${JSON.stringify(dir)}, 'crm'); await openEmbedded(${JSON.stringify(dir)}, 'b'); say('ready'); setInterval(() => {}, 1000)`,
    );
    expect(await said(both)).toBe('ready');
    both.kill('SIGTERM');
    expect(await ended(both)).toBe('SIGTERM');
    expect(readdirSync(folder())).toEqual(['b', 'crm']);
    const forgetful = program(
      `await openEmbedded(${JSON.stringify(dir)}, 'crm'); say('ready'); process.exit(3)`,
    );
    await said(forgetful);
    expect(await ended(forgetful)).toBe(3);
    expect(existsSync(join(folder(), 'crm.lock'))).toBe(false);
  });

  it('takes over the lock of a pid that another process has now', async () => {
    await (await openEmbedded(dir, 'crm')).close();
    const lock = { pid: process.ppid, host: (await import('node:os')).hostname(), began: '1', since: 'once' };
    writeFileSync(join(folder(), 'crm.lock'), JSON.stringify(lock));
    await (await openEmbedded(dir, 'crm')).close();
    writeFileSync(join(folder(), 'crm.lock'), JSON.stringify({ ...lock, host: 'elsewhere' }));
    await expect(openEmbedded(dir, 'crm')).rejects.toThrow(/on elsewhere/);
    writeFileSync(join(folder(), 'crm.lock'), '');
    await expect(openEmbedded(dir, 'crm')).rejects.toThrow(/cannot be read/);
  });

  it.each(['../crm', '', '.hidden', 'a/b', 'a\\b'])('is never called %j', async (name) => {
    await expect(openEmbedded(dir, name)).rejects.toThrow(/no name for an embedded database/);
  });

  it('leaves a damaged folder alone and says what to do', async () => {
    await (await openEmbedded(dir, 'crm')).close();
    writeFileSync(join(folder(), 'crm', 'PG_VERSION'), '12\n');
    const error = await openEmbedded(dir, 'crm').catch((reason: unknown) => reason);
    if (!(error instanceof UserError)) throw error;
    expect(error.message).toMatch(/embedded database crm cannot be opened/);
    expect(error.problems[0]?.hint).toContain('delete .reconcile/embedded/crm;');
    expect(readFileSync(join(folder(), 'crm', 'PG_VERSION'), 'utf8')).toBe('12\n');
    expect(existsSync(join(folder(), 'crm.lock'))).toBe(false);
  });
});

describe('the target of an environment', () => {
  it('is the embedded database where there is no URL, and says why', async () => {
    const seedFile = join(dir, 'seed.sql');
    writeFileSync(seedFile, 'create table seeded (i int)');
    const choice = { embedded: 'crm', because: 'PROD_DATABASE_URL is not set', dir, seedFile };
    const { session, line } = await connectEnvironment(choice);
    expect(line).toBe('embedded database crm, because PROD_DATABASE_URL is not set');
    expect(await session.query("select to_regclass('seeded')::text as name")).toEqual([{ name: 'seeded' }]);
    await session.close();
  });

  it('must be something', async () => {
    const error = connectEnvironment({ dir, because: 'PROD_DATABASE_URL is not set' });
    await expect(error).rejects.toThrow(/no database to connect to: PROD_DATABASE_URL is not set/);
  });
});

describe('a database in memory', () => {
  it('has no further connection, cancels nothing and loads extensions by name', async () => {
    const session = await openMemory({ extensions: ['uuid-ossp', 'no_such_extension'] });
    expect(session.version).toBeGreaterThanOrEqual(180000);
    expect(await session.another()).toBeNull();
    await session.cancel();
    await session.run('create extension "uuid-ossp"');
    await expect(session.run('create extension no_such_extension')).rejects.toMatchObject({ code: '0A000' });
    expect(session.broken).toBe(false);
    await session.close();
    expect(session.broken).toBe(true);
    await expect(session.query('select 1')).rejects.toThrow();
  });

  it('neither keeps a process alive nor touches its exit code, even when forgotten open with a timeout set', async () => {
    const child = program(`
      const session = await openMemory();
      await session.run("set statement_timeout = '1h'; begin; select 1");
      await session.run('select 1/0').catch(() => undefined);
      process.exitCode = 5; await done(); say('done')`);
    expect(await said(child)).toBe('done');
    expect(await ended(child)).toBe(5);
  });

  it('ends in an error where the engine breaks down, instead of waiting for an answer', async () => {
    const session = await openMemory();
    const fatal = "create conversion c for 'LATIN2' to 'UTF8' from iso8859_to_utf8";
    await expect(session.run(fatal)).rejects.toThrow(/the embedded engine has stopped/);
    expect(session.broken).toBe(true);
    await expect(session.query('select 1')).rejects.toThrow();
    await session.close();
  });

  it('takes a state of thousands of tables in one transaction', async () => {
    const session = await openMemory();
    const table = (at: number) => `create table t${at} (id int primary key, a text unique)`;
    await session.run(`begin; ${Array.from({ length: 1500 }, (_, at) => table(at)).join(';')}; rollback`);
    await session.close();
  });
});
