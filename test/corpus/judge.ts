import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCatalog } from '../../src/catalog/index.js';
import { connectServer, type Session } from '../../src/database/index.js';
import { importEnvironment } from '../../src/import/index.js';
import { UserError } from '../../src/model/errors.js';
import type { Plan } from '../../src/model/plan.js';
import { applyPlanned, type Project, planEnvironment } from '../../src/reconcile.js';
import { dumpSchema } from '../support/dump.js';
import { catalogDifferences, dumpDifferences } from './compare.js';
import { fill, readRows, rowDifferences } from './rows.js';

/** How the wanted state reaches the project: as the script, or as what `import` writes. */
export type Form = 'sql' | 'yaml';
export type Scratch = 'server' | 'embedded';

export interface Verdict {
  readonly result: 'ok' | 'refused' | 'problem' | 'failed' | 'replan' | 'differs' | 'unmanaged' | 'rows';
  readonly why: string;
  /** What was applied, or should have been. */
  readonly plan?: Plan;
}

export interface Target {
  readonly url: string;
  /** The script that made it. */
  readonly script: string;
  /** What pg_dump says of it, asked once. */
  dump(): Promise<string>;
}

export function targetOf(url: string, script: string): Target {
  let dumped: Promise<string> | null = null;
  return {
    url,
    script,
    dump: () => {
      dumped ??= dump(url);
      return dumped;
    },
  };
}

const environment = (scratch: Scratch, unlisted: 'drop' | 'refuse'): string =>
  `environment: corpus\ndatabase: { url: "\${CORPUS_URL}" }\nstate: [corpus]\nunlisted: ${unlisted}\nscratch: ${scratch}\nguard: { destructive: allow, backup: none }\n`;

/** Writes the project that wants `target`: from its script, or imported from its database. */
export async function writeState(
  dir: string,
  target: Target,
  form: Form,
  scratch: Scratch,
): Promise<Project> {
  rmSync(dir, { recursive: true, force: true });
  const state = join(dir, 'state', 'corpus');
  mkdirSync(state, { recursive: true });
  mkdirSync(join(dir, 'environments'));
  writeFileSync(join(dir, 'environments', 'corpus.yaml'), environment(scratch, 'drop'));
  const project: Project = { dir, name: 'corpus', env: { CORPUS_URL: target.url } };
  if (form === 'sql') writeFileSync(join(state, 'all.sql'), target.script);
  else await importEnvironment({ ...project, out: state });
  return project;
}

/** Brings a database to the target's state: planned, applied, planned again, compared with the target; `dumps`: pg_dump's text too. */
export async function migrate(
  project: Project,
  url: string,
  target: Target,
  { dumps = true, withRows = false }: { dumps?: boolean; withRows?: boolean } = {},
): Promise<Verdict> {
  if (withRows) await fill(url);
  const rows = withRows ? await readRows(url) : null;
  const here: Project = { ...project, env: { CORPUS_URL: url } };
  return judged(async () => {
    const planned = await planEnvironment({ ...here, forApply: true });
    try {
      const { plan } = planned;
      if (plan.refusals.length > 0)
        return { result: 'refused', why: plan.refusals.map(({ message }) => message).join('; '), plan };
      try {
        await applyPlanned(planned, here);
      } catch (error) {
        const kept = rows === null || rowDifferences(rows, await readRows(url), new Set()).length === 0;
        // The rows themselves may forbid a change (NOT NULL without a default): then nothing has happened.
        return rows !== null && kept && rowsForbid(error)
          ? { result: 'ok', why: '' }
          : { result: 'failed', why: messageOf(error), plan };
      }
      const lost = rows === null ? [] : rowDifferences(rows, await readRows(url), losses(plan));
      if (lost.length > 0) return { result: 'rows', why: some(lost) };
    } finally {
      await planned.close();
    }
    return { ...(await compare(here, url, target, dumps)), plan: planned.plan };
  });
}

/** What `import` wrote must plan to nothing on the database it came from, whatever becomes of what is unlisted. */
export async function planOfImport(project: Project, scratch: Scratch): Promise<Verdict> {
  return judged(async () => {
    for (const unlisted of ['refuse', 'drop'] as const) {
      writeFileSync(join(project.dir, 'environments', 'corpus.yaml'), environment(scratch, unlisted));
      const planned = await planEnvironment(project);
      await planned.close();
      const left = leftOver(planned.plan);
      if (left !== null) return { result: 'replan', why: `unlisted: ${unlisted}: ${left}` };
    }
    return { result: 'ok', why: '' };
  });
}

async function compare(project: Project, url: string, target: Target, withDumps: boolean): Promise<Verdict> {
  const again = await planEnvironment(project);
  try {
    const left = leftOver(again.plan);
    if (left !== null) return { result: 'replan', why: left };
    const catalogs = catalogDifferences(again.live, await withSession(target.url, readCatalog));
    if (catalogs.length > 0) return { result: 'differs', why: some(catalogs) };
    const unmanaged = again.plan.diagnostics.filter(({ code }) => code === 'unmanaged_kind');
    if (unmanaged.length > 0)
      return { result: 'unmanaged', why: some(unmanaged.map(({ message }) => message)) };
  } finally {
    await again.close();
  }
  if (!withDumps) return { result: 'ok', why: '' };
  const dumps = dumpDifferences(await dump(url), await target.dump());
  return dumps.length > 0 ? { result: 'differs', why: some(dumps) } : { result: 'ok', why: '' };
}

/** Whether the rows themselves forbid a change: found before BEGIN, or SQLSTATE classes 22 and 23 and an enum value that is no more. */
export const rowsForbid = (error: unknown): boolean =>
  (error instanceof UserError && error.problems.some(({ code }) => code === 'data')) ||
  /SQLSTATE (22|23|42P19)/.test(messageOf(error));

/** Tables and columns whose values the plan says it loses, and columns whose type it changes. */
function losses(plan: Plan): ReadonlySet<string> {
  const name = (text: string | null): string =>
    text === null ? '' : /^[a-z_][a-z0-9_]*$/.test(text) ? text : `"${text.replaceAll('"', '""')}"`;
  return new Set(
    plan.steps.flatMap(({ object, rewrite, destructive, sql }) =>
      (rewrite || destructive || sql.some((text) => / alter column .* type /.test(text))) &&
      object.table !== undefined
        ? [`${name(object.schema)}.${name(object.table)}.${object.name}`]
        : [],
    ),
  );
}

export const dump = (url: string): Promise<string> =>
  dumpSchema(url, { args: ['--exclude-schema=reconcile*'] });

function leftOver(plan: Plan): string | null {
  if (plan.refusals.length > 0) return some(plan.refusals.map(({ message }) => message));
  return plan.steps.length > 0 ? some(plan.steps.map(({ id, sql }) => `${id}: ${sql.join('; ')}`)) : null;
}

export const some = (list: readonly string[]): string =>
  `${list.slice(0, 3).join(' || ')}${list.length > 3 ? ` and ${list.length - 3} more` : ''}`;

async function judged(work: () => Promise<Verdict>): Promise<Verdict> {
  try {
    return await work();
  } catch (error) {
    return { result: error instanceof UserError ? 'problem' : 'failed', why: messageOf(error) };
  }
}

export function messageOf(error: unknown): string {
  if (error instanceof UserError)
    return error.problems
      .map(({ message, at }) =>
        at === undefined ? message : `${at.file}:${at.line}:${at.column} ${message}`,
      )
      .join('; ');
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

export async function withSession<Result>(
  url: string,
  task: (session: Session) => Promise<Result>,
): Promise<Result> {
  const session = await connectServer(url);
  try {
    return await task(session);
  } finally {
    await session.close();
  }
}
