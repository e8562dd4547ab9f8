import { gunzipSync } from 'node:zlib';
import type { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { clientSession } from './client-session.js';
import { guarded } from './guard.js';
import { extensionBundles } from './pglite-extensions.js';
import { converse, PgliteStream } from './pglite-stream.js';
import type { Session } from './session.js';
import { typeParsers } from './types.js';

/** PGlite's own parameters, without its changes of search_path and of the protection of system catalogs. */
const START = [
  '--single',
  '-F',
  '-j',
  ...settings({
    exit_on_error: 'false',
    log_checkpoints: 'false',
    // Its timer would keep the process alive.
    log_startup_progress_interval: '0',
    max_worker_processes: '0',
    max_parallel_workers: '0',
    max_parallel_workers_per_gather: '0',
    max_parallel_maintenance_workers: '0',
    io_method: 'sync',
    jit: 'off',
    shared_buffers: '16MB',
    // Room for about 50,000 locks: a state of some thousand tables is one transaction.
    max_connections: '10',
    max_locks_per_transaction: '5000',
  }),
];

export interface PgliteOptions {
  /** The data directory; in memory where absent. */
  readonly directory?: string;
  /** Whether the directory is empty yet: a fresh cluster is unpacked into it. */
  readonly fresh: boolean;
  /** Names of extensions whose files are loaded, so that CREATE EXTENSION finds them. */
  readonly extensions: readonly string[];
}

function settings(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

export async function startPglite(options: PgliteOptions): Promise<PGlite> {
  const { PGlite } = await import('@electric-sql/pglite');
  const extensions = await extensionBundles(options.extensions);
  return guarded(async () => {
    const cluster = options.fresh ? { loadDataDir: await freshCluster() } : {};
    const where = options.directory === undefined ? {} : { dataDir: options.directory };
    return PGlite.create({ ...where, ...cluster, startParams: START, extensions });
  });
}

/** An initialised cluster as an uncompressed archive: unpacking it here is faster than leaving that to PGlite. */
async function freshCluster(): Promise<Blob> {
  unpacked ??= unpackCluster();
  return new Archive(await unpacked);
}

/** Kept for a process' next database: PGlite only reads it. */
let unpacked: Promise<Buffer> | undefined;

async function unpackCluster(): Promise<Buffer> {
  const { dataDir } = await import('@electric-sql/pglite-prepopulatedfs');
  const packed = Buffer.from(await (await dataDir()).arrayBuffer());
  // gzip ends with the unpacked size: room for all of it at once.
  return gunzipSync(packed, { chunkSize: packed.readUInt32LE(packed.length - 4) });
}

/** A Blob that gives its bytes away as they are: Node.js' own copies them several times, 40 MB each. */
class Archive extends Blob {
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    super([]);
    this.#bytes = bytes;
  }

  override arrayBuffer(): Promise<ArrayBuffer> {
    const { buffer } = this.#bytes;
    const whole = buffer instanceof ArrayBuffer && buffer.byteLength === this.#bytes.length;
    return Promise.resolve(whole ? buffer : new Uint8Array(this.#bytes).buffer);
  }
}

/**
 * A session on a PGlite that is up: node-postgres, whose socket is the database itself, so that values and errors are
 * those of a server's session. Closing it closes the database. `login`: the role to log in as; default the superuser.
 */
export async function pgliteSession(
  database: PGlite,
  label: string,
  login: string | null,
  afterClose: () => Promise<void>,
): Promise<Session> {
  const stream = new PgliteStream(database);
  const client = new pg.Client({
    stream: () => stream,
    ssl: false,
    host: 'localhost',
    user: 'postgres',
    database: 'postgres',
    password: '',
    types: { getTypeParser: typeParsers.getTypeParser },
  });
  let broken = false;
  client.on('error', () => {
    broken = true;
  });
  client.on('end', () => {
    broken = true;
  });
  const greet = async (): Promise<number> => {
    await client.connect();
    if (login !== null) await client.query(`set session authorization ${client.escapeIdentifier(login)}`);
    const answer = await client.query<{ version: number }>(
      "select current_setting('server_version_num')::int as version",
    );
    return answer.rows[0]?.version ?? 0;
  };
  const version = await greet().catch(async (error: unknown) => {
    await guarded(() => database.close());
    throw error;
  });
  const session = clientSession(client, {
    engine: 'embedded',
    version,
    label,
    backendPid: null,
    pooled: false,
    another: () => Promise.resolve(null),
    // A statement runs to its end inside one call: there is never one to cancel.
    cancel: () => Promise.resolve(),
    beforeCopyIn: () => stream.holdCopy(),
    afterClose: async () => {
      await guarded(() => database.close());
      await afterClose();
    },
    isBroken: () => broken,
  });
  databases.set(session, database);
  return session;
}

const databases = new WeakMap<Session, PGlite>();

/** The wire protocol beneath an embedded session, for tools that speak it themselves; `null` for a server's session. */
export function wireOf(session: Session): ((messages: Uint8Array) => Promise<Uint8Array>) | null {
  const database = databases.get(session);
  return database === undefined ? null : (messages) => converse(database, messages);
}
