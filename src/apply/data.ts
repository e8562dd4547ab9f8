import type { Session } from '../database/session.js';
import type { Assumption } from '../kinds/footprint.js';
import { UserError } from '../model/errors.js';
import { type Key, quoteIdent } from '../model/id.js';
import type { PlanResult } from '../plan/result.js';
import { type NamedNow, namesNow } from './names-now.js';
import { serverError } from './server-error.js';

/** How many offending rows are named. */
const SAMPLES = 3;

/** What is renamed of these is no matter: relations and columns are called as they will be, and no query names a constraint. */
const NAMEABLE: ReadonlySet<string> = new Set(['pg_class', 'pg_constraint']);

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
  const { objects } = result.live;
  const renamed = new Set(
    result.steps.flatMap(({ step, touches }) => (step.action === 'rename' ? touches : [])),
  );
  const nameable = (key: Key): boolean =>
    objects.has(key) && (!renamed.has(key) || NAMEABLE.has(objects.get(key)?.address.catalog ?? ''));
  const assumptions = result.steps
    .flatMap(({ assumes }) => assumes ?? [])
    .filter(
      ({ relation, needs, code }) => [relation, ...needs].every(nameable) && (options.code || code !== true),
    );
  if (assumptions.length === 0) return [];
  const lines: string[] = [];
  try {
    await session.run(
      `begin isolation level repeatable read read only; set local row_security = off; set local lock_timeout = 1000; set local statement_timeout = ${options.timeout}; set local search_path to ${options.searchPath}`,
    );
    const keys = assumptions.flatMap(({ relation, needs }) => [relation, ...needs]);
    const named = await namesNow(session, result.live, keys);
    const end = Date.now() + (options.patience ?? Number.POSITIVE_INFINITY);
    for (const assumption of assumptions) {
      if (Date.now() > end) break;
      const line = await ask(session, result, named, assumption);
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
async function ask(
  session: Session,
  { live }: PlanResult,
  named: ReadonlyMap<Key, NamedNow>,
  { relation, fault, where, printed }: Assumption,
): Promise<string | null> {
  const [object, table] = [live.objects.get(relation), named.get(relation)];
  if (object === undefined || table === undefined) return null;
  const rows = (key: Key): string => named.get(key)?.rows ?? '';
  for (const role of [null, object.owner]) {
    await session.run('savepoint reconcile_data');
    try {
      if (role !== null) await session.run(`set local role ${quoteIdent(role)}`);
      if (printed === true) await session.run("set local search_path = ''");
      return await count(session, table, fault, where(rows));
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
  { name, rows, key }: NamedNow,
  fault: string,
  where: string,
): Promise<string | null> {
  const [row] = await session.query<{ rows: string }>(
    `select count(*) as rows from ${rows} t where ${where}`,
  );
  const found = Number(row?.rows ?? 0);
  if (found === 0) return null;
  const samples = await session.query<{ key: string }>(
    `select coalesce((select string_agg(format('%s = %s', e.key, e.value), ', ') from jsonb_each_text(to_jsonb(t)) e
       where e.key = any ($1)), 'ctid ' || t.ctid::text) as key
     from ${rows} t where ${where} limit ${SAMPLES}`,
    [key],
  );
  const keys = samples.map((one) => `(${one.key})`).join(', ');
  return `${found} row${found === 1 ? '' : 's'} of ${name} ${fault}: ${keys}${found > samples.length ? ', …' : ''}`;
}
