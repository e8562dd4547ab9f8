import type { Session } from '../database/session.js';
import { quoteLiteral } from '../model/id.js';
import type { PlanResult } from '../plan/result.js';
import { ADVISORY_KEY } from './locks.js';
import type { ApplyOptions } from './options.js';

/** Session facts that literals in definitions depend on: steps run under the database's own. */
export const CARRIED = ['TimeZone', 'DateStyle', 'IntervalStyle'];

/** search_path of the steps where the caller names none. */
export const SEARCH_PATH = 'public';

/** Opens the transaction with settings that end with it, and waits for other applies. */
export async function begin(session: Session, result: PlanResult, options: ApplyOptions): Promise<void> {
  const settings: Record<string, string> = {
    lock_timeout: String(options.guard.lockTimeout),
    statement_timeout: String(options.guard.statementTimeout),
    idle_in_transaction_session_timeout: '0',
    ...(session.version >= 170000 ? { transaction_timeout: '0' } : {}),
    row_security: 'off',
    // Bodies were checked where state was built; here a body may come before what it refers to.
    check_function_bodies: 'off',
    application_name: 'reconcile apply',
    client_min_messages: 'warning',
  };
  for (const name of CARRIED) {
    const value = result.live.settings[name];
    if (value !== undefined) settings[name] = value;
  }
  const sets = Object.entries(settings).map(([name, value]) => `set local ${name} = ${quoteLiteral(value)}`);
  await session.run(
    ['begin isolation level read committed read write', ...sets, searchPath(options)].join('; '),
  );
  await watchClient(session);
  await session.run(`select pg_advisory_xact_lock(${ADVISORY_KEY})`);
}

/**
 * Has the server notice a client that was killed while a statement runs, so that its locks do not outlive it for long.
 * Not every operating system under a server can do that.
 */
async function watchClient(session: Session): Promise<void> {
  if (session.engine !== 'server') return;
  try {
    await session.run(
      'savepoint reconcile_watch; set local client_connection_check_interval = 2000; release savepoint reconcile_watch',
    );
  } catch (error) {
    if (session.broken) throw error;
    await session.run('rollback to savepoint reconcile_watch; release savepoint reconcile_watch');
  }
}

export function searchPath(options: ApplyOptions): string {
  return `set local search_path to ${options.searchPath ?? SEARCH_PATH}`;
}
