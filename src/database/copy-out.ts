import { type Duplex, Readable } from 'node:stream';
import type { Connection, Submittable } from 'pg';

/** Types of backend messages: the manual's "Message Formats". */
const COPY_DATA = 0x64;
const COPY_DONE = 0x63;
const ERROR_RESPONSE = 0x45;
/** A message's type and length. */
const HEAD = 5;

type Handler = (bytes: Buffer) => void;

/**
 * `COPY … TO STDOUT` as a query of a node-postgres client: a stream of the rows, each message's contents behind the one
 * before. A server sends a message a row, so nothing is allocated for one: a chunk that came from the socket goes on as
 * it is, with what stood between the rows squeezed out of it. Everything else is node-postgres's, as always.
 */
export class CopyOut extends Readable implements Submittable {
  readonly #text: string;
  #socket: Duplex | null = null;
  #handler: Handler = () => undefined;
  #hungry = false;
  /** Bytes of the row that is being read that have not come yet. */
  #left = 0;
  /** A message that has begun and is no row's, or a head that has not come whole. */
  #begun: Buffer = Buffer.alloc(0);

  constructor(text: string) {
    super();
    this.#text = text;
  }

  submit(connection: Connection): void {
    const { stream } = connection;
    const [handler] = stream.listeners('data');
    if (handler === undefined) throw new Error('node-postgres does not listen to its socket');
    stream.removeListener('data', handler as Handler);
    stream.pause();
    stream.on('readable', this.#forward);
    this.#handler = handler as Handler;
    this.#socket = stream;
    connection.query(this.#text);
  }

  /** Called by node-postgres. */
  handleError(error: Error): void {
    this.destroy(error);
  }

  /** Called by node-postgres. */
  handleCommandComplete(): void {}

  /** Called by node-postgres. */
  handleReadyForQuery(): void {}

  override _read(): void {
    this.#hungry = true;
    this.#forward();
  }

  readonly #forward = (): void => {
    while (this.#hungry && this.#socket !== null) {
      const chunk: Buffer | null = this.#socket.read();
      if (chunk === null) return;
      this.#take(chunk);
    }
  };

  #take(arrived: Buffer): void {
    const chunk = this.#begun.length === 0 ? arrived : Buffer.concat([this.#begun, arrived]);
    this.#begun = Buffer.alloc(0);
    let [from, to] = [0, 0];
    while (from < chunk.length) {
      if (this.#left === 0) {
        const rest = chunk.length - from;
        const type = chunk[from];
        if (type === COPY_DONE || type === ERROR_RESPONSE) {
          this.#end(chunk, from, to);
          return;
        }
        const size = rest < HEAD ? rest + 1 : 1 + chunk.readUInt32BE(from + 1);
        if (type !== COPY_DATA || rest < HEAD) {
          if (size > rest) {
            this.#begun = Buffer.from(chunk.subarray(from));
            break;
          }
          this.#handler(Buffer.from(chunk.subarray(from, from + size)));
          from += size;
          continue;
        }
        this.#left = size - HEAD;
        from += HEAD;
      }
      const taken = Math.min(this.#left, chunk.length - from);
      chunk.copyWithin(to, from, from + taken);
      this.#left -= taken;
      from += taken;
      to += taken;
    }
    if (to > 0) this.#hungry = this.push(chunk.subarray(0, to));
  }

  /** The copy has ended: what has come beyond it, and all that comes, is node-postgres's again. */
  #end(chunk: Buffer, from: number, to: number): void {
    const socket = this.#socket;
    if (socket === null) return;
    this.#socket = null;
    if (to > 0) this.push(chunk.subarray(0, to));
    if (chunk[from] === COPY_DONE) this.push(null);
    socket.removeListener('readable', this.#forward);
    socket.on('data', this.#handler);
    this.#handler(chunk.subarray(from));
    // Taking a 'readable' listener away leaves the socket paused, and so may what the handler did.
    process.nextTick(() => socket.resume());
  }
}
