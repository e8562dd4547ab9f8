import { createElement } from 'react';
import type { ApplyEvent } from '../apply/options.js';
import type { Plan } from '../model/plan.js';
import { firstProgress, type Progress, told } from './progress.js';
import { ProgressScreen, type Source } from './progress-screen.js';
import { onScreen, type Screen } from './screen.js';

/** What an apply is given by whoever watches it. */
export interface Watched {
  readonly signal: AbortSignal;
  onEvent(event: ApplyEvent): void;
}

/**
 * Runs an apply and shows how far it is. Ctrl-C and requests to end ask for the roll-back and wait for it; the screen goes
 * when the apply has ended, and what it gave or threw is given or thrown.
 */
export async function watchApply<T>(
  { plan, color }: { readonly plan: Plan; readonly color: boolean },
  run: (watched: Watched) => Promise<T>,
  screen: Screen = {},
): Promise<T> {
  const controller = new AbortController();
  let progress: Progress = firstProgress(plan, performance.now());
  const listeners = new Set<() => void>();
  const change = (next: Progress): void => {
    progress = next;
    for (const listener of listeners) listener();
  };
  const stop = (): void => {
    if (controller.signal.aborted || progress.phase === 'http') return;
    change({ ...progress, stopping: true });
    controller.abort();
  };
  const source: Source = {
    now: () => progress,
    listen: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
  const running = run({
    signal: controller.signal,
    onEvent: (event) => change(told(progress, event, performance.now())),
  });
  const node = createElement(ProgressScreen, { source, color, onStop: stop });
  // Whether the screen could be drawn says nothing about the apply: its own end is what counts.
  const drawn = onScreen(node, screen, { onSignal: stop, until: running });
  const [outcome] = await Promise.allSettled([running, drawn]);
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}
