import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readData, writeData } from '../../src/backup/data-file.js';

const dir = mkdtempSync(join(tmpdir(), 'reconcile-data-'));
afterAll(() => rmSync(dir, { recursive: true }));

async function* pieces(bytes: Buffer, size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const HEAD = 'COPY public.t (a) FROM stdin;\n';

describe('a data file', () => {
  const lines = (count: number): Buffer =>
    Buffer.from(
      Array.from({ length: count }, (_, n) => `${n}\t${randomBytes(20).toString('hex')}\n`).join(''),
    );

  it.each([
    ['nothing', Buffer.alloc(0), false],
    ['one line', Buffer.from('1\n'), false],
    ['just below a block', lines(20_000), false],
    ['several blocks', lines(120_000), true],
    ['a block to the byte', Buffer.alloc((1 << 20) - HEAD.length, 'x\n'), true],
  ])('gives back %s, in the right form', async (name, content, compressed) => {
    const path = join(dir, name.replaceAll(' ', '-'));
    const written = await writeData(path, HEAD, pieces(content, 65_536));
    expect(written.compressed).toBe(compressed);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const file = readFileSync(path);
    expect({ bytes: file.length, sha256: sha256(file) }).toEqual({
      bytes: written.bytes,
      sha256: written.sha256,
    });
    const whole = compressed ? gunzipSync(file) : file;
    expect(whole.equals(Buffer.concat([Buffer.from(HEAD), content, Buffer.from('\\.\n')]))).toBe(true);
    expect(written.contentBytes).toBe(content.length);
    expect(written.lines).toBe(content.toString('latin1').split('\n').length - 1);
    const read: Uint8Array[] = [];
    for await (const chunk of readData(path, { compressed, head: HEAD.length, contentBytes: content.length }))
      read.push(Buffer.from(chunk));
    expect(Buffer.concat(read).equals(content)).toBe(true);
  });

  it('says so where it ends too early', async () => {
    const path = join(dir, 'short');
    await writeData(path, HEAD, pieces(Buffer.from('1\n'), 10));
    const all = async (): Promise<void> => {
      for await (const _ of readData(path, { compressed: false, head: HEAD.length, contentBytes: 99 }))
        void _;
    };
    await expect(all()).rejects.toThrow('ends too early');
  });
});
