/** Turns the parser's positions into UTF-16 offsets of the same text. */
export interface Offsets {
  /** From a 0-based UTF-8 byte offset. */
  fromByte(byte: number): number;
  /** From a 0-based count of characters (code points). */
  fromCharacter(character: number): number;
}

const PLAIN: Offsets = { fromByte: (byte) => byte, fromCharacter: (character) => character };

export function offsetsOf(text: string): Offsets {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is meant, control characters included
  if (/^[\x00-\x7f]*$/.test(text)) return PLAIN;
  const bytes: number[] = [];
  const characters: number[] = [];
  for (let offset = 0; offset < text.length; ) {
    const point = text.codePointAt(offset) ?? 0;
    const width = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    for (let byte = 0; byte < width; byte++) bytes.push(offset);
    characters.push(offset);
    offset += point < 0x10000 ? 1 : 2;
  }
  return {
    fromByte: (byte) => bytes[byte] ?? text.length,
    fromCharacter: (character) => characters[character] ?? text.length,
  };
}
