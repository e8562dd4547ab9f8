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
  flush(): Promise<void>;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export function processIo(): Io {
  return {
    cwd: process.cwd(),
    env: process.env,
    out: output(process.stdout),
    err: output(process.stderr),
    interactive: process.stdin.isTTY === true && process.stderr.isTTY === true,
    ask,
    onInterrupt(handler) {
      for (const signal of SIGNALS) process.on(signal, handler);
      return () => {
        for (const signal of SIGNALS) process.off(signal, handler);
      };
    },
    async flush() {
      await Promise.all(
        [process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write('', done))),
      );
    },
  };
}

function output(stream: NodeJS.WriteStream): Output {
  let gone = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
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
