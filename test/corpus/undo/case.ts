import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../src/model/errors.js';
import type { Plan } from '../../../src/model/plan.js';
import type { Undo } from '../../../src/plan/undo.js';
import { applyPlanned, type Planned, type Project, planEnvironment } from '../../../src/reconcile.js';
import { planRestore, planRollback } from '../../../src/undo.js';
import { runOn } from '../../support/databases.js';
import { drop } from '../case.js';
import { type CorpusCase, type Side, scriptOf } from '../corpus.js';
import { messageOf, rowsForbid, type Scratch, some, targetOf, writeState } from '../judge.js';
import { loadScript } from '../load.js';
import type { Ground } from '../main.js';
import { fill } from '../rows.js';
import { notBack, unlike } from './judge.js';
import { look, type Seen, settle } from './seen.js';

export type Direction = 'forwards' | 'backwards';
/** How what was applied is taken back: what it lost, or all that it did. */
export type Way = 'restore' | 'rollback';

export interface Outcome {
  readonly id: string;
  readonly direction: Direction;
  readonly way: Way | 'apply';
  /** `none`: nothing was lost, or nothing could be applied. `conflict`: what is in the way was named. */
  readonly result: 'ok' | 'none' | 'conflict' | 'differs' | 'failed';
  readonly why: string;
}

export interface UndoSettings {
  readonly directions: readonly Direction[];
  readonly ways: readonly Way[];
  readonly scratch: Scratch;
  /** Roll back what loses nothing too. */
  readonly all: boolean;
}

const GUARD = 'guard: { destructive: allow, backup: auto }';

/** Applies a case to a database with rows and takes it back; `null` where a script does not load on this server. */
export async function undoCase(
  ground: Ground,
  one: CorpusCase,
  settings: UndoSettings,
): Promise<Outcome[] | null> {
  const script = {
    before: scriptOf(ground.folder, one, 'before'),
    after: scriptOf(ground.folder, one, 'after'),
  };
  const outcomes: Outcome[] = [];
  for (const direction of settings.directions) {
    const [from, to]: [Side, Side] = direction === 'forwards' ? ['before', 'after'] : ['after', 'before'];
    const told = (way: Outcome['way'], found: Found): void => {
      outcomes.push({ id: one.id, direction, way, ...found });
    };
    if (!settings.all && !mayLose(script[from], script[to])) {
      told('apply', { result: 'none', why: NOTHING_LOST });
      continue;
    }
    const done = await withApplied(ground, script[from], script[to], settings, told);
    if (!done) return null;
  }
  return outcomes;
}

export const NOTHING_LOST = 'nothing is lost';

/** Whether the one script says something of what holds rows that the other does not: a cheap look before a plan is made. */
function mayLose(from: string, to: string): boolean {
  const words = (script: string): Map<string, number> => {
    const counts = new Map<string, number>();
    const said = script.split(/;\s*$/m).filter((text) => HOLDS.test(text));
    for (const word of said.join(' ').toLowerCase().match(/\w+/g) ?? [])
      counts.set(word, (counts.get(word) ?? 0) + 1);
    return counts;
  };
  const [had, has] = [words(from), words(to)];
  return [...had].some(([word, times]) => (has.get(word) ?? 0) < times);
}

const HOLDS =
  /\b(create|alter)\s+((unlogged|foreign|global|local)\s+)*(table|materialized|type|domain|sequence|schema)\b/i;

type Found = Pick<Outcome, 'result' | 'why'>;

/** What was applied to a database, and what that was like before. */
interface Applied {
  readonly before: Seen;
  readonly plan: Plan;
  readonly undo: Undo;
  readonly id: string;
}

/** Brings a database of one script, with rows, to the other script and takes that back; `false` where the first one does not load. */
export async function withApplied(
  { server, dir }: Pick<Ground, 'server' | 'dir'>,
  from: string,
  to: string,
  settings: Omit<UndoSettings, 'directions'>,
  told: (way: Outcome['way'], found: Found) => void,
): Promise<boolean> {
  const [work, again] = ['work', 'again'].map((name) => `undo_${name}_${process.pid}`) as [string, string];
  try {
    await drop(server, work);
    await runOn(server.url(), `create database ${work} template template0`);
    const url = server.url(work);
    try {
      await loadScript(url, from);
    } catch (error) {
      if (!(error instanceof Error && 'severity' in error)) throw error;
      return false;
    }
    await fill(url);
    await settle(url);
    const project = await writeState(dir, targetOf(url, to), 'sql', settings.scratch);
    const file = join(project.dir, 'environments', 'corpus.yaml');
    writeFileSync(
      file,
      `environment: corpus\ndatabase: { url: "\${CORPUS_URL}" }\nstate: [corpus]\nunlisted: drop\nscratch: ${settings.scratch}\n${GUARD}\n`,
    );
    const applied = await applyTo(url, project, settings.all);
    if ('result' in applied) {
      told('apply', applied);
      return true;
    }
    const ways = applied.lost ? settings.ways : settings.ways.filter((way) => way === 'rollback');
    for (const way of ways) {
      await drop(server, again);
      // A copy of a database has none of its subscriptions; the last way may have the database itself.
      const last = way === ways.at(-1);
      if (!last) await runOn(server.url(), `create database ${again} template ${work}`);
      const here = { ...project, env: { CORPUS_URL: last ? url : server.url(again) } };
      told(way, await takenBack(here, way, applied));
    }
    return true;
  } finally {
    for (const name of [work, again]) await drop(server, name);
  }
}

async function applyTo(
  url: string,
  project: Project,
  all: boolean,
): Promise<(Applied & { lost: boolean }) | Found> {
  let planned: Planned;
  try {
    planned = await planEnvironment({ ...project, forApply: true });
  } catch (error) {
    return { result: error instanceof UserError ? 'none' : 'failed', why: messageOf(error) };
  }
  try {
    const { plan, result } = planned;
    if (plan.refusals.length > 0) return { result: 'none', why: 'refused' };
    const lost = result.losses.length > 0;
    if (result.undo === undefined || plan.steps.length === 0 || !(lost || all))
      return { result: 'none', why: NOTHING_LOST };
    const before = await look(url, true);
    const report = await applyPlanned(planned, project);
    return { before, plan, undo: result.undo, id: report.id, lost };
  } catch (error) {
    return { result: rowsForbid(error) ? 'none' : 'failed', why: messageOf(error) };
  } finally {
    await planned.close();
  }
}

async function takenBack(project: Project, way: Way, applied: Applied): Promise<Found> {
  const { before, plan, undo, id } = applied;
  let planned: Planned | null = null;
  try {
    const forApply = { ...project, forApply: true };
    planned = await (way === 'restore' ? planRestore(forApply, id, []) : planRollback(forApply, null));
    if (planned.plan.refusals.length > 0)
      return { result: 'failed', why: planned.plan.refusals.map(({ message }) => message).join('; ') };
    await applyPlanned(planned, forApply);
    const after = await look(project.env.CORPUS_URL ?? '', way === 'rollback');
    const found = way === 'restore' ? notBack(before, after, plan, undo) : unlike(before, after, plan);
    return found.length > 0 ? { result: 'differs', why: some(found) } : { result: 'ok', why: '' };
  } catch (error) {
    const conflict = error instanceof UserError && error.problems.every(({ code }) => code === 'conflict');
    const steps = planned?.plan.steps.map(({ id: step, sql }) => `${step}: ${sql.join('; ')}`) ?? [];
    return { result: conflict ? 'conflict' : 'failed', why: [messageOf(error), ...steps].join(' ## ') };
  } finally {
    await planned?.close();
  }
}
