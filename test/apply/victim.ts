import { apply } from '../../src/apply/index.js';
import { connectServer } from '../../src/database/index.js';
import { catalogOf, handPlan, optionsFor, tableLosses } from './hand-plan.js';

/** An apply that drops every table it is given, then sleeps: for whoever kills its process. */
export async function applySlowly(url: string, backupDir: string, tables: readonly string[]): Promise<void> {
  const session = await connectServer(url);
  const live = await catalogOf(session);
  const gone = new Map(live.objects);
  for (const [key, object] of live.objects) {
    if (tables.includes(`${object.id.schema}.${object.id.table ?? object.id.name}`)) gone.delete(key);
  }
  const steps = [
    { sql: [`drop table ${tables.join(', ')}`, 'select pg_sleep(600)'], action: 'drop' as const },
  ];
  const result = handPlan(live, { ...live, objects: gone }, steps, tableLosses(live, tables));
  await apply(session, result, await optionsFor(session, { backupDir }));
}
