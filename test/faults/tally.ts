import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach } from 'vitest';

/** What was tried, by what it was; the reporter sums up all files. */
export interface Tried {
  tried: number;
  survived: number;
  /** Among those tried: met an open transaction. */
  open: number;
}

declare module 'vitest' {
  interface TaskMeta {
    faults?: Record<string, Tried>;
  }
}

/** Milliseconds after which an apply that neither ends nor fails counts as not survived. */
const PATIENCE = 120_000;
/** Where so many were not survived, no more are tried in that test. */
const ENOUGH = 5;

let tally: Record<string, Tried> = {};
let failures: unknown[] = [];

/**
 * Counts one fault and whether it was survived. A test goes on after one that was not, and fails at its end.
 * @param fault makes it and judges; gives whether it met an open transaction, or `null` where nothing could be tried.
 */
export async function survives(what: string, fault: () => Promise<boolean | null>): Promise<void> {
  tally[what] ??= { tried: 0, survived: 0, open: 0 };
  const counted = tally[what];
  const ended = new AbortController();
  const late = sleep(PATIENCE, undefined, { signal: ended.signal }).then(() => {
    throw new Error(`${what}: no end after ${PATIENCE / 1000} s`);
  });
  late.catch(() => undefined);
  try {
    const open = await Promise.race([fault(), late]);
    if (open === null) return;
    counted.survived++;
    if (open) counted.open++;
  } catch (error) {
    failures.push(error);
    if (failures.length >= ENOUGH) throw error;
  } finally {
    ended.abort();
  }
  counted.tried++;
}

/** Call it once in each describe, before its other hooks: tells the reporter, and fails a test in which not all was survived. */
export function countFaults(): void {
  afterEach(({ task }) => {
    const [done, lost] = [tally, failures];
    tally = {};
    failures = [];
    task.meta.faults = done;
    if (lost.length > 0)
      throw new AggregateError(
        lost,
        lost.map((error) => (error instanceof Error ? error.message : String(error))).join('\n\n'),
      );
  });
}
