import type { Session } from '../../src/database/index.js';
import { quoteIdent } from '../../src/model/id.js';
import type { Right } from '../../src/model/plan.js';

/** Rows that a statement reached, or that the server refused it. */
export type Outcome = number | 'denied';

/** Runs a statement as a role, takes back what it did, and tells what the server let it do. */
export async function probe(session: Session, role: string, statement: string): Promise<Outcome> {
  await session.run('begin');
  try {
    await session.run(`set local role ${quoteIdent(role)}`);
    await session.run(
      `do $probe$ declare n int; begin ${statement}; get diagnostics n = row_count; perform set_config('probe.n', n::text, true); end $probe$`,
    );
    const [row] = await session.query<{ n: string }>("select current_setting('probe.n') as n");
    return Number(row?.n);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '42501') return 'denied';
    throw error;
  } finally {
    await session.run('rollback');
  }
}

/** A statement that needs the privilege on the relation, and no other. */
export function statementFor(privilege: string, relation: string, column: string): string {
  const statements: Record<string, string> = {
    SELECT: `perform ${column} from ${relation}`,
    INSERT: `insert into ${relation} values (1, 1)`,
    UPDATE: `update ${relation} set org = 1`,
    DELETE: `delete from ${relation}`,
    EXECUTE: `perform ${relation}`,
  };
  return statements[privilege] ?? '';
}

/** What the server did, where the plan says that a right is so: of three rows, policies let one or two through. */
export function fits(right: Right | undefined, privilege: string, outcome: Outcome): boolean {
  if (right === undefined || right.level === 'none') return outcome === 'denied' || outcome === 0;
  if (outcome === 'denied') return privilege === 'INSERT' && right.level === 'some';
  if (privilege === 'INSERT' || privilege === 'EXECUTE') return outcome === 1;
  const limited = right.policies !== undefined || right.restrictive !== undefined;
  return limited ? outcome <= 2 || right.policies?.includes('changes') === true : outcome === 3;
}
