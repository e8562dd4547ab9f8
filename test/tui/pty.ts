import { tmpdir } from 'node:os';
import pty from '@lydell/node-pty';
import { Emulator } from './terminal.js';

/** A command in a terminal of the operating system's: what it writes is on the screen, what is pressed is its input. */
export class Pty extends Emulator {
  readonly #process: pty.IPty;
  readonly #ended: Promise<number>;

  constructor(command: readonly string[], dir: string, env: Readonly<Record<string, string>> = {}) {
    super(80, 24);
    const { PATH = '', HOME = '', TMPDIR = tmpdir() } = process.env;
    const [file = '', ...args] = command;
    this.#process = pty.spawn(file, args, {
      cols: 80,
      rows: 24,
      cwd: dir,
      env: { PATH, HOME, TMPDIR, TERM: 'xterm-256color', ...env },
    });
    this.#process.onData((text) => this.write(text));
    this.#ended = new Promise((done) => {
      this.#process.onExit(({ exitCode }) => done(exitCode));
    });
  }

  press(...keys: readonly string[]): void {
    for (const key of keys) this.#process.write(key);
  }

  override resize(columns: number, rows: number): void {
    super.resize(columns, rows);
    this.#process.resize(columns, rows);
  }

  /** The exit code, once the command has ended. */
  ended(): Promise<number> {
    return this.#ended;
  }

  /** Ends a command that a test left behind. */
  kill(): void {
    try {
      this.#process.kill('SIGKILL');
    } catch {
      // It has ended.
    }
  }
}
