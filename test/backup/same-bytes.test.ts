import { expect, it } from 'vitest';
import { sameBytes } from '../../src/backup/same-bytes.js';

async function* pieces(text: string, size: number): AsyncIterable<Uint8Array> {
  yield new Uint8Array(0);
  for (let at = 0; at < text.length; at += size) yield Buffer.from(text.slice(at, at + size));
  yield new Uint8Array(0);
}

const SIZES = [1, 2, 3, 7, 100];

it.each([
  ['', '', true],
  ['abcdefgh', 'abcdefgh', true],
  ['abcdefgh', 'abcdefgX', false],
  ['abcdefgh', 'abcdefg', false],
  ['abcdefg', 'abcdefgh', false],
  ['', 'a', false],
])('tells %o and %o, however they are cut', async (one, other, same) => {
  for (const a of SIZES)
    for (const b of SIZES) expect(await sameBytes(pieces(one, a), pieces(other, b))).toBe(same);
});
