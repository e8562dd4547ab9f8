import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '../database/session.js';
import { UserError } from '../model/errors.js';
import { messageOf } from './server-error.js';

/** COMMIT was sent, and its fate is known to be a rollback, or unknown. */
export class CommitError extends UserError {
  readonly outcome: Exclude<Outcome, 'committed'>;
  constructor(outcome: Exclude<Outcome, 'committed'>, message: string, hint?: string) {
    super([
      {
        code: outcome === 'unknown' ? 'outcome-unknown' : 'rolled-back',
        message,
        ...(hint === undefined ? {} : { hint }),
      },
    ]);
    this.outcome = outcome;
  }
}

export type Outcome = 'committed' | 'rolled back' | 'unknown';

/** How long a lost transaction's outcome is asked for, in milliseconds. */
const PATIENCE = 10_000;

/**
 * Commits. Where the connection dies meanwhile the outcome is looked up over a new one.
 * @throws CommitError that says whether the change was rolled back or its fate is unknown.
 */
export async function commit(session: Session, xid: string, id: string): Promise<void> {
  try {
    await session.run('commit');
  } catch (error) {
    const outcome = await outcomeOf(session, xid);
    if (outcome === 'committed') return;
    if (outcome === 'rolled back') {
      throw new CommitError(
        outcome,
        `COMMIT failed (${messageOf(error)}); everything was rolled back: nothing was changed.`,
      );
    }
    throw new CommitError(
      outcome,
      `The connection was lost during COMMIT (${messageOf(error)}) and the server cannot be asked what became of it: the change may or may not be committed.`,
      `Ask later: select 1 from reconcile.history where id = '${id}' gives a row where it is committed.`,
    );
  }
}

/** What became of a transaction, asked over a fresh connection for at most ten seconds. */
export async function outcomeOf(session: Session, xid: string): Promise<Outcome> {
  const deadline = Date.now() + PATIENCE;
  for (let wait = 100; Date.now() < deadline; wait = Math.min(wait * 2, 1000)) {
    const status = await statusOf(session, xid);
    if (status === 'committed') return 'committed';
    if (status === 'aborted') return 'rolled back';
    await sleep(wait);
  }
  return 'unknown';
}

async function statusOf(session: Session, xid: string): Promise<string | null> {
  let other: Session | null = null;
  try {
    // A COMMIT that was refused may have left the transaction open, where nothing can be asked.
    if (!session.broken) await session.run('rollback');
    other = session.broken ? await session.another() : session;
    const rows = await other?.query<{ status: string | null }>(
      'select pg_xact_status($1::text::xid8) as status',
      [xid],
    );
    return rows?.[0]?.status ?? null;
  } catch {
    return null;
  } finally {
    if (other !== session) await other?.close().catch(() => undefined);
  }
}
