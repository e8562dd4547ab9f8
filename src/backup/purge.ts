import { join } from 'node:path';
import type { Session } from '../database/session.js';
import { listHistory, parkedBy } from '../history/index.js';
import { compareText, qualified, quoteIdent } from '../model/id.js';
import { PARKED } from '../plan/park.js';
import { removeFolder } from './files.js';
import { deleteStored } from './in-database.js';
import { listBackups, type Shelf } from './open.js';
import type { Place } from './place.js';
import { expired, overstayed, type Retention } from './retention.js';

/** What purge would remove, and what it leaves. */
export interface PurgePlan {
  readonly backups: readonly { readonly id: string; readonly place: Place }[];
  /** Tables in the schema of parked tables, and the apply that parked each. */
  readonly parked: readonly { readonly name: string; readonly owner: string; readonly by: string }[];
  readonly kept: number;
  /** Parked tables of which the history knows nothing: they are left alone. */
  readonly unknown: readonly string[];
}

/** What has aged out, by the environment's retention. */
export async function planPurge(shelf: Shelf, retention: Retention, now: Date): Promise<PurgePlan> {
  const all = await listBackups(shelf);
  const old = new Set(expired([...new Set(all.map(({ id }) => id))], retention));
  const entries = new Map((await listHistory(shelf.session)).map((entry) => [entry.id, entry]));
  const parkedNames = await parkedBy(shelf.session);
  const there = await shelf.session.query<{ name: string; owner: string }>(
    `select c.relname::text as name, r.rolname::text as owner from pg_catalog.pg_class c join pg_catalog.pg_roles r on r.oid = c.relowner
      where c.relnamespace = to_regnamespace('${PARKED}') and c.relkind in ('r', 'p') order by 1`,
  );
  const parked: { name: string; owner: string; by: string }[] = [];
  const unknown: string[] = [];
  let kept = 0;
  for (const { name, owner } of there) {
    // A name may have been used before: the newest is the one that is there.
    const [by] = parkedNames.filter((one) => one.name === name).sort((a, b) => compareText(b.id, a.id));
    const entry = by === undefined ? undefined : entries.get(by.id);
    if (entry === undefined || by === undefined) unknown.push(name);
    else if (entry.environment !== shelf.environment) continue;
    else if (overstayed(new Date(entry.appliedAt), retention, now)) parked.push({ name, owner, by: by.id });
    else kept++;
  }
  const backups = all.filter(({ id }) => old.has(id));
  return { backups, parked, kept: kept + all.length - backups.length, unknown };
}

/** Removes it: what is in the database in one transaction, then the folders. */
export async function purge(shelf: Shelf, plan: PurgePlan): Promise<void> {
  const { session } = shelf;
  const stored = plan.backups.filter(({ place }) => place.kind === 'database').map(({ id }) => id);
  if (stored.length + plan.parked.length > 0) await inDatabase(session, plan, stored);
  for (const { id, place } of plan.backups)
    if (place.kind === 'folder') await removeFolder(join(place.dir, shelf.environment, id));
}

async function inDatabase(session: Session, plan: PurgePlan, stored: readonly string[]): Promise<void> {
  await session.run('begin; set local lock_timeout = 5000; set local search_path to pg_catalog');
  try {
    await deleteStored(session, stored);
    for (const { name, owner } of plan.parked) {
      const role = quoteIdent(owner);
      const [mine] = await session.query<{ same: boolean }>('select current_user = $1 as same', [owner]);
      const usage = `grant usage on schema ${PARKED} to ${role}`;
      const drop = `drop table ${qualified(PARKED, name)}`;
      await session.run(
        mine?.same === true ? drop : `${usage}; set local role ${role}; ${drop}; set local role none`,
      );
    }
    await session.run('commit');
  } catch (error) {
    if (!session.broken) await session.run('rollback');
    throw error;
  }
}
