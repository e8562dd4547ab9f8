import type { ApplyEvent, Phase } from '../apply/options.js';
import type { Wait } from '../apply/waits.js';
import type { Plan } from '../model/plan.js';

/** How far an apply is. Times in milliseconds of one clock. */
export interface Progress {
  readonly plan: Plan;
  readonly started: number;
  readonly phase: Phase | null;
  /** What each finished step took, in the plan's order. */
  readonly elapsed: readonly number[];
  /** When the step that runs began; `null` between steps. */
  readonly running: number | null;
  readonly backup: {
    readonly tables: number;
    readonly rows: number;
    readonly bytes: number;
    readonly last: string;
  };
  readonly wait: Wait | null;
  /** Retries and what others changed, newest last. */
  readonly notes: readonly string[];
  /** The reader asked for an end. */
  readonly stopping: boolean;
}

const NO_BACKUP: Progress['backup'] = { tables: 0, rows: 0, bytes: 0, last: '' };

export function firstProgress(plan: Plan, now: number): Progress {
  return {
    plan,
    started: now,
    phase: null,
    elapsed: [],
    running: null,
    backup: NO_BACKUP,
    wait: null,
    notes: [],
    stopping: false,
  };
}

export function told(progress: Progress, event: ApplyEvent, now: number): Progress {
  switch (event.type) {
    case 'phase':
      return { ...progress, phase: event.phase, running: null, wait: null };
    case 'step-started':
      return { ...progress, running: now };
    case 'step-finished':
      return { ...progress, elapsed: [...progress.elapsed, event.elapsed], running: null, wait: null };
    case 'backed-up': {
      const { tables, rows, bytes } = progress.backup;
      const backup = {
        tables: tables + 1,
        rows: rows + event.rows,
        bytes: bytes + event.bytes,
        last: event.name,
      };
      return { ...progress, backup };
    }
    case 'backing-up':
      return { ...progress, backup: { ...progress.backup, last: event.name } };
    case 'waiting':
      return { ...progress, wait: event.wait };
    case 'retry': {
      // The whole transaction begins again; what came before it stays done.
      const done = progress.plan.steps.filter(({ segment }) => segment === 'before').length;
      const elapsed = progress.elapsed.slice(0, done);
      const notes = [...progress.notes, `attempt ${event.attempt}: ${event.reason}`];
      return { ...progress, notes, phase: null, elapsed, running: null, backup: NO_BACKUP, wait: null };
    }
    case 'note':
      return { ...progress, notes: [...progress.notes, event.message] };
  }
}
