import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import * as zlib from 'node:zlib';

const { constants, createGunzip, gzip } = zlib;
const crc32 = 'crc32' in zlib ? zlib.crc32 : undefined;

/** What one data file holds: `head` (one COPY statement), the rows as COPY gives them, and `\.` */
export interface Written {
  /** Size of the file. */
  readonly bytes: number;
  /** sha256 of the file, hexadecimal. */
  readonly sha256: string;
  /** Size of the rows alone, as COPY gave them. */
  readonly contentBytes: number;
  /** Line feeds in the rows: one each. */
  readonly lines: number;
  readonly compressed: boolean;
}

/** Bytes that are compressed at a time. A file that stays below it is left plain, for psql to include. */
const BLOCK = 1 << 20;
/** Blocks that may wait to be compressed and written: what memory the backup takes beyond the connection's. */
const BLOCKS = 4;
export const END = '\\.\n';

/** The end of the file's name, by which its form is known. */
export const suffix = (compressed: boolean): string => (compressed ? '.sql.gz' : '.sql');

/**
 * Streams one table into a new file that only its owner can read, on disk when it returns: plain where it is small,
 * otherwise as gzip members of at most 1 MiB each. `path` has no suffix; `rename` gives the file its name.
 */
export async function writeData(
  path: string,
  head: string,
  body: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number, lines: number) => void = () => undefined,
): Promise<Written> {
  const file = await open(path, 'wx', 0o600);
  try {
    const out = new Output(file);
    let [contentBytes, lines] = [0, 0];
    await out.add(Buffer.from(head));
    for await (const chunk of body) {
      contentBytes += chunk.length;
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++;
      await out.add(chunk);
      onBytes(contentBytes, lines);
    }
    await out.add(Buffer.from(END));
    const written = await out.end();
    await file.sync();
    return { ...written, contentBytes, lines };
  } finally {
    await file.close();
  }
}

/** Gathers bytes in blocks that are used again and again, and writes them in order. */
class Output {
  readonly #file: FileHandle;
  readonly #hash = createHash('sha256');
  readonly #free: Buffer[] = [];
  #block: Buffer = Buffer.allocUnsafeSlow(BLOCK);
  #made = 1;
  #filled = 0;
  #bytes = 0;
  #compressed = false;
  #compressing = false;
  /** Before that time (performance.now) nothing is compressed. */
  #rested = 0;
  #last: Promise<void> = Promise.resolve();
  #waiting: (() => void)[] = [];

  constructor(file: FileHandle) {
    this.#file = file;
  }

  async add(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length; ) {
      const size = Math.min(chunk.length - at, BLOCK - this.#filled);
      this.#block.set(chunk.subarray(at, at + size), this.#filled);
      this.#filled += size;
      at += size;
      if (this.#filled === BLOCK) {
        this.#compressed = true;
        this.#send(this.#block, this.#filled);
        this.#block = await this.#fresh();
        this.#filled = 0;
      }
    }
  }

  async end(): Promise<{ bytes: number; sha256: string; compressed: boolean }> {
    if (this.#compressed) this.#send(this.#block, this.#filled);
    await this.#last;
    if (!this.#compressed) await this.#write(this.#block.subarray(0, this.#filled));
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex'), compressed: this.#compressed };
  }

  async #fresh(): Promise<Buffer> {
    if (this.#free.length === 0 && this.#made < BLOCKS) {
      this.#made++;
      return Buffer.allocUnsafeSlow(BLOCK);
    }
    while (this.#free.length === 0) {
      await Promise.race([this.#last, new Promise<void>((resolve) => this.#waiting.push(resolve))]);
    }
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(BLOCK);
  }

  /**
   * Locks are held meanwhile: one block at a time is compressed, and no more than half of the time; all others are stored.
   */
  #send(block: Buffer, size: number): void {
    const bytes = block.subarray(0, size);
    const packed =
      this.#compressing || performance.now() < this.#rested ? stored(bytes) : this.#compress(bytes);
    // Unhandled only until the chain below has come to it.
    packed.catch(() => undefined);
    this.#last = this.#last.then(async () => {
      for (const part of await packed) await this.#write(part);
      this.#free.push(block);
      for (const wake of this.#waiting.splice(0)) wake();
    });
    this.#last.catch(() => undefined);
  }

  async #compress(bytes: Buffer): Promise<Uint8Array[]> {
    this.#compressing = true;
    const started = performance.now();
    const packed = await compress(bytes, constants.Z_BEST_SPEED);
    const ended = performance.now();
    this.#rested = ended + (ended - started);
    this.#compressing = false;
    return [packed];
  }

  async #write(bytes: Uint8Array): Promise<void> {
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
    for (let at = 0; at < bytes.length; ) {
      const { bytesWritten } = await this.#file.write(bytes, at, bytes.length - at);
      at += bytesWritten;
    }
  }
}

function compress(bytes: Buffer, level: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    gzip(bytes, { level, chunkSize: 256 * 1024 }, (error, packed) =>
      error === null ? resolve(packed) : reject(error),
    );
  });
}

/** RFC 1952: deflate, no name, no time, an unknown system. */
const MEMBER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
/** The most that a stored block of deflate holds (RFC 1951). */
const STORED = 0xffff;

/** A gzip member that holds bytes as they are. Older versions of Node 20 have no crc32, and gzip does the same more slowly. */
async function stored(bytes: Buffer): Promise<Uint8Array[]> {
  if (typeof crc32 !== 'function') return [await compress(bytes, constants.Z_NO_COMPRESSION)];
  const member = Buffer.allocUnsafe(MEMBER.length + bytes.length + 5 * Math.ceil(bytes.length / STORED) + 8);
  let at = MEMBER.copy(member);
  for (let from = 0; from < bytes.length; from += STORED) {
    const size = Math.min(STORED, bytes.length - from);
    at = member.writeUInt8(from + size === bytes.length ? 1 : 0, at);
    at = member.writeUInt16LE(size, at);
    at = member.writeUInt16LE(~size & 0xffff, at);
    at += bytes.copy(member, at, from, from + size);
  }
  at = member.writeUInt32LE(crc32(bytes), at);
  member.writeUInt32LE(bytes.length, at);
  return [member];
}

/** The rows of a data file, as COPY gave them. `head`: the bytes before them. */
export async function* readData(
  path: string,
  file: { readonly compressed: boolean; readonly head: number; readonly contentBytes: number },
): AsyncIterable<Uint8Array> {
  const source = createReadStream(path);
  let stream: AsyncIterable<Uint8Array> = source;
  if (file.compressed) {
    const gunzip = createGunzip({ chunkSize: 256 * 1024 });
    pipeline(source, gunzip).catch(() => undefined);
    stream = gunzip;
  }
  let skip = file.head;
  let left = file.contentBytes;
  for await (const chunk of stream) {
    const from = Math.min(skip, chunk.length);
    skip -= from;
    const piece = chunk.subarray(from, from + Math.min(left, chunk.length - from));
    left -= piece.length;
    if (piece.length > 0) yield piece;
  }
  if (left > 0) throw new Error(`the file ${path} ends too early`);
}
