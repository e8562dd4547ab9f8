import type { Session } from '../database/session.js';
import type { PlanResult } from '../plan/result.js';

/**
 * Jobs of pg_cron whose command names something that the plan drops or renames: text that PostgreSQL does not look
 * into. By name alone, so a hint and no proof; empty where there is no pg_cron or it may not be read.
 */
export async function jobsAffected(session: Session, result: PlanResult): Promise<string[]> {
  const gone = new Map<string, string>();
  for (const { step } of result.steps) {
    if (step.action !== 'drop' && step.action !== 'rename') continue;
    const what = step.action === 'drop' ? 'dropped' : 'renamed';
    for (const object of [step.object, ...step.takes])
      if (object.table === undefined) gone.set(object.name, what);
  }
  const before = new Map(result.undo?.objects.map((object) => [object.key, object.id]));
  for (const [, key] of result.undo?.renames ?? []) {
    const id = before.get(key);
    if (id !== undefined && id.table === null) gone.set(id.name, 'renamed');
  }
  if (gone.size === 0) return [];
  const [found] = await session.query<{ there: boolean }>(
    "select coalesce(has_schema_privilege(to_regnamespace('cron'), 'USAGE') and has_table_privilege(to_regclass('cron.job'), 'SELECT'), false) as there",
  );
  if (found?.there !== true) return [];
  const jobs = await session
    .query<{ jobid: string; name: string | null; command: string }>(
      "select j.jobid::text, to_jsonb(j) ->> 'jobname' as name, j.command from cron.job j order by j.jobid",
    )
    .catch(() => []);
  return jobs.flatMap(({ jobid, name, command }) => {
    const words = new Set(command.match(/[\p{L}_][\p{L}\p{N}_$]*/gu) ?? []);
    const named = [...gone].filter(([object]) => words.has(object));
    const job = `cron job ${jobid}${name === null ? '' : ` (${name})`}`;
    return named.map(
      ([object, what]) => `${job} names ${object}, which is ${what}: it may fail from then on`,
    );
  });
}
