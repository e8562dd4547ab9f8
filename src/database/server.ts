import type { ConnectionOptions } from 'node:tls';
import pg, { type Client } from 'pg';
import pgpass from 'pgpass';
import { type BackendKey, sendCancel } from './cancel.js';
import { clientSession } from './client-session.js';
import { connectionError, isNetworkError, sqlState } from './failure.js';
import { type Revealable, revealed } from './secret.js';
import type { Session } from './session.js';
import { sslAttempts } from './ssl.js';
import { labelOf, type Target, targetOf } from './target.js';
import { typeParsers } from './types.js';

export interface ServerOptions {
  /** Shown in pg_stat_activity; default `reconcile`. */
  readonly applicationName?: string;
  /** Milliseconds to wait for a connection where the URL says nothing; default 15,000. */
  readonly connectTimeout?: number;
  /** Where PG* variables come from; default process.env. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * Connects to a server. Nothing of ours is sent as a start-up option, so poolers take the connection; application_name is
 * set afterwards, where none is in between. Throws a UserError that names database, host and user, never the password.
 */
export async function connectServer(url: string | Revealable, options: ServerOptions = {}): Promise<Session> {
  const text = revealed(url);
  const target = targetOf(text, options.env ?? process.env, options.connectTimeout ?? 15_000);
  return open(target, text, options.applicationName ?? 'reconcile');
}

async function open(target: Target, url: string, applicationName: string): Promise<Session> {
  const { client, ssl } = await connectClient(target, url);
  let broken = false;
  client.on('error', () => {
    broken = true;
  });
  client.on('end', () => {
    broken = true;
  });
  const key = backendKey(client);
  const greeting = await greet(client, applicationName, key).catch(async (error: unknown) => {
    await client.end().catch(() => undefined);
    throw connectionError(error, target, url);
  });
  return clientSession(client, {
    engine: 'server',
    version: greeting.version,
    label: labelOf(target),
    backendPid: greeting.pid,
    pooled: greeting.pooled,
    another: (database) => open({ ...target, database: database ?? target.database }, url, applicationName),
    cancel: () => (key === null ? Promise.resolve() : sendCancel(target, ssl, key)),
    beforeCopyIn: () => undefined,
    afterClose: () => Promise.resolve(),
    isBroken: () => broken,
  });
}

interface Greeting {
  readonly version: number;
  readonly pid: number;
  readonly pooled: boolean;
}

/** Behind a pooler nothing is set: it might be another client's next. */
async function greet(client: Client, applicationName: string, key: BackendKey | null): Promise<Greeting> {
  const answer = await client.query<{ version: number; pid: number }>(
    "select current_setting('server_version_num')::int as version, pg_backend_pid() as pid",
  );
  const [row] = answer.rows;
  if (row === undefined) throw new Error('the server gave no version');
  // A server gives its own pid, a pooler one that it made up, or none (https://www.postgresql.org/docs/current/protocol-flow.html, BackendKeyData).
  const pooled = key?.pid !== row.pid;
  if (!pooled) await client.query(`set application_name = ${client.escapeLiteral(applicationName)}`);
  return { ...row, pooled };
}

/** Tries what sslmode allows, in turn: the second way only where the first failed for want of TLS, or of a plain connection. */
async function connectClient(
  target: Target,
  url: string,
): Promise<{ client: Client; ssl: ConnectionOptions | false }> {
  let failure: unknown;
  for (const ssl of sslAttempts(target.ssl, target.host)) {
    const client = new pg.Client(clientConfig(target, ssl));
    // Without a listener a lost connection would end the process.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return { client, ssl };
    } catch (error) {
      // That a server has no TLS says less than what it said without.
      if (failure === undefined || sqlState(failure) === null) failure = error;
      await client.end().catch(() => undefined);
      const state = sqlState(error);
      if (isNetworkError(error) || (state !== null && state !== '28000')) {
        failure = error;
        break;
      }
    }
  }
  throw connectionError(failure, target, url);
}

function clientConfig(target: Target, ssl: ConnectionOptions | false): pg.ClientConfig {
  return {
    host: target.host,
    port: target.port,
    user: target.user,
    database: target.database,
    // Always a function: node-postgres' own look-up in .pgpass prints a deprecation warning.
    password: () => (target.password === undefined ? storedPassword(target) : target.password),
    ...(target.options === undefined ? {} : { options: target.options }),
    ssl,
    connectionTimeoutMillis: target.connectTimeout,
    keepAlive: true,
    types: { getTypeParser: typeParsers.getTypeParser },
  };
}

/** From .pgpass; empty where there is none, which the server then refuses in its own words. */
function storedPassword(target: Target): Promise<string> {
  return new Promise((resolve) => pgpass(target, (password) => resolve(password ?? '')));
}

/** node-postgres keeps BackendKeyData on the client without declaring it. */
function backendKey(client: Client): BackendKey | null {
  const pid: unknown = Reflect.get(client, 'processID');
  const secret: unknown = Reflect.get(client, 'secretKey');
  return typeof pid === 'number' && typeof secret === 'number' ? { pid, secret } : null;
}
