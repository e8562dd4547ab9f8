import type { ApplyEvent, Phase } from '../apply/options.js';
import type { Wait } from '../apply/waits.js';
import { oneLine } from '../render/clean.js';
import { counted, stepTitle } from '../render/label.js';

import type { Output } from './io.js';

/** What a phase is announced with; phases that tell of themselves, or take no time, are silent. */
const PHASES: Partial<Record<Phase, string>> = {
  preflight: 'preflight: may every step do what it does?',
  locks: 'locking',
  proof: 'proof: has nothing changed beyond the plan?',
  verify: 'verifying',
  commit: 'commit',
  http: 'committed',
};

export interface Progress {
  onEvent(event: ApplyEvent): void;
  /** Ends a line that waits for a step's time: the step did not come to its end. */
  end(): void;
}

/** Writes what an apply does, a line for each thing. A step's line ends with its time, once it is known. */
export function progressTo(err: Output): Progress {
  let open = false;
  const line = (text: string): void => {
    err.write(`${open ? '\n' : ''}${oneLine(text)}\n`);
    open = false;
  };
  const onEvent = (event: ApplyEvent): void => {
    switch (event.type) {
      case 'phase': {
        const text = PHASES[event.phase];
        if (text !== undefined) line(text);
        return;
      }
      case 'backed-up':
        line(`backup ${event.name}: ${counted(event.rows, 'row')}, ${bytesText(event.bytes)}`);
        return;
      case 'step-started': {
        const role = event.step.role === null ? '' : ` (as ${oneLine(event.step.role)})`;
        err.write(`${open ? '\n' : ''}[${event.index + 1}/${event.total}] ${stepTitle(event.step)}${role} …`);
        open = true;
        return;
      }
      case 'step-finished':
        err.write(open ? ` ${timeText(event.elapsed)}\n` : '');
        open = false;
        return;
      case 'waiting':
        if (event.wait !== null) line(waitText(event.wait));
        return;
      case 'retry':
        line(`attempt ${event.attempt}: ${event.reason}`);
        return;
      case 'note':
        line(`note: ${event.message}`);
        return;
    }
  };
  const end = (): void => {
    if (open) err.write('\n');
    open = false;
  };
  return { onEvent, end };
}

/** `waiting for AccessExclusiveLock on public.clients: process 4711 (app, psql), idle in transaction for 12 s`. */
export function waitText({ lock, blockers }: Wait): string {
  return oneLine(`waiting for ${lock}${blockers.length === 0 ? '' : `: ${blockers.join('; ')}`}`);
}

/** `12 ms`, `1.2 s`, `3 min 5 s`. */
export function timeText(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `512 bytes`, `1.5 kB`, `3.2 MB`; thousands, not 1024s. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return counted(bytes, 'byte');
  const units = ['kB', 'MB', 'GB', 'TB'];
  let size = bytes / 1000;
  let unit = 0;
  while (size >= 999.95 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${size.toFixed(1)} ${units[unit]}`;
}
