import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import headless from '@xterm/headless';
import type { Screen } from '../../src/tui/screen.js';

/** Milliseconds after which what is waited for will not come. */
const PATIENCE = 20_000;

/** A screen that understands what a terminal understands, and tells when it has changed. */
export class Emulator {
  readonly #terminal: headless.Terminal;
  readonly #changed = new EventEmitter();
  /** Everything that was ever written. */
  written = '';

  constructor(columns: number, rows: number) {
    this.#terminal = new headless.Terminal({
      cols: columns,
      rows,
      allowProposedApi: true,
      convertEol: true,
      scrollback: 500,
    });
    this.#changed.setMaxListeners(100);
  }

  write(text: string): void {
    this.written += text;
    this.#terminal.write(text, () => this.#changed.emit('changed'));
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
  }

  /** Whether the screen of its own is shown, not the one with the shell's lines. */
  get alternate(): boolean {
    return this.#terminal.buffer.active.type === 'alternate';
  }

  /** The rows that are seen, without spaces at their ends. */
  rows(): string[] {
    const { active } = this.#terminal.buffer;
    return Array.from({ length: this.#terminal.rows }, (_, index) =>
      (active.getLine(active.baseY + index)?.translateToString(true) ?? '').trimEnd(),
    );
  }

  text(): string {
    return this.rows().join('\n');
  }

  /** Resolves with the rows once they are as expected; rejects with the last ones when that takes too long. */
  async until(what: string | RegExp | ((rows: string[]) => boolean), patience = PATIENCE): Promise<string[]> {
    const there = (): boolean => {
      if (typeof what === 'function') return what(this.rows());
      return typeof what === 'string' ? this.text().includes(what) : what.test(this.text());
    };
    if (there()) return this.rows();
    await new Promise<void>((done, fail) => {
      const end = (settle: () => void): void => {
        clearTimeout(timer);
        this.#changed.off('changed', look);
        settle();
      };
      const look = (): void => {
        if (there()) end(done);
      };
      const timer = setTimeout(
        () => end(() => fail(new Error(`${String(what)} did not come; the screen is\n${this.text()}`))),
        patience,
      );
      this.#changed.on('changed', look);
    });
    return this.rows();
  }
}

/** A terminal in memory that Ink draws on: keys go in, frames come out. */
export class Terminal extends Emulator {
  readonly #stdout;
  readonly #stdin;
  raw = false;

  constructor(columns = 80, rows = 24) {
    super(columns, rows);
    this.#stdout = Object.assign(new EventEmitter(), {
      columns,
      rows,
      isTTY: true,
      write: (text: string, done?: () => void): boolean => {
        this.write(text);
        if (done !== undefined) setImmediate(done);
        return true;
      },
    });
    const stdin = Object.assign(new PassThrough(), {
      isTTY: true,
      setRawMode: (raw: boolean) => {
        this.raw = raw;
        return stdin;
      },
      ref: () => stdin,
      unref: () => stdin,
    });
    this.#stdin = stdin;
  }

  /** As the process's own streams: what Ink needs of them is there. */
  get screen(): Screen {
    return { stdin: this.#stdin, stdout: this.#stdout } as unknown as Screen;
  }

  press(...keys: readonly string[]): void {
    for (const key of keys) this.#stdin.write(key);
  }

  hangUp(): void {
    this.#stdin.end();
  }

  override resize(columns: number, rows: number): void {
    super.resize(columns, rows);
    Object.assign(this.#stdout, { columns, rows });
    this.#stdout.emit('resize');
  }
}

export const KEYS = {
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  pageUp: '\u001b[5~',
  pageDown: '\u001b[6~',
  home: '\u001b[H',
  end: '\u001b[F',
  enter: '\r',
  escape: '\u001b',
  tab: '\t',
  interrupt: '\u0003',
} as const;
