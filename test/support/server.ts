import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Binaries, binariesOf, cacheFolder, type Major, moveInto, SERVER_ID } from './binaries.js';

export interface ServerChoice {
  /** The bootstrap superuser's name; default `postgres`. */
  readonly superuser?: string;
  /** Further server settings, as postgresql.conf spells them. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface TestServer {
  readonly major: Major;
  readonly port: number;
  readonly superuser: string;
  /** Defaults: database `postgres`, the superuser. */
  url(database?: string, user?: string): string;
  /** Stops the server and removes its data. */
  stop(): Promise<void>;
}

/** Fast and forgetful: a test's cluster never survives a crash anyway. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  shared_buffers: '16MB',
  max_connections: '50',
  max_wal_size: '256MB',
  autovacuum: 'off',
  logging_collector: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/**
 * The server ends with this process, however that ends: the shell waits on a pipe that only this process holds open.
 * $1: the data directory, the rest: the server's command line.
 */
const KEEPER = `
dir=$1; shift
"$@" </dev/null & server=$!
cat >/dev/null
kill -QUIT $server 2>/dev/null; wait $server; rm -rf "$dir"`;

export function serverUrl(port: number, database: string, user: string): string {
  return `postgresql://${encodeURIComponent(user)}@127.0.0.1:${port}/${encodeURIComponent(database)}?sslmode=disable`;
}

/** Starts a server of its own on a free port of 127.0.0.1, with trust authentication. */
export async function startServer(major: Major, choice: ServerChoice = {}): Promise<TestServer> {
  const binaries = binariesOf(major);
  const superuser = choice.superuser ?? 'postgres';
  const template = clusterTemplate(major, binaries, superuser);
  for (let attempt = 1; ; attempt += 1) {
    const data = dataFolder();
    run('cp', ['-a', `${template}/.`, data]);
    const port = await freePort();
    const keeper = launch(binaries, data, port, choice.settings ?? {});
    const log = await readiness(keeper);
    if (log === null) return handle(major, port, superuser, keeper);
    await stopped(keeper);
    // Another process may have taken the port since it was found free.
    if (attempt === 3) throw new Error(`PostgreSQL ${major} does not start:\n${log}`);
  }
}

function handle(major: Major, port: number, superuser: string, keeper: ChildProcess): TestServer {
  return {
    major,
    port,
    superuser,
    url: (database = 'postgres', user = superuser) => serverUrl(port, database, user),
    stop: () => stopped(keeper),
  };
}

function launch(
  binaries: Binaries,
  data: string,
  port: number,
  settings: Readonly<Record<string, string>>,
): ChildProcess {
  const options = Object.entries({ ...SETTINGS, ...settings, port: String(port) });
  const command = [join(binaries.folder, 'bin', 'postgres'), '-D', data];
  for (const [name, value] of options) command.push('-c', `${name}=${value}`);
  const environment = { ...process.env, LC_ALL: 'C', LD_LIBRARY_PATH: join(binaries.folder, 'lib') };
  return spawn('/bin/sh', ['-c', KEEPER, 'keeper', data, ...command], {
    stdio: ['pipe', 'ignore', 'pipe'],
    env: environment,
    cwd: data,
    // Ctrl-C in the terminal reaches this process alone.
    detached: true,
    ...SERVER_ID,
  });
}

/** `null` once the server takes connections; otherwise what it said before it gave up. */
function readiness(keeper: ChildProcess): Promise<string | null> {
  return new Promise((resolve) => {
    let log = '';
    const timer = setTimeout(() => resolve(`${log}\n(not ready after 30 s)`), 30_000);
    const settle = (outcome: string | null): void => {
      clearTimeout(timer);
      resolve(outcome);
    };
    keeper.stderr?.setEncoding('utf8').on('data', (text: string) => {
      if (log.length < 10_000) log += text;
      if (log.includes('ready to accept connections')) settle(null);
      else if (/FATAL|could not|database system is shut down/.test(text)) settle(log);
    });
    keeper.once('error', (error) => settle(String(error)));
    keeper.once('exit', () => settle(log));
    keeper.unref();
  });
}

async function stopped(keeper: ChildProcess): Promise<void> {
  if (keeper.exitCode !== null || keeper.signalCode !== null) return;
  keeper.ref();
  const gone = once(keeper, 'exit');
  keeper.stdin?.end();
  await gone;
}

/** An initialised cluster that servers are copied from, made once per version and superuser. */
function clusterTemplate(major: Major, binaries: Binaries, superuser: string): string {
  const place = join(cacheFolder(), `cluster-${binaries.version}-${superuser}`);
  if (existsSync(place)) return place;
  const draft = `${place}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  own(draft);
  const options = ['--no-sync', '--auth=trust', '--encoding=UTF8', '--locale=C', `--username=${superuser}`];
  const result = spawnSync(join(binaries.folder, 'bin', 'initdb'), ['-D', draft, ...options], {
    env: { ...process.env, LC_ALL: 'C', LD_LIBRARY_PATH: join(binaries.folder, 'lib') },
    cwd: draft,
    encoding: 'utf8',
    ...SERVER_ID,
  });
  if (result.status !== 0) throw new Error(`initdb ${major} failed: ${result.error ?? result.stderr}`);
  moveInto(draft, place);
  return place;
}

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'reconcile-pg-'));
  own(folder);
  return folder;
}

function own(folder: string): void {
  if (SERVER_ID.uid !== undefined) chownSync(folder, SERVER_ID.uid, SERVER_ID.gid);
}

function run(program: string, parameters: string[]): void {
  const result = spawnSync(program, parameters, { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`${program} failed: ${result.error ?? result.stderr}`);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
