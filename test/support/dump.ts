import { connect, type Socket } from 'node:net';
import { MessageChannel, Worker } from 'node:worker_threads';
import { wireOf } from '../../src/database/pglite.js';
import type { Session } from '../../src/database/session.js';

export interface DumpOptions {
  /** Rows too, as INSERT statements; default false. */
  readonly data?: boolean;
  /** Further pg_dump options, `--schema=public` say. */
  readonly args?: readonly string[];
}

/** Takes what pg_dump says and resolves to the whole answer. */
type Exchange = (bytes: Uint8Array) => Promise<Uint8Array>;

/**
 * What pg_dump 18 writes for a database, without the lines that differ from run to run. Takes a URL (trust
 * authentication; give a superuser's) or an embedded session, which must be outside a transaction.
 */
export async function dumpSchema(from: string | Session, options: DumpOptions = {}): Promise<string> {
  const args = [...(options.data === true ? [] : ['--schema-only']), ...(options.args ?? [])];
  return normalised(typeof from === 'string' ? await dumpServer(from, args) : await dumpEmbedded(from, args));
}

export function normalised(dump: string): string {
  return dump
    .split('\n')
    .filter((line) => !/^(\\(un)?restrict |-- Dumped (from|by) )/.test(line))
    .join('\n')
    .replace(/^--\n/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .concat('\n');
}

async function dumpServer(url: string, args: string[]): Promise<string> {
  const { hostname, port, username, pathname } = new URL(url);
  const socket = connect(Number(port === '' ? 5432 : port), hostname);
  const startup = startupMessage(decodeURIComponent(username), decodeURIComponent(pathname.slice(1)));
  try {
    return await dump(args, overSocket(socket, startup));
  } finally {
    socket.destroy();
  }
}

/** The session's role and settings come back afterwards; its temporary tables do not. */
async function dumpEmbedded(session: Session, args: string[]): Promise<string> {
  const wire = wireOf(session);
  if (wire === null) throw new Error('a server is dumped by its URL');
  const [who] = await session.query<{ name: string; boot: string }>(
    'select session_user as name, pg_get_userbyid(10) as boot',
  );
  const settings = await session.query<{ name: string; setting: string }>(
    "select name, setting from pg_settings where source = 'session' and context in ('user', 'superuser')",
  );
  // The engine has no authenticated user to go back to: RESET SESSION AUTHORIZATION does nothing there.
  await becomes(session, who?.boot);
  try {
    return await dump(args, async (bytes) => (bytes[0] === TERMINATE ? new Uint8Array(0) : wire(bytes)));
  } finally {
    await session.run('rollback');
    await session.run('discard all');
    for (const { name, setting } of settings)
      await session.query('select set_config($1, $2, false)', [name, setting]);
    await becomes(session, who?.name);
  }
}

async function becomes(session: Session, role: string | undefined): Promise<void> {
  await session.query("select set_config('session_authorization', $1, false)", [role]);
}

const TERMINATE = 0x58;
const READY_FOR_QUERY = 0x5a;
const ERROR_RESPONSE = 0x45;

/** The first message is replaced, because pg_dump names its own user and database. An answer ends with ReadyForQuery. */
function overSocket(socket: Socket, startup: Buffer): Exchange {
  let started = false;
  let received: Buffer[] = [];
  let settle: ((failure: Error | null) => void) | null = null;
  socket.setNoDelay(true);
  socket.on('data', (bytes) => {
    received.push(bytes);
    if (isWhole(Buffer.concat(received.slice(-2)), received.length <= 2 ? received : null)) settle?.(null);
  });
  socket.on('error', (error) => settle?.(error));
  socket.on('close', () => settle?.(null));
  return (bytes) =>
    new Promise((resolve, reject) => {
      if (bytes[0] === TERMINATE && started) {
        socket.end();
        resolve(new Uint8Array(0));
        return;
      }
      settle = (failure) => {
        settle = null;
        const answer = Buffer.concat(received);
        received = [];
        if (failure === null) resolve(answer);
        else reject(failure);
      };
      socket.write(started ? bytes : startup);
      started = true;
    });
}

/** ReadyForQuery is always Z 0 0 0 5 and a status; an error during start-up comes without one. */
function isWhole(end: Buffer, all: Buffer[] | null): boolean {
  const z = end.length - 6;
  if (z >= 0 && end[z] === READY_FOR_QUERY && end.readUInt32BE(z + 1) === 5) return true;
  const [first] = all ?? [];
  return first?.[0] === ERROR_RESPONSE && end.toString().includes('FATAL');
}

function startupMessage(user: string, database: string): Buffer {
  const parameters = Buffer.from(`user\0${user}\0database\0${database}\0client_encoding\0UTF8\0\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(8 + parameters.length, 0);
  head.writeInt32BE(196608, 4);
  return Buffer.concat([head, parameters]);
}

interface Dumper {
  run(args: string[], exchange: Exchange): Promise<string>;
}

let dumper: Dumper | null = null;
let last: Promise<unknown> = Promise.resolve();

/** One thread serves all dumps of a process, one after the other. */
function dump(args: string[], exchange: Exchange): Promise<string> {
  dumper ??= startDumper();
  const { run } = dumper;
  const result = last.then(() => run(args, exchange));
  last = result.catch(() => undefined);
  return result;
}

function startDumper(): Dumper {
  const flag = new SharedArrayBuffer(4);
  const state = new Int32Array(flag);
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(new URL('./dump-worker.mjs', import.meta.url), {
    workerData: { flag, port: port2 },
    transferList: [port2],
  });
  worker.unref();
  let exchange: Exchange = () => Promise.resolve(new Uint8Array(0));
  port1.on('message', ({ number, bytes }: { number: number; bytes: Uint8Array }) => {
    exchange(bytes)
      .catch(() => new Uint8Array(0))
      .then((answer) => {
        port1.postMessage({ number, bytes: answer });
        Atomics.store(state, 0, 1);
        Atomics.notify(state, 0);
      });
  });
  port1.unref();

  return {
    run: (args, next) =>
      new Promise((resolve, reject) => {
        exchange = next;
        worker.ref();
        port1.ref();
        worker.once('message', (message: { text?: string; failure?: string }) => {
          worker.unref();
          port1.unref();
          if (message.text === undefined) reject(new Error(message.failure));
          else resolve(message.text);
        });
        worker.postMessage(args);
      }),
  };
}
