import { type OpenBackup, openBackup, type Shelf } from './backup/open.js';
import type { Session } from './database/session.js';
import type { HistoryEntry } from './history/index.js';
import { BACKUPS, type Environment } from './manifest/index.js';
import { userError } from './model/errors.js';
import { backupPlace } from './reconcile.js';

/** Where an environment's backups may be: as its file says, then the other kind of place. */
export function shelfOf(dir: string, environment: Environment, session: Session): Shelf {
  const said = backupPlace(dir, environment);
  const other =
    said.kind === 'folder'
      ? ({ kind: 'database' } as const)
      : backupPlace(dir, { ...environment, backups: BACKUPS });
  return { session, places: [said, other], environment: environment.name };
}

/** The backup that an entry of the history names; `null`: none. @throws UserError where it is not to be found. */
export async function backupOf(
  shelf: Shelf,
  environment: Environment,
  entry: HistoryEntry,
): Promise<OpenBackup | null> {
  if (entry.backup === null) return null;
  const backup = await openBackup(shelf, entry.backup);
  if (backup !== null) return backup;
  throw userError(
    'backup',
    `The backup ${entry.backup} is neither in ${environment.backups} nor in the database. Nothing was changed.`,
    {
      hint: `put its folder back into ${environment.backups}/${environment.name}`,
    },
  );
}
