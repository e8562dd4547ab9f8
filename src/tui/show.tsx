import { render } from 'ink';
import { createElement } from 'react';
import type { Plan } from '../model/plan.js';
import { List } from './list.js';
import { viewOf } from './rows.js';

export interface Screen {
  readonly stdin?: NodeJS.ReadStream;
  readonly stdout?: NodeJS.WriteStream;
}

/** Its own screen, so that what stood in the terminal is there again afterwards. */
const ENTER = '\u001b[?1049h\u001b[H';
const LEAVE = '\u001b[?1049l';

/** Shows the plan until the reader leaves (q, Escape, Ctrl-C). The terminal is as before, also after an error. */
export async function showPlan(
  plan: Plan,
  { color }: { color: boolean },
  screen: Screen = {},
): Promise<void> {
  const stdout = screen.stdout ?? process.stdout;
  stdout.write(ENTER);
  try {
    const app = render(createElement(List, { view: viewOf(plan), color }), {
      stdout,
      stdin: screen.stdin ?? process.stdin,
      exitOnCtrlC: true,
      patchConsole: false,
    });
    await app.waitUntilExit();
  } finally {
    stdout.write(LEAVE);
  }
}
