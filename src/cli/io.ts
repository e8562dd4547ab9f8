/** One output of the process. Once the reader has gone (EPIPE), what is written is dropped: an apply goes on. */
export interface Output {
  write(text: string): void;
  readonly terminal: boolean;
  /** Width to wrap at: the terminal's, within reason; 80 elsewhere. */
  readonly columns: number;
}

/** All that a command may use of the process. */
export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: Output;
  readonly err: Output;
  /** Whether somebody can be asked: a terminal for the answer, and one for the question. */
  readonly interactive: boolean;
  /** The answer without its line end; `null` when the question was left with Ctrl-C or Ctrl-D. */
  ask(question: string): Promise<string | null>;
  /** Calls on Ctrl-C and on requests to end; gives the function that stops listening. */
  onInterrupt(handler: () => void): () => void;
  /** Waits until all is written; gives why it could not be, `null` otherwise (a reader that has gone is no failure). */
  flush(): Promise<string | null>;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export function processIo(): Io {
  const failures: string[] = [];
  const stderr = output(process.stderr, failures);
  return {
    cwd: process.cwd(),
    env: process.env,
    out: output(process.stdout, failures),
    err: process.env.GITHUB_ACTIONS === 'true' ? guarded(stderr) : stderr,
    interactive: process.stdin.isTTY === true && process.stderr.isTTY === true,
    ask,
    onInterrupt(handler) {
      for (const signal of SIGNALS) process.on(signal, handler);
      return () => {
        for (const signal of SIGNALS) process.off(signal, handler);
      };
    },
    async flush() {
      const streams = [process.stdout, process.stderr];
      await Promise.all(streams.map((stream) => new Promise((done) => stream.write('', done))));
      // Errors are told to listeners after the write.
      await new Promise((done) => setImmediate(done));
      return failures[0] ?? null;
    },
  };
}

function output(stream: NodeJS.WriteStream, failures: string[]): Output {
  let gone = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') failures.push(error.message);
    gone = true;
  });
  return {
    write(text) {
      if (!gone) stream.write(text);
    },
    terminal: stream.isTTY === true,
    get columns() {
      return stream.isTTY === true ? Math.min(Math.max(stream.columns ?? 80, 40), 100) : 80;
    },
  };
}

/** GitHub obeys lines of a log that look like commands: only remarks at a line may pass, whatever a manifest holds. */
export function withoutCommands(text: string): string {
  return text.replace(/^(\s*)(::(?!(error|warning|notice)( |::))|##\[)/gm, '$1\\$2');
}

function guarded(stream: Output): Output {
  return {
    write: (text) => stream.write(withoutCommands(text)),
    terminal: stream.terminal,
    columns: stream.columns,
  };
}

async function ask(question: string): Promise<string | null> {
  const { createInterface } = await import('node:readline');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((resolve) => {
    lines.on('SIGINT', () => lines.close());
    lines.on('close', () => resolve(null));
    lines.question(question, (answer) => {
      resolve(answer);
      lines.close();
    });
  });
}
