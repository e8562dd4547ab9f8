import { expect } from 'vitest';
import type { Planned, Project } from '../../src/reconcile.js';
import { applyPlanned, planEnvironment } from '../../src/reconcile.js';
import { planRollback } from '../../src/undo.js';
import { withoutOrder } from './case-dump.js';
import { openPlace, writeProject } from './case-place.js';
import { type Rows, type Run, readRows, stepText } from './case-run.js';
import { type Case, caseText, type Side } from './cases.js';

/** A database of one side with rows, brought to the other side and back: as before, definitions and rows. `null`: there is nothing to undo. */
export async function runThereAndBack(one: Case, run: Run): Promise<string | null> {
  const [from, to]: [Side, Side] = run.direction === 'forwards' ? ['before', 'after'] : ['after', 'before'];
  const rows = caseText(one, from === 'before' ? 'rows.sql' : 'rows.after.sql');
  const place = await openPlace(run.engine, `${caseText(one, `${from}.sql`)}\n${rows}`);
  try {
    const environment = {
      environment: 'case',
      database: run.engine === 'embedded' ? { embedded: 'case' } : { url: '${CASE_DATABASE_URL}' },
      state: ['case'],
      unlisted: 'drop',
      scratch: run.scratch,
      ...one.environment,
      guard: { destructive: 'allow', backup: 'auto' },
    };
    writeProject(place, environment, { format: 'sql', text: caseText(one, `${to}.sql`) });
    const project: Project = { dir: place.dir, name: 'case', env: place.env, forApply: true };
    const before = await applied(await planEnvironment(project), project, (session) => place.dump(session));
    if (before === null) return null;
    const back = await applied(await planRollback(project, null), project, (session) => place.dump(session));
    await place.use(async (session) => {
      const { actual, wanted } = withoutOrder(await place.dump(session), before.dump);
      expect(actual, `after\n${before.text}\nand back\n${back?.text}\nthe catalog is another`).toBe(wanted);
      sameContents(before.rows, await readRows(session));
    });
    return back?.text ?? '';
  } finally {
    await place.close();
  }
}

interface Seen {
  readonly dump: string;
  readonly rows: Rows;
  readonly text: string;
}

/** Applies a plan; what the database was like before, or `null` where there was nothing to do. */
async function applied(
  planned: Planned,
  project: Project,
  dump: (session: Planned['session']) => Promise<string>,
): Promise<Seen | null> {
  const text = stepText(planned.plan);
  try {
    if (planned.plan.refusals.length > 0 || planned.plan.steps.length === 0) return null;
    const seen = { dump: await dump(planned.session), rows: await readRows(planned.session), text };
    await applyPlanned(planned, project);
    return seen;
  } catch (error) {
    if (error instanceof Error) error.message += `\n\nThe plan:\n${text}`;
    throw error;
  } finally {
    await planned.close();
  }
}

function sameContents(before: Rows, after: Rows): void {
  const texts = (rows: Rows): [string, string[]][] =>
    [...rows].map(([table, list]) => [
      table,
      list.map((row) => JSON.stringify(Object.entries(row).sort())).sort(),
    ]);
  expect(texts(after)).toEqual(texts(before));
}
