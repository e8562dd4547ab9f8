import { Duplex } from 'node:stream';
import type { PGlite } from '@electric-sql/pglite';
import { runEngine } from './guard.js';

const CODE = {
  query: 0x51, // Q
  sync: 0x53, // S
  flush: 0x48, // H
  copyData: 0x64, // d
  copyDone: 0x63, // c
  copyFail: 0x66, // f
  terminate: 0x58, // X
  copyInResponse: 0x47, // G, from the server
  readyForQuery: 0x5a, // Z, from the server
} as const;

/** CopyInResponse: text format, no columns told. */
const COPY_IN_RESPONSE = Buffer.from([CODE.copyInResponse, 0, 0, 0, 7, 0, 0, 0]);

/**
 * What node-postgres takes for its socket: every message of the wire protocol goes into the embedded database, every
 * answer comes back. The engine answers inside the call, so an answer is held in memory whole.
 */
export class PgliteStream extends Duplex {
  readonly #database: PGlite;
  /** Bytes of a message that has not arrived whole. */
  #pending: Buffer = Buffer.alloc(0);
  /** Whole messages that wait for the one that makes the engine answer. */
  #batch: Buffer[] = [];
  #started = false;
  #copy: 'no' | 'next' | 'feeding' = 'no';

  constructor(database: PGlite) {
    super();
    this.#database = database;
  }

  /**
   * The next query is a `COPY … FROM STDIN`: the engine wants statement and data in one piece, so they are gathered, and
   * the client is told at once to send.
   */
  holdCopy(): void {
    this.#copy = 'next';
  }

  connect(): this {
    queueMicrotask(() => this.emit('connect'));
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#absorb(chunk).then(
      () => done(),
      (error: unknown) => done(stopped(error)),
    );
  }

  async #absorb(chunk: Buffer): Promise<void> {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    for (let message = this.#next(); message !== null; message = this.#next()) await this.#take(message);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.push(null);
    done();
  }

  /** The next whole message; `null` where more bytes must come first. */
  #next(): Buffer | null {
    const header = this.#started ? 1 : 0;
    if (this.#pending.length < header + 4) return null;
    const length = header + this.#pending.readUInt32BE(header);
    if (this.#pending.length < length) return null;
    const message = this.#pending.subarray(0, length);
    this.#pending = this.#pending.subarray(length);
    return message;
  }

  async #take(message: Buffer): Promise<void> {
    const code = message[0];
    if (!this.#started) {
      this.#started = true;
      await this.#run(message);
    } else if (code === CODE.terminate) {
      this.push(null);
    } else if (
      this.#copy === 'no' &&
      (code === CODE.copyData || code === CODE.copyDone || code === CODE.copyFail)
    ) {
      // Meant for a COPY that has been ended already, see withoutWaiting.
    } else {
      this.#batch.push(message);
      if (this.#copy === 'next' && code === CODE.query) {
        this.#copy = 'feeding';
        this.push(COPY_IN_RESPONSE);
      } else if (this.#completes(code)) {
        await this.#flush();
      }
    }
  }

  #completes(code: number | undefined): boolean {
    if (this.#copy === 'feeding') return code === CODE.copyDone || code === CODE.copyFail;
    return code === CODE.query || code === CODE.sync || code === CODE.flush;
  }

  async #flush(): Promise<void> {
    const fed = this.#copy === 'feeding';
    const messages = Buffer.concat(fed ? this.#batch : withoutWaiting(this.#batch));
    this.#batch = [];
    this.#copy = 'no';
    await this.#run(messages, fed);
  }

  /** `fed`: the engine's own CopyInResponse is left out, because the client has had one. */
  async #run(messages: Buffer, fed = false): Promise<void> {
    const answer = await converse(this.#database, messages);
    if (!isWhole(answer) && !flushes(messages)) throw new Error('it gave no answer');
    const bytes = fed ? withoutCopyInResponse(answer) : answer;
    if (bytes.length > 0) this.push(bytes);
  }
}

/** ReadyForQuery, `Z` with its length and the transaction's state, ends every answer; an engine that has broken down says nothing. */
function isWhole(answer: Buffer): boolean {
  return answer.at(-6) === CODE.readyForQuery && answer.readUInt32BE(answer.length - 5) === 5;
}

/** Whether messages end in a Flush, which asks for no ReadyForQuery. */
function flushes(messages: Buffer): boolean {
  return (
    messages.length >= 5 && messages.at(-5) === CODE.flush && messages.readUInt32BE(messages.length - 4) === 4
  );
}

/** What the engine throws when it breaks down is not always an Error. */
function stopped(error: unknown): Error {
  return new Error(
    `the embedded engine has stopped: ${error instanceof Error ? error.message : JSON.stringify(error)}`,
  );
}

/**
 * Puts messages of the wire protocol to the engine and gives all that it says to them. Rejects where the engine itself
 * breaks down; an SQL error is an answer.
 */
export async function converse(database: PGlite, messages: Uint8Array): Promise<Buffer> {
  const answer: Buffer[] = [];
  // The engine has run by the time the call returns its promise.
  await runEngine(() =>
    database.execProtocolRawStream(messages, {
      syncToFs: false,
      onRawData: (bytes) => {
        answer.push(Buffer.from(bytes));
      },
    }),
  );
  return Buffer.concat(answer);
}

/** CopyFail, in node-postgres' words for a COPY FROM STDIN that nobody feeds. */
const COPY_FAIL = ((text: string) => {
  const bytes = Buffer.from(`f    ${text}\0`);
  bytes.writeUInt32BE(bytes.length - 1, 1);
  return bytes;
})('No source stream defined');

/** A COPY FROM STDIN hidden in other SQL would make the engine wait for data and stop for good: it gets a CopyFail instead. */
function withoutWaiting(batch: readonly Buffer[]): readonly Buffer[] {
  if (!batch.some((message) => message[0] === CODE.query && /\bstdin\b/i.test(message.toString('latin1'))))
    return batch;
  return [...batch, COPY_FAIL];
}

function withoutCopyInResponse(bytes: Buffer): Buffer {
  const kept: Buffer[] = [];
  for (let at = 0; at + 5 <= bytes.length; ) {
    const end = at + 1 + bytes.readUInt32BE(at + 1);
    if (bytes[at] !== CODE.copyInResponse) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}
