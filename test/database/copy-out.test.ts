import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import type { Connection } from 'pg';
import { expect, it } from 'vitest';
import { CopyOut } from '../../src/database/copy-out.js';

/** A backend message. */
function message(type: string, body: string): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(4 + body.length, 1);
  return Buffer.concat([head, Buffer.from(body)]);
}

const ROWS = ['1\tone\n', '\n', `2\t${'x'.repeat(50)}\n`];
const ANSWER = Buffer.concat([
  message('H', 'formats'),
  ...ROWS.slice(0, 2).map((row) => message('d', row)),
  message('N', 'a notice'),
  ...ROWS.slice(2).map((row) => message('d', row)),
  message('c', ''),
  message('C', 'COPY 3'),
  message('Z', 'I'),
]);

/** A copy on a socket that a client listens to; `others`: what that client is given. */
function start(): { copy: CopyOut; socket: PassThrough; others: () => string } {
  const socket = new PassThrough();
  const others: Buffer[] = [];
  socket.on('data', (bytes: Buffer) => others.push(Buffer.from(bytes)));
  const copy = new CopyOut('copy t to stdout');
  const connection = Object.assign(new EventEmitter(), { stream: socket, query: () => undefined });
  copy.submit(connection as unknown as Connection);
  return { copy, socket, others: () => Buffer.concat(others).toString() };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it.each([1, 2, 3, 4, 5, 6, 7, 11, 64, 1000])(
  'gives rows and nothing else, from pieces of %i bytes',
  async (size) => {
    const { copy, socket, others } = start();
    const feed = async (): Promise<void> => {
      for (let at = 0; at < ANSWER.length; at += size) {
        socket.write(Buffer.from(ANSWER.subarray(at, at + size)));
        await settled();
      }
    };
    const read: Buffer[] = [];
    const [, text] = await Promise.all([
      feed(),
      (async () => {
        for await (const chunk of copy) read.push(Buffer.from(chunk));
        return Buffer.concat(read).toString();
      })(),
    ]);
    expect(text).toBe(ROWS.join(''));
    await settled();
    expect(others()).toBe(
      Buffer.concat([
        message('H', 'formats'),
        message('N', 'a notice'),
        message('c', ''),
        message('C', 'COPY 3'),
        message('Z', 'I'),
      ]).toString(),
    );
    expect(socket.listenerCount('readable')).toBe(0);
  },
);

it('leaves an error to the client, who ends the copy with it', async () => {
  const { copy, socket, others } = start();
  socket.write(Buffer.concat([message('H', ''), message('d', '1\n'), message('E', 'oh'), message('Z', 'E')]));
  const reading = (async () => {
    for await (const _ of copy);
  })();
  await settled();
  await settled();
  expect(others()).toBe(Buffer.concat([message('H', ''), message('E', 'oh'), message('Z', 'E')]).toString());
  copy.handleError(new Error('oh'));
  await expect(reading).rejects.toThrow('oh');
});
