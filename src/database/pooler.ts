import type { Session } from './session.js';

/** How often two connections are compared: a pooler may give back the same backend by chance. */
const PROBES = 5;

/**
 * Whether one transaction of the session may have another backend than the next, as behind a pooler in transaction mode
 * (PgBouncer, Supavisor on port 6543): what is set for a session, and locks that it takes, then belong to whoever comes next.
 * Asks only where a pooler is known to be in between, over a second connection; where there can be none it is taken as so.
 */
export async function sharesBackends(session: Session): Promise<boolean> {
  if (!session.pooled) return false;
  const other = await session.another().catch(() => null);
  if (other === null) return true;
  try {
    for (let probe = 0; probe < PROBES; probe++) {
      const mine = await backendOf(session);
      await other.run('begin');
      const theirs = await backendOf(other);
      // Never asked while the other may hold the only backend.
      const again = theirs === mine ? null : await backendOf(session);
      await other.run('rollback');
      if (again !== mine) return true;
    }
    return false;
  } finally {
    await other.close().catch(() => undefined);
  }
}

async function backendOf(session: Session): Promise<number | undefined> {
  const [row] = await session.query<{ pid: number }>('select pg_backend_pid() as pid');
  return row?.pid;
}

/** Why steps outside of the transaction cannot be, and what to do. */
export const POOLED =
  'This connection goes through a pooler in transaction mode, where the steps outside of the transaction cannot run';
export const UNPOOLED =
  "connect to the server itself or to the pooler's session mode (Supabase: port 5432, not 6543), or take what the plan does online out of online:";
