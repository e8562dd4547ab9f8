import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Session } from '../../src/database/index.js';
import { runScript } from '../support/psql-script.js';
import type { Outcome } from './cli.js';

/** The tables that prod drops, in alphabetical order. */
export const DROPPED =
  'attempt_questions attempt_sections practice_answers practice_sessions question_reports questions student_progress subjects template_sections test_attempts test_sections test_templates topics users'.split(
    ' ',
  );
const FUNCTIONS =
  'admin_update_user_role handle_new_user is_admin submit_answer update_test_templates_updated_at'.split(' ');

interface Written {
  summary: Record<string, number>;
  accounted: Record<string, { declared: number; dropped: number; unlisted: number }>;
  steps: { object: { kind: string; name: string }; role: string; takes: { kind: string; name: string }[] }[];
  refusals: unknown[];
  unlisted: unknown[];
}

/** What the plan for prod says, whoever makes it on whatever engine. */
export function expectCleanUp(json: string): void {
  const plan: Written = JSON.parse(json);
  const { summary, accounted } = plan;
  expect(summary).toEqual({ create: 0, alter: 0, replace: 0, rename: 0, drop: 19, park: 0, rows: 0 });
  const dropped = (kind: string): string[] =>
    plan.steps.filter(({ object }) => object.kind === kind).map(({ object }) => object.name);
  expect(dropped('table').sort()).toEqual(DROPPED);
  expect(dropped('function').sort()).toEqual(FUNCTIONS);
  const takes = plan.steps.flatMap((step) => step.takes).filter(({ kind }) => kind === 'trigger');
  expect(takes.map(({ name }) => name)).toEqual(['test_templates_updated_at']);
  expect(new Set(plan.steps.map(({ role }) => role))).toEqual(new Set(['supabase_admin']));
  expect(accounted).toMatchObject({
    table: { declared: 6, dropped: 14, unlisted: 0 },
    view: { declared: 2, dropped: 0, unlisted: 0 },
    trigger: { declared: 3, dropped: 1, unlisted: 0 },
    function: { declared: 9, dropped: 5, unlisted: 0 },
  });
  expect(Object.values(accounted).reduce((sum, { unlisted }) => sum + unlisted, 0)).toBe(0);
  expect([plan.unlisted, plan.refusals]).toEqual([[], []]);
}

/** The same counts where people read them. */
export function expectPrinted({ code, out }: Outcome): void {
  expect(code).toBe(0);
  const text = out.replace(/\s+/g, ' ');
  expect(text).toContain('19 to drop (14 tables, 5 functions; 1 trigger,');
  expect(text).toContain('declared 6 tables, 9 functions, 2 views,');
  expect(text).toMatch(/declared [^.]*\b3 triggers\b/);
  expect(text).toMatch(/unlisted 0/);
}

/** Every row of the tables as text, table by table; `null` for a table that is not there. */
export async function rowsOf(session: Session): Promise<Record<string, string[] | null>> {
  const rows: Record<string, string[] | null> = {};
  for (const name of DROPPED) {
    const [found] = await session.query<{ there: boolean }>(
      `select to_regclass('public.${name}') is not null as there`,
    );
    if (found?.there !== true) rows[name] = null;
    else {
      const list = await session.query<{ row: string }>(
        `select t::text as row from public.${name} t order by 1`,
      );
      rows[name] = list.map(({ row }) => row);
    }
  }
  return rows;
}

/** Runs restore.sql of the only backup. */
export async function restoreOnly(dir: string, session: Session): Promise<void> {
  const backups = join(dir, '.reconcile', 'backups', 'prod');
  const [id, ...more] = readdirSync(backups);
  expect(more).toEqual([]);
  await runScript(session, join(backups, id ?? '', 'restore.sql'));
}
