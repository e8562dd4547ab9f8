import type { Client } from 'pg';

/** One conversation at a time on a client, in the order they were asked for. */
export interface Turns {
  /** Runs a task in a turn of its own; a failed task does not stop the next. */
  run<Result>(task: () => Promise<Result>): Promise<Result>;
  /** Waits for a turn; resolves to the function that ends it. */
  take(): Promise<() => Promise<void>>;
}

/**
 * A turn lasts until the server is ready for the next query. node-postgres settles a failed query before that, and would
 * put the next one into a queue that it warns about.
 */
export function turnsOn(client: Client, isBroken: () => boolean): Turns {
  let last: Promise<unknown> = Promise.resolve();
  let busy = false;
  let wake = (): void => {};
  const settle = (): void => {
    busy = false;
    wake();
  };
  client.on('drain', settle);
  client.on('end', settle);
  client.on('error', settle);

  async function take(): Promise<() => Promise<void>> {
    const before = last;
    let release = (): void => {};
    last = new Promise<void>((resolve) => {
      release = resolve;
    });
    await before;
    busy = true;
    return async () => {
      if (busy && !isBroken()) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      release();
    };
  }

  async function run<Result>(task: () => Promise<Result>): Promise<Result> {
    const end = await take();
    try {
      return await task();
    } finally {
      await end();
    }
  }

  return { run, take };
}
