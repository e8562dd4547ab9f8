import type { Session } from '../database/session.js';
import { quoteIdent, quoteLiteral } from '../model/id.js';
import type { OnlineStep, PlanResult } from '../plan/result.js';
import { CARRIED, SEARCH_PATH } from './begin.js';
import type { ApplyOptions } from './options.js';

/** Runs one step outside the plan's transaction, as its role: in a transaction of its own, or alone. */
export async function outside(
  session: Session,
  one: OnlineStep,
  result: PlanResult,
  options: ApplyOptions,
): Promise<void> {
  const { step } = one;
  const settings = settingsOf(one, result, options);
  const role = step.role === null ? 'none' : quoteIdent(step.role);
  if (step.alone !== true) {
    const sets = Object.entries(settings).map(([name, value]) => `set local ${name} = ${value}`);
    await session.run(
      ['begin isolation level read committed read write', ...sets, `set local role ${role}`].join('; '),
    );
    for (const sql of one.run ?? step.sql) await session.run(sql);
    await session.run('commit');
    return;
  }
  try {
    await session.run(
      Object.entries(settings)
        .map(([name, value]) => `set ${name} = ${value}`)
        .join('; '),
    );
    await watched(session);
    await session.run(`set role ${role}`);
    for (const sql of one.run ?? step.sql) await session.run(sql);
  } finally {
    await reset(session, settings);
  }
}

/** After a failure: ends the transaction, and takes away what the step left. What cannot be taken away now is found by the next plan. */
export async function settle(
  session: Session,
  one: OnlineStep,
  result: PlanResult,
  options: ApplyOptions,
): Promise<void> {
  if (session.broken) return;
  await session.run('rollback').catch(() => undefined);
  if (one.undo === null) return;
  const step = { ...one.step, sql: [one.undo], alone: true as const };
  const { run: _, ...rest } = one;
  await outside(session, { ...rest, step, long: false }, result, options).catch(() => undefined);
}

/**
 * What is alone and long waits for as long as it takes: while it waits for older transactions nobody waits for it. All
 * else waits for locks like the plan's own transaction; what reads every row may take as long as that takes.
 */
function settingsOf(one: OnlineStep, result: PlanResult, options: ApplyOptions): Record<string, string> {
  const { guard } = options;
  const number = (milliseconds: number): string => quoteLiteral(String(milliseconds));
  const settings: Record<string, string> = {
    lock_timeout: number(one.step.alone === true && one.long ? 0 : guard.lockTimeout),
    statement_timeout: number(one.long ? 0 : guard.statementTimeout),
    idle_in_transaction_session_timeout: number(0),
    row_security: 'off',
    application_name: quoteLiteral('reconcile apply'),
    client_min_messages: 'warning',
    search_path: options.searchPath ?? SEARCH_PATH,
  };
  for (const name of CARRIED) {
    const value = result.live.settings[name];
    if (value !== undefined) settings[name] = quoteLiteral(value);
  }
  return settings;
}

/** Has the server notice a client that was killed meanwhile; not every operating system can. */
async function watched(session: Session): Promise<void> {
  if (session.engine !== 'server') return;
  await session.run('set client_connection_check_interval = 2000').catch((error: unknown) => {
    if (session.broken) throw error;
  });
}

async function reset(session: Session, settings: Readonly<Record<string, string>>): Promise<void> {
  if (session.broken) return;
  const names = [...Object.keys(settings), 'client_connection_check_interval'].filter(
    (name) =>
      name !== 'application_name' &&
      (session.engine === 'server' || name !== 'client_connection_check_interval'),
  );
  await session.run(['reset role', ...names.map((name) => `reset ${name}`)].join('; '));
}
