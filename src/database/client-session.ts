import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import type { Client, QueryConfig, QueryResult } from 'pg';
import copy from 'pg-copy-streams';
import type { Session } from './session.js';
import { type Turns, turnsOn } from './turns.js';

/** What differs between a server's session and an embedded one; everything else is the same code. */
export interface Engine {
  readonly engine: Session['engine'];
  readonly version: number;
  readonly label: string;
  readonly backendPid: number | null;
  readonly pooled: boolean;
  another(database?: string): Promise<Session | null>;
  cancel(): Promise<void>;
  /** Called right before `COPY … FROM STDIN` is sent. */
  beforeCopyIn(): void;
  /** Called once, after the connection is closed. */
  afterClose(): Promise<void>;
  /** Whether the connection is known to be gone. */
  isBroken(): boolean;
}

/** Milliseconds that a server gets to say good-bye. */
const PATIENCE = 5000;
/** Bytes. */
const PIECE = 65_536;

type Rows = Record<string, unknown>[];
/** Without parameters too, so that a second statement in the text is an error. */
interface ExtendedQuery extends QueryConfig {
  readonly queryMode: 'extended';
}

/** A session on a connected node-postgres client. Calls that overlap run one after the other, in the order they were made. */
export function clientSession(client: Client, engine: Engine): Session {
  let closing: Promise<void> | undefined;
  const isBroken = (): boolean => closing !== undefined || engine.isBroken();
  const turns = turnsOn(client, isBroken);

  async function close(): Promise<void> {
    // The server may be gone already, even without a word; there is nothing left to lose then.
    const patience = setTimeout(PATIENCE, undefined, { ref: false });
    await Promise.race([client.end().catch(() => undefined), patience]);
    await engine.afterClose();
  }

  return {
    engine: engine.engine,
    version: engine.version,
    label: engine.label,
    backendPid: engine.backendPid,
    pooled: engine.pooled,
    query: async <Row>(sql: string, parameters: readonly unknown[] = []) => {
      // In the extended protocol the server would wait for data that node-postgres never sends.
      if (/^\s*copy\b.*\bstdin\b/is.test(sql)) throw new Error('COPY … FROM STDIN is for copyIn');
      return turns.run(() =>
        rowsOf<Row>(client, { text: sql, values: [...parameters], queryMode: 'extended' }),
      );
    },
    run: (sql) => turns.run(() => rowsOfEach(client, sql)),
    copyOut: (sql) => copyOut(client, turns, sql),
    copyIn: (sql, data) => turns.run(() => copyIn(client, engine, sql, data)),
    another: (database) => engine.another(database),
    cancel: () => engine.cancel(),
    get broken() {
      return isBroken();
    },
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

async function rowsOf<Row>(client: Client, query: ExtendedQuery): Promise<Row[]> {
  const result: QueryResult = await client.query(query);
  return result.rows;
}

async function rowsOfEach(client: Client, sql: string): Promise<Rows[]> {
  const result: QueryResult<Record<string, unknown>> | QueryResult<Record<string, unknown>>[] =
    await client.query<Record<string, unknown>>(sql);
  return (Array.isArray(result) ? result : [result]).map((one) => one.rows);
}

/** A reader that stops early still takes in the rest, so that the connection stays usable. */
async function* copyOut(client: Client, turns: Turns, sql: string): AsyncIterable<Uint8Array> {
  const endTurn = await turns.take();
  const stream = client.query(copy.to(sql));
  let ended = false;
  stream.once('end', () => {
    ended = true;
  });
  stream.once('error', () => {
    ended = true;
  });
  try {
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) yield* pieces(chunk);
  } finally {
    if (!ended) {
      stream.resume();
      await once(stream, 'end').catch(() => undefined);
    }
    await endTurn();
  }
}

/** The embedded engine answers all at once; a reader gets it in pieces all the same. */
function* pieces(chunk: Uint8Array): Iterable<Uint8Array> {
  for (let at = 0; at < chunk.length; at += PIECE) yield chunk.subarray(at, at + PIECE);
}

async function copyIn(
  client: Client,
  engine: Engine,
  sql: string,
  data: AsyncIterable<Uint8Array>,
): Promise<number> {
  engine.beforeCopyIn();
  const stream = client.query(copy.from(sql));
  await pipeline(Readable.from(data, { objectMode: false }), stream);
  return stream.rowCount;
}
