import { isAbsolute, relative } from 'node:path';
import { userError } from '../../model/errors.js';
import { oneLine } from '../../render/clean.js';
import { counted } from '../../render/label.js';
import { bytesText } from '../../render/quantity.js';
import type { Flow, Project } from '../flow.js';
import type { Io } from '../io.js';
import { projectOf, type RawOptions } from '../settings.js';

export interface BackupSettings {
  readonly project: Project;
  /** The backup to verify; `null`: take one. */
  readonly verify: string | null;
}

export function backupSettings(name: string, options: RawOptions, io: Io): BackupSettings {
  return { project: projectOf(name, options, io), verify: options.verify ?? null };
}

/** Takes a backup of what an apply would lose, or verifies one that is there. */
export async function backupCommand(
  { project, verify }: BackupSettings,
  io: Io,
  flow: Flow,
): Promise<number> {
  if (verify !== null) {
    const { tables, rows, problems } = await flow.verifyBackup(project, verify);
    if (problems.length > 0) {
      throw userError('backup', `The backup ${verify} is not whole: ${problems.join('; ')}.`);
    }
    io.out.write(
      `The backup ${verify} is whole: ${counted(rows, 'row')} of ${counted(tables, 'table')} restored into a scratch and compared.\n`,
    );
    return 0;
  }
  const taken = await flow.takeBackup(project, (name, rows, bytes) =>
    io.err.write(`${oneLine(`backup ${name}: ${counted(rows, 'row')}, ${bytesText(bytes)}`)}\n`),
  );
  if (taken === null) {
    io.out.write(`An apply to ${project.name} would lose nothing now: there is nothing to back up.\n`);
    return 0;
  }
  const where = isAbsolute(taken.folder) ? relative(project.dir, taken.folder) : taken.folder;
  io.out.write(
    `Backup ${taken.id}: ${counted(taken.rows, 'row')} of ${counted(taken.tables, 'table')} in ${where}\n`,
  );
  return 0;
}
