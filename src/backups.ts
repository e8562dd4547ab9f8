import { newId, takeBackup } from './backup/index.js';
import { openBackup, type Shelf } from './backup/open.js';
import { type PurgePlan, planPurge, purge } from './backup/purge.js';
import { type Verified, verifyBackup } from './backup/verify.js';
import type { Session } from './database/session.js';
import { type Environment, loadEnvironment } from './manifest/index.js';
import { userError } from './model/errors.js';
import { backupPlace, connect, type Project, planEnvironment } from './reconcile.js';
import { shelfOf } from './shelf.js';
import { toolVersion } from './version.js';

/** A backup that was taken by itself. */
export interface Taken {
  readonly id: string;
  readonly folder: string;
  readonly tables: number;
  readonly rows: number;
}

/** Takes a backup of what an apply would lose now; `null` where it would lose nothing. */
export async function backupNow(
  project: Project,
  onTable: (name: string, rows: number, bytes: number) => void,
): Promise<Taken | null> {
  const planned = await planEnvironment(project);
  const { environment, session, result } = planned;
  try {
    await session.run('begin isolation level repeatable read');
    try {
      const backup = await takeBackup(session, result, {
        place: backupPlace(project.dir, environment),
        environment: environment.name,
        id: newId(),
        toolVersion: toolVersion(),
        onTable,
      });
      await backup?.finish();
      await session.run('commit');
      return backup && { id: backup.id, folder: backup.folder, tables: backup.tables, rows: backup.rows };
    } catch (error) {
      if (!session.broken) await session.run('rollback');
      throw error;
    }
  } finally {
    await planned.close();
  }
}

async function onShelf<T>(
  project: Project,
  work: (shelf: Shelf, environment: Environment, session: Session) => Promise<T>,
): Promise<T> {
  const environment = await loadEnvironment(project.dir, project.name, project.env, {
    noEmbedded: project.noEmbedded ?? false,
  });
  const session = await connect(project, environment);
  try {
    return await work(shelfOf(project.dir, environment, session), environment, session);
  } finally {
    await session.close();
  }
}

/** Restores a backup into a scratch and compares it. */
export async function verifyOne(project: Project, id: string): Promise<Verified> {
  return onShelf(project, async (shelf, environment, session) => {
    const backup = await openBackup(shelf, id);
    if (backup === null) throw userError('backup', `There is no backup ${id} of ${environment.name}.`);
    try {
      return await verifyBackup(session, backup);
    } finally {
      await backup.close();
    }
  });
}

/** Removes what has aged out, if `agreed` says so of the plan. */
export async function purgeOld(
  project: Project,
  agreed: (plan: PurgePlan) => Promise<boolean>,
): Promise<{ plan: PurgePlan; done: boolean }> {
  return onShelf(project, async (shelf, environment) => {
    const plan = await planPurge(shelf, environment.retention, new Date());
    const done = await agreed(plan);
    if (done) await purge(shelf, plan);
    return { plan, done };
  });
}
