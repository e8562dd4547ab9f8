import type { Session } from '../database/session.js';
import { UserError } from '../model/errors.js';
import { quoteIdent, quoteLiteral, sqlName } from '../model/id.js';
import type { PlanResult } from '../plan/result.js';
import { actable } from '../plan/roles.js';
import { messageOf } from './server-error.js';

/** What follows COMMIT, as `after:` says. */
export interface After {
  /** Channel → payload. */
  readonly notify: Readonly<Record<string, string>>;
  /** ANALYZE the tables that were rewritten. */
  readonly analyze: boolean;
  readonly sql: readonly string[];
}

/**
 * Runs each statement in a transaction of its own, all of them, whatever becomes of the others.
 * @throws UserError that says that the change is committed, with every statement that failed.
 */
export async function runAfter(
  session: Session,
  result: PlanResult,
  after: After,
  became: string,
): Promise<void> {
  const statements = [
    ...(after.analyze ? analyses(result) : []),
    ...Object.entries(after.notify).map(
      ([channel, payload]) => `notify ${quoteIdent(channel)}, ${quoteLiteral(payload)}`,
    ),
    ...after.sql,
  ];
  const failed: string[] = [];
  for (const sql of statements) {
    try {
      await session.run(sql);
    } catch (error) {
      failed.push(`${sql}: ${messageOf(error)}`);
    }
  }
  if (failed.length === 0) return;
  throw new UserError(
    failed.map((one) => ({
      code: 'after',
      message: `${became}, but a statement of after: failed: ${one}`,
      hint: 'run it by hand once it can succeed',
    })),
  );
}

/** ANALYZE of tables that are still there, under the names that steps gave them: as the owner, else it only warns. */
function analyses(result: PlanResult): string[] {
  const statements = result.steps
    .filter(({ step }) => step.rewrite)
    .flatMap(({ relations }) => relations.filter(({ mode }) => mode === 'ACCESS EXCLUSIVE'))
    .flatMap(({ key }) => {
      const [live, after] = [result.live.objects.get(key), result.expected.get(key)];
      if (live === undefined || after === null) return [];
      const owner = actable((after ?? live).owner);
      const role = owner === null ? '' : `set local role ${quoteIdent(owner)}; `;
      return `${role}analyze ${sqlName(live.id)}`;
    });
  return [...new Set(statements)].sort();
}
