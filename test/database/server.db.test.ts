import { chmodSync, chownSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectServer } from '../../src/database/server.js';
import type { Session } from '../../src/database/session.js';
import { UserError } from '../../src/model/errors.js';
import { majors, SERVER_ID } from '../support/binaries.js';
import { createDatabase, dropDatabase, runOn } from '../support/databases.js';
import { startServer, type TestServer } from '../support/server.js';
import { sharedServer } from '../support/shared.js';

const PASSWORD = 'p@ss/word:with?odd#signs';

async function failureOf(task: Promise<unknown>): Promise<unknown> {
  return task.then(
    () => expect.fail('it did not fail'),
    (reason: unknown) => reason,
  );
}

async function using<Result>(session: Session, task: (session: Session) => Promise<Result>): Promise<Result> {
  try {
    return await task(session);
  } finally {
    await session.close();
  }
}

const tick = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe.each(majors())('a session on PostgreSQL %i', (major) => {
  it('knows version, backend and label, and names itself after connecting', async () => {
    const server = await sharedServer(major);
    await using(await connectServer(server.url()), async (session) => {
      expect(Math.floor(session.version / 10000)).toBe(major);
      expect(session.label).toBe(`database postgres on 127.0.0.1:${server.port} as postgres`);
      expect(
        await session.query("select pg_backend_pid() as pid, current_setting('application_name') as name"),
      ).toEqual([{ pid: session.backendPid, name: 'reconcile' }]);
    });
  });

  it('cancels the running statement and goes on', async () => {
    const server = await sharedServer(major);
    await using(await connectServer(server.url()), async (session) => {
      const slow = failureOf(session.run('begin; select pg_sleep(30)'));
      await tick(200);
      await session.cancel();
      expect(await slow).toMatchObject({ code: '57014' });
      await session.run('rollback');
      await session.cancel();
      await tick(50);
      expect(await session.query('select 1 as a')).toEqual([{ a: 1 }]);
    });
  });

  it('knows when the connection is gone, and the process lives on', async () => {
    const server = await sharedServer(major);
    const session = await connectServer(server.url());
    expect(session.broken).toBe(false);
    const slow = failureOf(session.run('select pg_sleep(30)'));
    await tick(100);
    await runOn(server.url(), `select pg_terminate_backend(${session.backendPid})`);
    expect(await slow).toBeInstanceOf(Error);
    await tick(50);
    expect(session.broken).toBe(true);
    await failureOf(session.query('select 1'));
    await session.close();
    await session.close();
  });

  it('notices being terminated while idle', async () => {
    const server = await sharedServer(major);
    const session = await connectServer(server.url());
    await runOn(server.url(), `select pg_terminate_backend(${session.backendPid})`);
    await tick(100);
    expect(session.broken).toBe(true);
    await session.close();
  });

  it('opens further connections, to other databases too', async () => {
    const server = await sharedServer(major);
    const name = await createDatabase(server);
    await using(await connectServer(server.url()), async (session) => {
      for (const [database, expected] of [
        [undefined, 'postgres'],
        [name, name],
      ] as const) {
        const other = await session.another(database);
        if (other === null) throw new Error('no further connection');
        await using(other, async (further) => {
          expect(further.backendPid).not.toBe(session.backendPid);
          expect(await further.query('select current_database()::text as name')).toEqual([
            { name: expected },
          ]);
        });
      }
    });
    await dropDatabase(server, name);
  });
});

describe('what does not connect', () => {
  it.each([
    [
      'a wrong port',
      'postgresql://me:PASS@127.0.0.1:1/db',
      /cannot connect to database db on 127.0.0.1:1 as me/,
      /listens/,
    ],
    [
      'a wrong host',
      'postgresql://me:PASS@no-such-host.invalid/db',
      /on no-such-host.invalid as me/,
      /host name|name server/,
    ],
    ['another scheme', 'mysql://me:PASS@127.0.0.1/db', /does not begin with postgresql/, /USER:PASSWORD/],
    ['an unreadable URL', 'postgresql://me:PASS@[127/db', /cannot be read/, /percent-encode/],
    [
      'an unknown sslmode',
      'postgresql://me:PASS@127.0.0.1/db?sslmode=maybe',
      /the sslmode of the database URL is not known/,
      /verify-full/,
    ],
    [
      'a missing certificate',
      'postgresql://me:PASS@127.0.0.1/db?sslmode=verify-full&sslrootcert=/no/such.crt',
      /no\/such.crt/,
      /sslrootcert/,
    ],
  ])('%s is explained, without the password', async (_, url, message, hint) => {
    const error = await failureOf(
      connectServer(url.replace('PASS', encodeURIComponent(PASSWORD)), { env: {} }),
    );
    if (!(error instanceof UserError)) throw error;
    expect(error.message).toMatch(message);
    expect(error.problems[0]?.hint).toMatch(hint);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/odd.?.?.?signs/);
  });

  it('a database or role that is not there', async () => {
    const server = await sharedServer(18);
    const error = await failureOf(connectServer(server.url('nowhere')));
    expect(error).toMatchObject({ message: expect.stringContaining('database "nowhere" does not exist') });
    await expect(connectServer(server.url('postgres', 'nobody'))).rejects.toThrow(
      /role "nobody" does not exist/,
    );
  });
});

describe('passwords and TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reconcile-tls-'));
  const tls = join(import.meta.dirname, '..', 'fixtures', 'tls');
  let server: TestServer;
  const url = (query: string, host = 'localhost') =>
    `postgresql://locked@${host}:${server.port}/postgres?sslmode=${query}`;
  const encrypted = async (session: Session) =>
    using(session, async () => {
      const [row] = await session.query<{ ssl: boolean }>(
        'select ssl from pg_stat_ssl where pid = pg_backend_pid()',
      );
      return row?.ssl;
    });
  const env = { PGPASSWORD: PASSWORD };

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    for (const file of ['server.crt', 'server.key']) {
      copyFileSync(join(tls, file), join(folder, file));
      chmodSync(join(folder, file), 0o600);
      if (SERVER_ID.uid !== undefined) chownSync(join(folder, file), SERVER_ID.uid, SERVER_ID.gid);
    }
    const rules = join(folder, 'hba.conf');
    writeFileSync(
      rules,
      'host all postgres 127.0.0.1/32 trust\nhost all locked 127.0.0.1/32 scram-sha-256\n',
    );
    server = await startServer(18, {
      settings: {
        hba_file: rules,
        ssl: 'on',
        ssl_cert_file: join(folder, 'server.crt'),
        ssl_key_file: join(folder, 'server.key'),
      },
    });
    await runOn(server.url(), `create role locked login superuser password '${PASSWORD}'`);
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  it('takes the password from the URL, from PGPASSWORD and from .pgpass', async () => {
    const inUrl = `postgresql://locked:${encodeURIComponent(PASSWORD)}@127.0.0.1:${server.port}/postgres`;
    expect(await encrypted(await connectServer(inUrl, { env: {} }))).toBe(true);
    expect(await encrypted(await connectServer({ reveal: () => inUrl }, { env: {} }))).toBe(true);
    expect(await encrypted(await connectServer(url('disable', '127.0.0.1'), { env }))).toBe(false);
    const file = join(folder, 'pgpass');
    writeFileSync(file, `127.0.0.1:*:*:locked:${PASSWORD.replaceAll(':', '\\:')}\n`, { mode: 0o600 });
    process.env.PGPASSFILE = file;
    try {
      expect(await encrypted(await connectServer(url('require', '127.0.0.1'), { env: {} }))).toBe(true);
    } finally {
      delete process.env.PGPASSFILE;
    }
  });

  it('says that the password is wrong, and not which it was', async () => {
    const wrong = `postgresql://locked:${encodeURIComponent(PASSWORD)}x@127.0.0.1:${server.port}/postgres`;
    const error = await failureOf(connectServer(wrong, { env: {} }));
    expect(error).toMatchObject({ message: expect.stringContaining('password authentication failed') });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/odd.?.?.?signs/);
    const none = await failureOf(connectServer(url('disable', '127.0.0.1'), { env: {} }));
    expect(none).toBeInstanceOf(UserError);
  });

  it('shows the password to nobody who prints the session', async () => {
    await using(await connectServer(url('prefer'), { env }), async (session) => {
      expect(inspect(session, { depth: 9, showHidden: true })).not.toContain('odd#signs');
    });
  });

  it('encrypts and verifies as sslmode says', async () => {
    const authority = encodeURIComponent(join(tls, 'authority.crt'));
    const connects = async (query: string, host?: string) =>
      encrypted(await connectServer(url(query, host), { env }));
    expect(await connects('disable')).toBe(false);
    expect(await connects('allow')).toBe(false);
    expect(await connects('prefer')).toBe(true);
    expect(await connects('require')).toBe(true);
    expect(await connects(`verify-ca&sslrootcert=${authority}`)).toBe(true);
    expect(await connects(`verify-ca&sslrootcert=${authority}`, '127.0.0.1')).toBe(true);
    expect(await connects(`verify-full&sslrootcert=${authority}`)).toBe(true);
    await expect(connects(`verify-full&sslrootcert=${authority}`, '127.0.0.1')).rejects.toThrow(/altnames/);
    await expect(connects('verify-full')).rejects.toThrow(/certificate/);
    await expect(connects('verify-full&sslrootcert=system')).rejects.toThrow(/certificate/);
    expect(await connects(`require&sslrootcert=${authority}`)).toBe(true);
    await expect(connects(`require&sslrootcert=${join(tls, 'server.crt')}`)).rejects.toThrow(/certificate/);
  });

  it('falls back to a plain connection under prefer only', async () => {
    const plain = await sharedServer(18);
    const to = (mode: string) => plain.url().replace('sslmode=disable', `sslmode=${mode}`);
    expect(await encrypted(await connectServer(to('prefer')))).toBe(false);
    await expect(connectServer(to('require'))).rejects.toThrow(/does not support SSL/);
  });

  it('cancels over TLS too', async () => {
    await using(await connectServer(url('require'), { env }), async (session) => {
      const slow = failureOf(session.run('select pg_sleep(30)'));
      await tick(200);
      await session.cancel();
      expect(await slow).toMatchObject({ code: '57014' });
    });
  });

  it('reads the rest from PG* variables and the service file', async () => {
    const file = join(folder, 'services');
    writeFileSync(
      file,
      `[other]\nhost=nowhere\n[mine]\nhost=127.0.0.1\nport=${server.port}\ndbname=template1\nuser=locked\n`,
    );
    const variables = { ...env, PGSERVICEFILE: file, PGSSLMODE: 'disable' };
    for (const [given, more] of [
      ['postgresql://?service=mine', {}],
      ['postgresql://', { PGSERVICE: 'mine' }],
      [
        'postgresql://',
        { PGHOST: '127.0.0.1', PGPORT: String(server.port), PGUSER: 'locked', PGDATABASE: 'template1' },
      ],
    ] as const) {
      await using(await connectServer(given, { env: { ...variables, ...more } }), async (session) => {
        expect(session.label).toBe(`database template1 on 127.0.0.1:${server.port} as locked`);
      });
    }
    await expect(connectServer('postgresql://?service=none', { env: variables })).rejects.toThrow(
      /service none/,
    );
  });
});
