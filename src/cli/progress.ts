import type { ApplyEvent, Phase } from '../apply/options.js';
import { oneLine } from '../render/clean.js';
import { counted, stepTitle } from '../render/label.js';
import { bytesText, timeText, waitText } from '../render/quantity.js';
import type { Output } from './io.js';

/** What a phase is announced with; phases that tell of themselves, or take no time, are silent. */
const PHASES: Partial<Record<Phase, string>> = {
  preflight: 'preflight: may every step do what it does?',
  locks: 'locking',
  proof: 'proof: has nothing changed beyond the plan?',
  verify: 'verifying',
  commit: 'commit',
  http: 'committed',
  online: 'online steps: the change is committed, others go on reading and writing',
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
      case 'backing-up':
        line(`backup ${event.name}: ${counted(event.rows, 'row')} so far, ${bytesText(event.bytes)} as text`);
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
