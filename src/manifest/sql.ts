import type { Source } from './source.js';
import type { ScalarValue } from './yaml/tree.js';

interface Piece {
  readonly start: number;
  readonly length: number;
  /** The file offset of an offset within the piece. */
  offset(within: number): number;
}

/** SQL put together from the user's text and ours, which knows where in the file each character comes from. */
export class Sql {
  #text = '';
  /** Just behind the user's last text; found only when it is asked for. */
  #end: (() => number) | null = null;
  #own = true;
  readonly #pieces: Piece[] = [];

  constructor(
    readonly source: Source,
    /** File offset of the whole: for our own text before any of the user's. */
    readonly origin: number,
  ) {}

  /** Whether all of it is ours: nothing in it can be the user's mistake. */
  get own(): boolean {
    return this.#own;
  }

  get text(): string {
    return this.#text;
  }

  /** Our own text. Errors in it point to `at`, or just behind the user's text before it. */
  ours(text: string, at?: number): this {
    const end = this.#end;
    return this.#push(text, () => at ?? end?.() ?? this.origin);
  }

  /** The user's text, or a slice of it, without space at its end. A closing line comment is ended. */
  user(value: ScalarValue, from = 0, to = value.text.length): this {
    const text = value.text.slice(from, to).trimEnd();
    this.#push(text, (within) => value.offset(from + within));
    this.#end = () => value.offset(from + text.length);
    this.#own = false;
    return this.#ended(text);
  }

  /** The user's text as it is, down to the last space: what stands in quotes. */
  verbatim(value: ScalarValue): this {
    this.#push(value.text, (within) => value.offset(within));
    this.#end = () => value.offset(value.text.length);
    this.#own = false;
    return this;
  }

  #ended(text: string): this {
    const lastLine = text.slice(text.lastIndexOf('\n') + 1);
    return lastLine.includes('--') ? this.ours('\n') : this;
  }

  append(other: Sql): this {
    const base = this.#text.length;
    for (const piece of other.#pieces) this.#pieces.push({ ...piece, start: base + piece.start });
    this.#text += other.#text;
    this.#end = other.#end ?? this.#end;
    this.#own &&= other.#own;
    return this;
  }

  /** The file offset that a 0-based offset of the SQL comes from. */
  offset(at: number): number {
    let low = 0;
    let high = this.#pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pieces[middle]?.start ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    const piece = this.#pieces[low];
    if (piece === undefined) return this.origin;
    return piece.offset(Math.max(0, Math.min(at - piece.start, piece.length)));
  }

  #push(text: string, offset: Piece['offset']): this {
    if (text.length > 0) this.#pieces.push({ start: this.#text.length, length: text.length, offset });
    this.#text += text;
    return this;
  }
}

/** A dollar-quote tag that does not end inside the text, nor together with its last characters. */
export function dollarTag(text: string, stem = 'body'): string {
  for (let number = 0; ; number += 1) {
    const tag = `$${stem}${number === 0 ? '' : number}$`;
    if (`${text}${tag}`.indexOf(tag) === text.length) return tag;
  }
}
