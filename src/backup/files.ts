import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';

export interface Written {
  readonly bytes: number;
  /** Line feeds in the streamed part. */
  readonly lines: number;
  readonly sha256: string;
}

/** Makes a folder that only its owner can enter, parents included. */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
}

/** Streams `head`, `body`, `tail` into a new file that only its owner can read, on disk when it returns. */
export async function writeFile(
  path: string,
  head: string,
  body: AsyncIterable<Uint8Array>,
  tail: string,
): Promise<Written> {
  const file = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  let bytes = 0;
  let lines = 0;
  const write = async (chunk: Uint8Array): Promise<void> => {
    hash.update(chunk);
    bytes += chunk.length;
    await writeAll(file, chunk);
  };
  try {
    await write(Buffer.from(head));
    for await (const chunk of body) {
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++;
      await write(chunk);
    }
    await write(Buffer.from(tail));
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, lines, sha256: hash.digest('hex') };
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let offset = 0; offset < chunk.length; ) {
    const { bytesWritten } = await file.write(chunk, offset, chunk.length - offset);
    offset += bytesWritten;
  }
}

export async function writeText(path: string, text: string): Promise<Written> {
  return writeFile(path, text, noChunks(), '');
}

async function* noChunks(): AsyncIterable<Uint8Array> {}

/** sha256 of a file as it is on disk. */
export async function checksum(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

/** Makes the entries of a folder last through a crash; where a system cannot sync folders it does nothing. */
export async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (error) {
    if (
      !(
        error instanceof Error &&
        'code' in error &&
        ['EPERM', 'EISDIR', 'EINVAL'].includes(String(error.code))
      )
    ) {
      throw error;
    }
  }
}

export async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true });
}
