import { type Instance, render } from 'ink';
import type { ReactNode } from 'react';

/** The terminal that is drawn on. Default: the process's. */
export interface Screen {
  readonly stdin?: NodeJS.ReadStream;
  readonly stdout?: NodeJS.WriteStream;
}

/** A screen of its own, so that what stood in the terminal is there again afterwards. */
const ENTER = '\u001b[?1049h\u001b[2J\u001b[H';
const LEAVE = '\u001b[?25h\u001b[?1049l';
const CLEAR = '\u001b[2J\u001b[H';
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What the screen is there for: it stays until that has ended, and signals are for it to take. */
export interface Work {
  readonly until: Promise<unknown>;
  onSignal(): void;
}

/**
 * Draws until the app ends; gives what it ended with, `undefined` where a signal or the end of the input ended it. However
 * it ends, errors included, the terminal is as before. `onSignal` may take signals for itself.
 */
export async function onScreen(
  node: ReactNode,
  { stdin = process.stdin, stdout = process.stdout }: Screen,
  work?: Work,
): Promise<unknown> {
  let away = false;
  const leave = (): void => {
    if (away) return;
    away = true;
    if (stdin.isTTY) stdin.setRawMode(false);
    if (!stdout.destroyed) stdout.write(LEAVE);
  };
  let app: Instance | null = null;
  const end = (): void => app?.unmount();
  const signalled = (): void => (work === undefined ? end() : work.onSignal());
  const inputEnded = (): void => (work === undefined ? end() : undefined);
  // Ink goes up from where it believes the cursor to be: after a resize that is the first row.
  const clear = (): void => void stdout.write(CLEAR);
  for (const signal of SIGNALS) process.on(signal, signalled);
  // The report of an error must not be written to a screen that is about to vanish.
  process.prependListener('uncaughtException', leave);
  process.prependListener('unhandledRejection', leave);
  process.on('exit', leave);
  stdin.on('end', inputEnded);
  stdout.prependListener('resize', clear);
  stdout.write(ENTER);
  try {
    app = render(node, { stdin, stdout, exitOnCtrlC: false, patchConsole: false, maxFps: 60 });
    work?.until.then(end, end);
    return await app.waitUntilExit();
  } finally {
    leave();
    stdout.off('resize', clear);
    stdin.off('end', inputEnded);
    process.off('exit', leave);
    process.off('uncaughtException', leave);
    process.off('unhandledRejection', leave);
    for (const signal of SIGNALS) process.off(signal, signalled);
  }
}
