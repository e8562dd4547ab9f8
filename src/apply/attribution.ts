import type { Session } from '../database/session.js';
import { compareSnapshots, type RowDifference, type Snapshot, takeSnapshot } from './snapshot.js';

/**
 * The differences that another transaction committed while this one ran.
 * A row that is there tells by its xmin; one that vanished, or whose xmin the role may not see, tells by whether a
 * second connection sees the same as we do. Where there is no second connection it counts as ours. A row that changed
 * under the xmin it had was written in place (CREATE INDEX does so to its table's), which only says that something
 * else happened, whose own rows tell whose it was.
 */
export async function foreignRows(
  session: Session,
  before: Snapshot,
  after: Snapshot,
  differences: readonly RowDifference[],
): Promise<ReadonlySet<RowDifference>> {
  const xmins = [
    ...new Set(differences.flatMap(({ after: row }) => (row && row.xmin > 2 ? [row.xmin] : []))),
  ];
  const committed = await committedXids(session, xmins);
  const foreign = new Set(
    differences.filter(
      ({ before: was, after: row }) => row !== null && committed.has(row.xmin) && was?.xmin !== row.xmin,
    ),
  );
  const unclear = differences.filter(({ after: row }) => row === null || row.xmin === 0);
  if (unclear.length === 0) return foreign;
  for (const row of await seenByOthers(session, before, after, unclear)) foreign.add(row);
  return foreign;
}

/** Of raw 32-bit xids, those whose transaction is committed; our own is still in progress. */
async function committedXids(session: Session, xmins: readonly number[]): Promise<ReadonlySet<number>> {
  if (xmins.length === 0) return new Set();
  const rows = await session.query<{ xmin: string }>(
    `with now as (select pg_current_xact_id()::text::numeric as xid)
     select x::text as xmin from unnest($1::bigint[]) x, now
      where pg_xact_status((now.xid + (x - now.xid % 4294967296 + 6442450944) % 4294967296 - 2147483648)::text::xid8) = 'committed'`,
    [xmins],
  );
  return new Set(rows.map((row) => Number(row.xmin)));
}

async function seenByOthers(
  session: Session,
  before: Snapshot,
  after: Snapshot,
  unclear: readonly RowDifference[],
): Promise<RowDifference[]> {
  const other = await session.another();
  if (other === null) return [];
  try {
    const theirs = await takeSnapshot(other, before.nextXid);
    // What we see and they do not is our own uncommitted work.
    const ours = new Set(compareSnapshots(after, theirs).map(rowName));
    return unclear.filter((row) => !ours.has(rowName(row)));
  } finally {
    await other.close();
  }
}

function rowName({ before, after }: RowDifference): string {
  const row = after ?? before;
  return `${row?.catalog} ${row?.key}`;
}
