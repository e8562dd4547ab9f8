import type { Session } from '../database/session.js';
import type { Assumption } from '../kinds/footprint.js';
import { UserError } from '../model/errors.js';
import { quoteIdent, sqlName } from '../model/id.js';
import type { PlanResult } from '../plan/result.js';
import { serverError } from './server-error.js';

/** How many offending rows are named. */
const SAMPLES = 3;

export interface DataOptions {
  /** search_path of the steps, as SQL text. */
  readonly searchPath: string;
  /** Milliseconds for each question; 0: no limit. */
  readonly timeout: number;
  /** Milliseconds for all questions together. Default no limit. */
  readonly patience?: number;
  /** Ask with state's own expressions too. Never for a plan, which runs no code of a pull request. */
  readonly code: boolean;
}

/**
 * Rows that would stop a step (SET NOT NULL, keys, foreign keys, checks, narrower types), one line each with their
 * number and the keys of some. Read-only; what cannot be asked, for want of privileges, of time, or because the plan
 * itself makes what the question names, is left to the step.
 */
export async function misfits(session: Session, result: PlanResult, options: DataOptions): Promise<string[]> {
  const renamed = new Set(
    result.steps.flatMap(({ step, touches }) => (step.action === 'rename' ? touches : [])),
  );
  const assumptions = result.steps
    .flatMap(({ assumes }) => assumes ?? [])
    .filter(({ relation, needs, code }) => {
      const known = [relation, ...needs].every((key) => result.live.objects.has(key) && !renamed.has(key));
      return known && (options.code || code !== true);
    });
  if (assumptions.length === 0) return [];
  const lines: string[] = [];
  try {
    await session.run(
      `begin isolation level repeatable read read only; set local row_security = off; set local lock_timeout = 1000; set local statement_timeout = ${options.timeout}; set local search_path to ${options.searchPath}`,
    );
    const end = Date.now() + (options.patience ?? Number.POSITIVE_INFINITY);
    for (const assumption of assumptions) {
      if (Date.now() > end) break;
      const line = await ask(session, result, assumption);
      if (line !== null && !lines.includes(line)) lines.push(line);
    }
  } finally {
    if (!session.broken) await session.run('rollback');
  }
  return lines;
}

/** For `apply`, before BEGIN. @throws UserError that names every table, the number of rows and some of their keys. */
export async function refuseMisfits(
  session: Session,
  result: PlanResult,
  options: DataOptions,
): Promise<void> {
  const lines = await misfits(session, result, options);
  if (lines.length === 0) return;
  throw new UserError(
    lines.map((line) => ({
      code: 'data',
      message: `${line}. Nothing was changed.`,
      hint: 'Mend these rows, or declare what they are like, and plan again.',
    })),
  );
}

/** As the connecting role; where that may not read the table, as its owner. */
async function ask(session: Session, result: PlanResult, assumption: Assumption): Promise<string | null> {
  const object = result.live.objects.get(assumption.relation);
  if (object === undefined) return null;
  for (const role of [null, object.owner]) {
    await session.run('savepoint reconcile_data');
    try {
      if (role !== null) await session.run(`set local role ${quoteIdent(role)}`);
      return await count(session, sqlName(object.id), object.address.oid, assumption);
    } catch (error) {
      if (session.broken || serverError(error) === null) throw error;
      if (serverError(error)?.code !== '42501') return null;
    } finally {
      if (!session.broken) await session.run('rollback to savepoint reconcile_data; set local role none');
    }
  }
  return null;
}

async function count(
  session: Session,
  table: string,
  oid: number,
  { fault, where }: Assumption,
): Promise<string | null> {
  const [row] = await session.query<{ rows: string }>(
    `select count(*) as rows from ${table} t where ${where}`,
  );
  const rows = Number(row?.rows ?? 0);
  if (rows === 0) return null;
  const samples = await session.query<{ key: string }>(
    `select coalesce((select string_agg(format('%s = %s', e.key, e.value), ', ') from jsonb_each_text(to_jsonb(t)) e
       where e.key = any (array(select a.attname::text from pg_catalog.pg_index i join pg_catalog.pg_attribute a
         on a.attrelid = i.indrelid and a.attnum = any (i.indkey) where i.indrelid = $1 and i.indisprimary))), 'ctid ' || t.ctid::text) as key
     from ${table} t where ${where} limit ${SAMPLES}`,
    [oid],
  );
  const keys = samples.map(({ key }) => `(${key})`).join(', ');
  return `${rows} row${rows === 1 ? '' : 's'} of ${table} ${fault}: ${keys}${rows > samples.length ? ', …' : ''}`;
}
