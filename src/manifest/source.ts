import type { Problem } from '../model/errors.js';
import type { Position } from '../model/position.js';

/** One text file of the project. A byte order mark is taken off; line ends stay as they are. */
export class Source {
  readonly text: string;
  readonly #starts: number[] = [0];

  constructor(
    /** Relative to the project's directory, with forward slashes. */
    readonly file: string,
    text: string,
  ) {
    this.text = text.startsWith('\uFEFF') ? text.slice(1) : text;
    for (let at = this.text.indexOf('\n'); at !== -1; at = this.text.indexOf('\n', at + 1)) {
      this.#starts.push(at + 1);
    }
  }

  /** The position of a 0-based UTF-16 offset; offsets beyond the ends are clamped. */
  position(offset: number): Position {
    const clamped = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= clamped) low = middle;
      else high = middle - 1;
    }
    return { file: this.file, line: low + 1, column: clamped - (this.#starts[low] ?? 0) + 1 };
  }

  /** The 0-based offset where a 1-based line starts. */
  lineStart(line: number): number {
    return this.#starts[line - 1] ?? this.text.length;
  }

  /** The text of a 1-based line without its line end; empty beyond the end. */
  line(line: number): string {
    const start = this.#starts[line - 1];
    if (start === undefined) return '';
    const end = this.#starts[line] ?? this.text.length + 1;
    return this.text.slice(start, end - 1).replace(/\r$/, '');
  }

  /** A problem at an offset, with its source line. */
  problem(code: string, message: string, offset: number, hint?: string): Problem {
    return this.problemAt(code, message, this.position(offset), hint);
  }

  problemAt(code: string, message: string, at: Position, hint?: string): Problem {
    return { code, message, at, source: masked(this.line(at.line)), ...(hint === undefined ? {} : { hint }) };
  }
}

/** A line with passwords in URLs covered, length for length. */
function masked(line: string): string {
  return line.replace(
    /(:\/\/[^:@/\s]*:)((?!\$\{)[^@\s]+)(?=@)/g,
    (_all, head: string, password: string) => head + '*'.repeat(password.length),
  );
}
