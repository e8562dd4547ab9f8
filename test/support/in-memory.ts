import { accessSync, chmodSync, constants, mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FOLDER = '/dev/shm';
const ROOM = 4 * 1024 ** 3;

/**
 * Servers and folders of tests are made in memory where the host (Linux) has 4 GB of it for files, unless TMPDIR says
 * where: CREATE DATABASE writes some 300 files, which takes 10 to 30 ms there and 100 to 250 ms on a disk.
 */
export function filesInMemory(): void {
  if (process.env.TMPDIR !== undefined) return;
  try {
    accessSync(FOLDER, constants.W_OK);
    const { bavail, bsize } = statfsSync(FOLDER);
    if (bavail * bsize >= ROOM) process.env.TMPDIR = FOLDER;
  } catch {
    // No such folder: the usual one.
  }
}

/** A new folder that everything of a run goes into, its servers' too: any user may write there. Returns its path. */
export function folderOfRun(): string {
  filesInMemory();
  const folder = mkdtempSync(join(tmpdir(), 'run-'));
  chmodSync(folder, 0o1777);
  process.env.TMPDIR = folder;
  return folder;
}
