import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '../database/session.js';
import { userError } from '../model/errors.js';
import { messageOf } from './server-error.js';

export type Outcome = 'committed' | 'rolled back' | 'unknown';

/** How long a lost transaction's outcome is asked for, in milliseconds. */
const PATIENCE = 10_000;

/**
 * Commits. Where the connection dies meanwhile the outcome is looked up over a new one.
 * @throws UserError that says whether the change was rolled back or its fate is unknown.
 */
export async function commit(session: Session, xid: string, id: string): Promise<void> {
  try {
    await session.run('commit');
  } catch (error) {
    const outcome = await outcomeOf(session, xid);
    if (outcome === 'committed') return;
    if (outcome === 'rolled back') {
      throw userError(
        'rolled-back',
        `COMMIT failed (${messageOf(error)}); everything was rolled back: nothing was changed.`,
      );
    }
    throw userError(
      'outcome-unknown',
      `The connection was lost during COMMIT (${messageOf(error)}) and the server cannot be asked what became of it: the change may or may not be committed.`,
      {
        hint: `Ask later: select 1 from reconcile.history where id = '${id}' gives a row where it is committed.`,
      },
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
