import { describe, it } from 'vitest';
import { sqlOptions } from '../src/cli/commands/plan.js';
import { planEnvironment } from '../src/reconcile.js';
import { renderSql } from '../src/render/sql.js';
import { openPlace, writeProject } from './support/case-place.js';
import { environmentOf, type Run, same } from './support/case-run.js';
import { allCases, type Case, caseText } from './support/cases.js';
import { psql } from './support/psql.js';

/** `plan --format sql | psql` leaves the database that `apply` leaves (cases-*.db.test.ts): both are compared with the case's own SQL. */
describe.each(allCases().map((one) => ({ name: one.name, one })))('$name as a script', ({ one }) => {
  for (const direction of one.facts.directions ?? (['forwards', 'backwards'] as const)) {
    const refused = (one.facts[direction]?.refusals ?? []).length > 0;
    const engine = (one.facts.since ?? 14) > 17 ? 18 : 17;
    const run: Run = { format: 'sql', direction, engine, scratch: 'server' };
    const red = one.red.some(
      (known) => (known.format ?? 'sql') === 'sql' && (known.direction ?? direction) === direction,
    );
    it.skipIf(refused || red)(direction, () => runScript(one, run));
  }
});

async function runScript(one: Case, run: Run): Promise<void> {
  const [from, to] =
    run.direction === 'forwards' ? (['before', 'after'] as const) : (['after', 'before'] as const);
  const rows = caseText(one, from === 'before' ? 'rows.sql' : 'rows.after.sql');
  const place = await openPlace(run.engine, `${caseText(one, `${from}.sql`)}\n${rows}`);
  try {
    writeProject(place, environmentOf(one, run), { format: 'sql', text: caseText(one, `${to}.sql`) });
    const planned = await planEnvironment({ dir: place.dir, name: 'case', env: place.env });
    await planned.close();
    const script = renderSql(planned.plan, sqlOptions(planned));
    try {
      await psql(place.env.CASE_DATABASE_URL ?? '', script);
    } catch (error) {
      if (error instanceof Error) error.message += `\n${script}`;
      throw error;
    }
    await place.use(async (session) => same(one, run.engine, await place.dump(session), to));
  } finally {
    await place.close();
  }
}
