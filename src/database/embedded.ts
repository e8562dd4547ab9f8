import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { userError } from '../model/errors.js';
import { flush, flushFolder } from './durable.js';
import { isDatabaseFailure } from './failure.js';
import { takeLock } from './lock.js';
import { pgliteSession, startPglite } from './pglite.js';
import { embeddedExtensions } from './pglite-extensions.js';
import { problemInText } from './problem.js';
import type { Session } from './session.js';

/** SQL that fills a database on its first use. `file`: for messages, relative to the project's directory. */
export interface Seed {
  readonly file: string;
  readonly sql: string;
}

/** The role that a session logs in as; a seed may have made it anew, without superuser. */
const LOGIN = 'postgres';

/**
 * Opens `DIR/.reconcile/embedded/NAME`, under an exclusive lock, filling it first where it does not exist yet. A first
 * fill that is killed or fails leaves no database. Throws a UserError where another process holds it, where the seed
 * fails (with its line and column), or where the folder cannot be opened.
 */
export async function openEmbedded(dir: string, name: string, seed?: Seed): Promise<Session> {
  if (!/^[A-Za-z0-9_][\w.-]*$/.test(name)) {
    throw userError('embedded', `"${name}" is no name for an embedded database`, {
      hint: 'use letters, digits, "_", "-" and "."',
    });
  }
  const label = `embedded database ${name}`;
  const folder = join(dir, '.reconcile', 'embedded', name);
  const lock = takeLock(`${folder}.lock`, label, `${shown(dir, folder)}.lock`);
  try {
    if (!existsSync(folder)) await fill(folder, seed);
    return await openFolder(dir, folder, label, () => lock.release());
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Relative to the project's directory, with forward slashes. */
function shown(dir: string, path: string): string {
  return relative(dir, path).split(sep).join('/');
}

async function openFolder(dir: string, folder: string, label: string, release: () => void): Promise<Session> {
  const opened = Date.now();
  try {
    const database = await startPglite({
      directory: folder,
      fresh: false,
      extensions: await embeddedExtensions(),
    });
    return await pgliteSession(database, label, LOGIN, async () => {
      try {
        flushFolder(folder, opened);
      } finally {
        release();
      }
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw userError('embedded', `${label} cannot be opened: ${reason}`, {
      hint: `if it is damaged or of another PostgreSQL major, delete ${shown(dir, folder)}; it is filled anew on the next use`,
    });
  }
}

/** Fills a folder beside the real one and renames it once it is whole and on disk. The caller holds the lock. */
async function fill(folder: string, seed: Seed | undefined): Promise<void> {
  const half = `${folder}.filling`;
  rmSync(half, { recursive: true, force: true });
  const database = await startPglite({
    directory: half,
    fresh: true,
    extensions: await embeddedExtensions(),
  });
  const session = await pgliteSession(database, 'embedded database', null, () => Promise.resolve());
  try {
    if (seed !== undefined) await runSeed(session, seed);
    await session.close();
    flushFolder(half, 0);
    renameSync(half, folder);
    flush(dirname(folder));
  } catch (error) {
    await session.close();
    rmSync(half, { recursive: true, force: true });
    throw error;
  }
}

async function runSeed(session: Session, seed: Seed): Promise<void> {
  try {
    await session.run(seed.sql);
  } catch (error) {
    throw isDatabaseFailure(error) ? problemInText(error, seed.sql, seed.file) : error;
  }
}

/** Names of the embedded databases that a project has on disk. */
export function embeddedDatabases(dir: string): string[] {
  const folder = join(dir, '.reconcile', 'embedded');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.endsWith('.filling'))
    .map((entry) => entry.name)
    .sort();
}
