/** PGlite's runtime sets process.exitCode when the engine starts, stops or raises an error; that is none of its business here. */
export async function guarded<Result>(task: () => Promise<Result>): Promise<Result> {
  const before = process.exitCode;
  try {
    return await task();
  } finally {
    process.exitCode = before;
  }
}

/**
 * Runs the engine for one message. Timers that it sets are not started: a statement runs to its end inside this call, so
 * none could fire in time, and one left over would keep the process alive.
 */
export function runEngine<Result>(task: () => Result): Result {
  const before = process.exitCode;
  const { setTimeout: schedule } = globalThis;
  const never = (() => {
    const timer = schedule(() => undefined, 0);
    clearTimeout(timer);
    return timer;
  })();
  globalThis.setTimeout = Object.assign(() => never, { __promisify__: schedule.__promisify__ });
  try {
    return task();
  } finally {
    globalThis.setTimeout = schedule;
    process.exitCode = before;
  }
}
