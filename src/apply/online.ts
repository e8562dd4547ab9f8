import { setTimeout as sleep } from 'node:timers/promises';
import { readCatalog } from '../catalog/index.js';
import type { Session } from '../database/session.js';
import { recordOnline, stateOf } from '../history/index.js';
import type { Catalog } from '../model/catalog.js';
import { userError } from '../model/errors.js';
import type { OnlineStep, PlanResult } from '../plan/result.js';
import { homes } from './explain.js';
import { type ApplyOptions, countSteps, stepKey } from './options.js';
import { outside, settle } from './outside.js';
import { compareObject } from './readback.js';
import { isLockConflict, messageOf } from './server-error.js';
import { compareSnapshots, fingerprint, type Snapshot, takeSnapshot } from './snapshot.js';
import { refuseIfStale, stale } from './stale.js';
import { addressText } from './wake.js';

/** All waiting between tries of one step together, in milliseconds. */
const PATIENCE = 10_000;
const FIRST_WAIT = 250;

export const committedAs = (id: string): string => `The change IS committed (${id})`;

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
 * Runs what comes before BEGIN, step by step, each proven by reading back. Gives the definitions as they are then: nothing
 * else may have changed.
 * @throws UserError that says which of them are committed.
 */
export async function runAhead(
  session: Session,
  result: PlanResult,
  options: ApplyOptions,
): Promise<Snapshot> {
  const steps = result.ahead ?? [];
  const before = await takeSnapshot(session);
  const inScope = options.inScope ?? ((schema: string | null) => schema !== null);
  await refuseIfStale(session, result, options.planned, before, inScope);
  await runEach(session, result, options, {
    steps,
    from: 0,
    done: () => Promise.resolve(),
    words: (ran) =>
      `${ran === 0 ? 'Nothing was changed' : `${ran} of ${steps.length} steps before the transaction ARE committed`}: it was not begun.`,
  });
  const after = await takeSnapshot(session);
  const ours = new Set(
    steps.flatMap(({ touches }) =>
      touches.flatMap((key) => {
        const address = result.live.objects.get(key)?.address;
        return address === undefined ? [] : [addressText(address)];
      }),
    ),
  );
  const theirs = compareSnapshots(before, after).filter((row) => !homes(row).some((home) => ours.has(home)));
  if (theirs.length > 0) throw stale(['something else changed while the steps before it ran']);
  return after;
}

/**
 * Runs what follows COMMIT, step by step, each proven by reading back and recorded. What fails leaves the rest undone:
 * planning anew finds what is left.
 * @throws UserError that says what is committed and how many steps are left.
 */
export async function runOnline(
  session: Session,
  result: PlanResult,
  options: ApplyOptions,
  id: string,
): Promise<void> {
  const steps = result.online ?? [];
  await runEach(session, result, options, {
    steps,
    from: (result.ahead ?? []).length + result.steps.length,
    done: async (catalog, left) => {
      const online = { steps: steps.length, left };
      await recordOnline(session, id, online, stateOf(catalog), fingerprint(await takeSnapshot(session)));
    },
    words: (ran, left) =>
      ran + (result.ahead ?? []).length + result.steps.length === 0
        ? `None of the online steps is done (${id}: ${left} left), and nothing else was to be changed.`
        : `${result.steps.length === 0 ? `What ran before IS committed (${id})` : committedAs(id)}; ${left} online ${left === 1 ? 'step is' : 'steps are'} left.`,
  });
}

interface Segment {
  readonly steps: readonly OnlineStep[];
  /** The number of the first among all steps, from 0. */
  readonly from: number;
  /** Called when a step is done and proven, with the catalog as it is then. */
  done(catalog: Catalog, left: number): Promise<void>;
  /** What became of the database when a step fails. `ran`: steps that did all that they do, the one that failed its proof too. */
  words(ran: number, left: number): string;
}

async function runEach(
  session: Session,
  result: PlanResult,
  options: ApplyOptions,
  { steps, from, done, words }: Segment,
): Promise<void> {
  const total = countSteps(result);
  const cancel = (): void => {
    session.cancel().catch(() => undefined);
  };
  options.signal?.addEventListener('abort', cancel);
  try {
    for (const [at, one] of steps.entries()) {
      const [index, { step }] = [from + at, one];
      let ran = at;
      try {
        options.signal?.throwIfAborted();
        options.onEvent?.({ type: 'step-started', index, total, step });
        const started = performance.now();
        await retried(session, one, result, options);
        ran++;
        await done(await proven(session, one, result), steps.length - at - 1);
        const elapsed = Math.round(performance.now() - started);
        options.onEvent?.({ type: 'step-finished', index, total, step, elapsed });
      } catch (error) {
        const which = `Step ${index + 1} of ${total} (${step.action} ${stepKey(step)})`;
        const why = options.signal?.aborted
          ? 'Interrupted.'
          : `${which} failed: ${messageOf(error)}\n  ${step.sql.join(';\n  ')}`;
        throw userError('online', `${why}\n${words(ran, steps.length - at)}`, {
          hint: 'run apply again: it goes on where this one stopped',
        });
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
      options.onEvent?.({ type: 'note', message: `attempt ${tries + 1}: ${messageOf(error)}` });
      await sleep(wait);
      waited += wait;
    }
  }
}

/** The catalog after a step. @throws Error that says what is not as planned. */
async function proven(session: Session, one: OnlineStep, result: PlanResult): Promise<Catalog> {
  const catalog = await readCatalog(session);
  for (const [key, expected] of one.leaves) {
    const [first] = await compareObject(expected, catalog.objects.get(key), result.same);
    if (first !== undefined)
      throw new Error(
        `${key} is not as planned afterwards: ${first.attribute} is ${first.actual}, not ${first.expected}`,
      );
  }
  return catalog;
}
