import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '../database/session.js';
import { UserError, userError } from '../model/errors.js';
import type { PlanResult } from '../plan/result.js';
import { CommitError } from './commit.js';
import { lockHolders } from './locks.js';
import type { ApplyOptions } from './options.js';
import { isLockConflict, isTermination, messageOf, serverError } from './server-error.js';

/** All waiting between tries together, in milliseconds. */
const PATIENCE = 10_000;
const FIRST_WAIT = 250;

/**
 * Runs a whole transaction, again where a lock cannot be had, and rolls back whatever fails.
 * @throws UserError whose message says what became of the database.
 */
export async function retrying<T>(
  session: Session,
  result: PlanResult,
  options: ApplyOptions,
  attempt: () => Promise<T>,
): Promise<T> {
  const stop = cancelOnAbort(session, options.signal);
  let waited = 0;
  try {
    for (let tries = 0; ; tries++) {
      try {
        return await attempt();
      } catch (error) {
        await rollback(session);
        if (options.signal?.aborted && !(error instanceof CommitError)) throw interrupted();
        if (!isLockConflict(error)) throw inWords(session, error);
        const wait = Math.min(FIRST_WAIT * 2 ** tries, PATIENCE - waited);
        const holders = await lockHolders(session, result);
        if (tries >= options.guard.lockRetries || wait <= 0) throw lockError(error, tries, holders);
        options.onEvent?.({
          type: 'retry',
          attempt: tries + 1,
          reason: [messageOf(error), ...holders].join('; '),
        });
        await sleep(wait, undefined, { ...(options.signal ? { signal: options.signal } : {}) }).catch(() => {
          throw interrupted();
        });
        waited += wait;
      }
    }
  } finally {
    stop();
  }
}

/** Cancels the running statement when the signal comes. Gives back how to stop listening. */
function cancelOnAbort(session: Session, signal: AbortSignal | undefined): () => void {
  if (signal === undefined) return () => undefined;
  const cancel = (): void => {
    session.cancel().catch(() => undefined);
  };
  signal.addEventListener('abort', cancel);
  return () => signal.removeEventListener('abort', cancel);
}

async function rollback(session: Session): Promise<void> {
  if (session.broken) return;
  // The server rolls back by itself where the connection is gone.
  await session.run('rollback').catch(() => undefined);
}

function interrupted(): UserError {
  return userError('interrupted', 'Interrupted. Everything was rolled back: nothing was changed.');
}

function inWords(session: Session, error: unknown): unknown {
  if (error instanceof UserError) return error;
  if (session.broken || isTermination(error)) {
    return userError(
      'connection-lost',
      `The connection was lost before COMMIT (${messageOf(error)}). The server rolls back what it had begun: nothing was changed.`,
      { hint: 'Apply again.' },
    );
  }
  if (serverError(error) === null) return error;
  return userError(
    'server',
    `The server refused: ${messageOf(error)}. Everything was rolled back: nothing was changed.`,
  );
}

function lockError(error: unknown, tries: number, holders: readonly string[]): UserError {
  const again = tries === 0 ? '' : ` after ${tries + 1} tries`;
  return userError('locked', `A lock could not be had${again}: ${messageOf(error)}. Nothing was changed.`, {
    hint:
      holders.length > 0
        ? `In the way: ${holders.join('; ')}.`
        : 'Whoever held it is gone by now: apply again.',
  });
}
