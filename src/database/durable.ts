import { closeSync, fsyncSync, openSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Flushes every file below a folder that changed since `since` (ms), and the folders: PGlite itself never does. */
export function flushFolder(folder: string, since: number): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) flushFolder(path, since);
    else if (entry.isFile() && changedSince(path, since)) flush(path);
  }
  if (changedSince(folder, since)) flush(folder);
}

/** A file or folder that vanishes meanwhile needs no flushing. */
export function flush(path: string): void {
  try {
    const handle = openSync(path, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}

/** File systems keep coarse times: a second is granted. */
function changedSince(path: string, since: number): boolean {
  const { mtimeMs, ctimeMs } = statSync(path);
  return Math.max(mtimeMs, ctimeMs) >= since - 1000;
}
