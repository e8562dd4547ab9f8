import { expect } from 'vitest';
import type { Session } from '../../src/database/index.js';
import type { Plan } from '../../src/model/plan.js';
import { applyPlanned, planEnvironment } from '../../src/reconcile.js';
import { withoutOrder } from './case-dump.js';
import { directDump, type Engine, openPlace, type Place, writeProject } from './case-place.js';
import { type Case, caseText, type Direction, type Expected, type Format, type Side } from './cases.js';

/** One way of going through a case. */
export interface Run {
  readonly format: Format;
  readonly direction: Direction;
  readonly engine: Engine;
  readonly scratch: 'server' | 'embedded';
}

/** From a database in one state to the other state, proven by pg_dump. Gives the plan. */
export async function runCase(one: Case, run: Run): Promise<Plan> {
  const [from, to]: [Side, Side] = run.direction === 'forwards' ? ['before', 'after'] : ['after', 'before'];
  const rows = caseText(one, from === 'before' ? 'rows.sql' : 'rows.after.sql');
  const place = await openPlace(
    run.engine,
    run.format === 'sql' ? `${caseText(one, `${from}.sql`)}\n${rows}` : '',
  );
  try {
    if (run.format === 'yaml') {
      const { reached } = await migrate(place, one, run, from, {});
      await same(one, run.engine, reached.dump, from);
      if (rows !== '') await place.use((session) => session.run(rows));
    }
    const expected = one.facts[run.direction] ?? {};
    const { plan, before, reached } = await migrate(place, one, run, to, expected);
    const refused = (expected.refusals ?? []).length > 0;
    await same(one, run.engine, reached.dump, refused ? from : to);
    sameRows(one, before, reached.rows);
    return plan;
  } finally {
    await place.close();
  }
}

interface Reached {
  readonly dump: string;
  readonly rows: Rows;
}

/** Plans, applies, and plans again, which must give nothing. */
async function migrate(
  place: Place,
  one: Case,
  run: Run,
  to: Side,
  expected: Expected,
): Promise<{ plan: Plan; before: Rows; reached: Reached }> {
  writeProject(place, environmentOf(one, run), {
    format: run.format,
    text: caseText(one, `${to}.${run.format}`),
  });
  const project = { dir: place.dir, name: 'case', env: place.env };
  const planned = await planEnvironment({ ...project, forApply: true });
  const { plan } = planned;
  let before: Rows;
  try {
    before = await readRows(planned.session);
    expectPlan(plan, expected);
    if (plan.refusals.length === 0) await applyPlanned(planned, project);
  } catch (error) {
    throw withSteps(error, plan);
  } finally {
    await planned.close();
  }
  const again = await planEnvironment(project);
  try {
    const left = plan.refusals.length > 0 ? [] : again.plan.steps;
    expect(left, `after\n${stepText(plan)}\na second plan is not empty`).toEqual([]);
    return {
      plan,
      before,
      reached: { dump: await place.dump(again.session), rows: await readRows(again.session) },
    };
  } finally {
    await again.close();
  }
}

export function environmentOf(one: Case, run: Run): Record<string, unknown> {
  return {
    environment: 'case',
    database: run.engine === 'embedded' ? { embedded: 'case' } : { url: '${CASE_DATABASE_URL}' },
    state: ['case'],
    unlisted: 'drop',
    guard: { destructive: 'allow', backup: 'none' },
    scratch: run.scratch,
    ...one.environment,
  };
}

function expectPlan(plan: Plan, expected: Expected): void {
  const ids = (steps: Plan['steps']): string[] => steps.map((step) => step.id);
  const message = stepText(plan);
  expect(
    plan.refusals.map(({ code }) => code),
    `${message}\n${plan.refusals.map((refusal) => refusal.message).join('\n')}`,
  ).toEqual(expected.refusals ?? []);
  if (expected.summary !== undefined) {
    const counts = Object.entries(plan.summary).filter(([, count]) => count > 0);
    expect(Object.fromEntries(counts), message).toEqual(expected.summary);
  }
  if (expected.destructive !== undefined)
    expect(ids(plan.steps.filter((step) => step.destructive)), message).toEqual(expected.destructive);
  if (expected.rewrite !== undefined)
    expect(ids(plan.steps.filter((step) => step.rewrite)), message).toEqual(expected.rewrite);
}

/** Steps as a reviewer reads them. */
export function stepText(plan: Plan): string {
  return plan.steps
    .map(
      ({ id, role, sql }) =>
        `-- ${id}${role === null ? '' : ` (as ${role})`}\n${sql.map((text) => `${text};`).join('\n')}`,
    )
    .join('\n\n');
}

function withSteps(error: unknown, plan: Plan): unknown {
  if (error instanceof Error && !error.message.includes('-- '))
    error.message += `\n\nThe plan:\n${stepText(plan)}`;
  return error;
}

const targets = new Map<string, Promise<string>>();

/** Compares with the dump of a database made at once by the case's SQL, which is made once for all runs. */
export async function same(one: Case, engine: Engine, dump: string, side: Side): Promise<void> {
  const key = `${one.name} ${engine} ${side}`;
  let target = targets.get(key);
  if (target === undefined) {
    target = directDump(engine, caseText(one, `${side}.sql`), one.facts.extensions ?? []);
    targets.set(key, target);
  }
  const { actual, wanted } = withoutOrder(dump, await target);
  expect(actual, `differs from a database made directly from ${side}.sql`).toBe(wanted);
}

/** Rows by table, each as a map of column → text. */
export type Rows = ReadonlyMap<string, readonly Readonly<Record<string, string | null>>[]>;

export async function readRows(session: Session): Promise<Rows> {
  const tables = await session.query<{ name: string; list: string }>(
    `select format('%s.%s', n.nspname, c.relname) as name,
       format('select jsonb_build_object(%s) as row from only %I.%I',
         (select string_agg(format('%L, %I::text', a.attname, a.attname), ', ') from pg_attribute a
           where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), n.nspname, c.relname) as list
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema|reconcile)' order by 1`,
  );
  const rows = new Map<string, Record<string, string | null>[]>();
  for (const { name, list } of tables)
    rows.set(
      name,
      (await session.query<{ row: Record<string, string | null> }>(list)).map(({ row }) => row),
    );
  return rows;
}

/** Every table that is on both sides holds the rows it held, as far as columns and values were to stay. */
function sameRows(one: Case, before: Rows, after: Rows): void {
  for (const [table, had] of before) {
    const has = after.get(table);
    const [first, second] = [had[0], has?.[0]];
    if (has === undefined || first === undefined) continue;
    const columns = Object.keys(first).filter(
      (column) =>
        (second === undefined || column in second) &&
        !one.facts.values_change?.includes(`${table}.${column}`),
    );
    if (columns.length === 0) continue;
    const texts = (list: typeof had): string[] =>
      list.map((row) => columns.map((column) => row[column]).join(' | ')).sort();
    expect(texts(has), `rows of ${table} (${columns.join(', ')})`).toEqual(texts(had));
  }
}
