/** Runs tasks one after the other, in the order they were handed in; a failed task does not stop the next. */
export interface Serial {
  <Result>(task: () => Promise<Result>): Promise<Result>;
  /** Takes a turn that lasts until `release`. */
  hold(): { ready: Promise<void>; release(): void };
}

export function serializer(): Serial {
  let last: Promise<unknown> = Promise.resolve();

  function hold(): { ready: Promise<void>; release(): void } {
    const before = last;
    let release = (): void => {};
    last = new Promise<void>((resolve) => {
      release = resolve;
    });
    return { ready: before.then(() => undefined), release: () => release() };
  }

  async function serial<Result>(task: () => Promise<Result>): Promise<Result> {
    const turn = hold();
    await turn.ready;
    try {
      return await task();
    } finally {
      turn.release();
    }
  }

  return Object.assign(serial, { hold });
}
