import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Problem, UserError } from '../model/errors.js';

export interface OutFile {
  /** Relative to the folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Writes files into a folder, which need not exist. Throws UserError, and writes nothing, where one is there already. */
export async function writeFiles(folder: string, files: readonly OutFile[]): Promise<void> {
  const there: Problem[] = [];
  for (const { path } of files) {
    if (await exists(join(folder, path)))
      there.push({ code: 'exists', message: `${path} exists already and is not overwritten` });
  }
  if (there.length > 0) {
    const hint = 'give --out another folder, or remove the file';
    throw new UserError(there.map((problem) => ({ ...problem, hint })));
  }
  await mkdir(folder, { recursive: true });
  for (const { path, text } of files) {
    const full = join(folder, path);
    await mkdir(dirname(full), { recursive: true });
    await writeFile(full, text, { flag: 'wx' });
  }
}

/** Whether a folder holds nothing, or is not there. */
export async function isEmptyFolder(folder: string): Promise<boolean> {
  if (!(await exists(folder))) return true;
  return (await stat(folder)).isDirectory() && (await readdir(folder)).length === 0;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return false;
    throw error;
  }
}
