/** Whether two streams give the same bytes, however they are cut into pieces. Reads no further than to the first difference. */
export async function sameBytes(
  one: AsyncIterable<Uint8Array>,
  other: AsyncIterable<Uint8Array>,
): Promise<boolean> {
  const others = other[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const piece of one) {
      for (let at = 0; at < piece.length; ) {
        if (rest.length === 0) {
          const next = await others.next();
          if (next.done === true) return false;
          rest = asBuffer(next.value);
          continue;
        }
        const size = Math.min(piece.length - at, rest.length);
        if (rest.compare(piece, at, at + size, 0, size) !== 0) return false;
        at += size;
        rest = rest.subarray(size);
      }
    }
    while (rest.length === 0) {
      const next = await others.next();
      if (next.done === true) return true;
      rest = asBuffer(next.value);
    }
    return false;
  } finally {
    await others.return?.();
  }
}

const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);
