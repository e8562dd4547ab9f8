import { setTimeout as sleep } from 'node:timers/promises';
import { readCatalog } from '../catalog/index.js';
import type { Session } from '../database/session.js';
import { recordOnline, stateOf } from '../history/index.js';
import type { Catalog } from '../model/catalog.js';
import { userError } from '../model/errors.js';
import { quoteIdent } from '../model/id.js';
import type { OnlineStep, PlanResult } from '../plan/result.js';
import type { ApplyOptions } from './options.js';
import { outside, settle } from './outside.js';
import { compareObject } from './readback.js';
import { isLockConflict, messageOf } from './server-error.js';
import { fingerprint, takeSnapshot } from './snapshot.js';

/** All waiting between tries of one step together, in milliseconds. */
const PATIENCE = 10_000;
const FIRST_WAIT = 250;

/** One session at a time does online steps in a database. One above the transaction's. */
const ONLINE_KEY = '732662254';

/**
 * Keeps others from doing online steps until the session ends or `release` is called. It is not waited for: a session that
 * waits would keep CREATE INDEX CONCURRENTLY waiting in turn.
 * @throws UserError that names who is at it.
 */
export async function claimOnline(session: Session): Promise<() => Promise<void>> {
  const [row] = await session.query<{ claimed: boolean }>(
    `select pg_try_advisory_lock(${ONLINE_KEY}) as claimed`,
  );
  if (row?.claimed !== true) {
    const [holder] = await session.query<{ pid: number }>(
      `select pid from pg_catalog.pg_locks where locktype = 'advisory' and granted and classid = 0 and objid = ${ONLINE_KEY} and objsubid = 1
         and database = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())`,
    );
    const who = holder === undefined ? '' : ` (process ${holder.pid})`;
    throw userError('busy', `Another apply is at its online steps${who}. Nothing was changed.`, {
      hint: `wait for it${holder === undefined ? '' : `, or end it: select pg_terminate_backend(${holder.pid})`}`,
    });
  }
  return async () => {
    if (!session.broken) await session.run(`select pg_advisory_unlock(${ONLINE_KEY})`).catch(() => undefined);
  };
}

/**
 * Runs what follows COMMIT, step by step, each proven by reading back and recorded. What fails leaves the rest undone:
 * planning anew finds what is left.
 * @throws UserError that says that the change is committed and how many steps are left.
 */
export async function runOnline(
  session: Session,
  result: PlanResult,
  options: ApplyOptions,
  id: string,
): Promise<void> {
  const steps = result.online ?? [];
  const total = result.steps.length + steps.length;
  const cancel = (): void => {
    session.cancel().catch(() => undefined);
  };
  options.signal?.addEventListener('abort', cancel);
  try {
    for (const [at, one] of steps.entries()) {
      const index = result.steps.length + at;
      try {
        options.signal?.throwIfAborted();
        options.onEvent?.({ type: 'step-started', index, total, step: one.step });
        const started = performance.now();
        await retried(session, one, result, options);
        await checked(session, one, result, id, { steps: steps.length, left: steps.length - at - 1 });
        const elapsed = Math.round(performance.now() - started);
        options.onEvent?.({ type: 'step-finished', index, total, step: one.step, elapsed });
      } catch (error) {
        throw failure(error, one, { id, index, total, left: steps.length - at }, options);
      }
    }
  } finally {
    options.signal?.removeEventListener('abort', cancel);
  }
}

/** Again where a lock cannot be had, at most `lock_retries` times; what a failed try left is taken away. */
async function retried(
  session: Session,
  one: OnlineStep,
  result: PlanResult,
  options: ApplyOptions,
): Promise<void> {
  let waited = 0;
  for (let tries = 0; ; tries++) {
    try {
      await outside(session, one, result, options);
      return;
    } catch (error) {
      await settle(session, one, result, options);
      const wait = Math.min(FIRST_WAIT * 2 ** tries, PATIENCE - waited);
      if (
        !isLockConflict(error) ||
        options.signal?.aborted ||
        tries >= options.guard.lockRetries ||
        wait <= 0
      )
        throw error;
      options.onEvent?.({ type: 'retry', attempt: tries + 1, reason: messageOf(error) });
      await sleep(wait);
      waited += wait;
    }
  }
}

/** @throws Error that says what is not as planned. */
async function checked(
  session: Session,
  one: OnlineStep,
  result: PlanResult,
  id: string,
  online: { steps: number; left: number },
): Promise<void> {
  const catalog: Catalog = await readCatalog(session);
  for (const [key, expected] of one.leaves) {
    const [first] = await compareObject(expected, catalog.objects.get(key), result.same);
    if (first !== undefined)
      throw new Error(
        `${key} is not as planned afterwards: ${first.attribute} is ${first.actual}, not ${first.expected}`,
      );
  }
  await recordOnline(session, id, online, stateOf(catalog), fingerprint(await takeSnapshot(session)));
}

interface Place {
  readonly id: string;
  readonly index: number;
  readonly total: number;
  readonly left: number;
}

function failure(error: unknown, { step }: OnlineStep, place: Place, options: ApplyOptions): Error {
  const { id, index, total, left } = place;
  const which = `Step ${index + 1} of ${total} (${step.action} ${step.object.kind} ${[step.object.schema, step.object.name].flatMap((part) => (part === null ? [] : quoteIdent(part))).join('.')})`;
  const why = options.signal?.aborted
    ? 'Interrupted'
    : `${which} failed: ${messageOf(error)}\n  ${step.sql.join(';\n  ')}`;
  return userError(
    'online',
    `${why}\nThe change IS committed (${id}); ${left} online ${left === 1 ? 'step is' : 'steps are'} left.`,
    { hint: `run apply again: it goes on where this one stopped` },
  );
}
