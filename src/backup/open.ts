import { mkdtemp, readdir, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Session } from '../database/session.js';
import { type Problem, UserError, userError } from '../model/errors.js';
import { expectedFiles } from './backup.js';
import { readData } from './data-file.js';
import { checksum, removeFolder } from './files.js';
import { fetchFiles, storedIds } from './in-database.js';
import type { RowSource } from './load.js';
import type { BackupManifest } from './manifest.js';
import type { Place } from './place.js';

/** A backup whose files are as they were written. Close it. */
export interface OpenBackup {
  readonly manifest: BackupManifest;
  readonly source: RowSource;
  close(): Promise<void>;
}

/** Where the backups of an environment are looked for. */
export interface Shelf {
  readonly session: Session;
  /** What the environment says, and where else backups may be. */
  readonly places: readonly Place[];
  readonly environment: string;
}

/** Finds a backup and verifies its checksums; `null` where there is none of that id. @throws UserError where a file is not as it was written. */
export async function openBackup(shelf: Shelf, id: string): Promise<OpenBackup | null> {
  if (!/^[\w.-]+$/.test(id)) return null;
  for (const place of shelf.places) {
    if (place.kind === 'folder') {
      const folder = join(place.dir, shelf.environment, id);
      if (await isFolder(folder)) return open(folder, async () => undefined);
      continue;
    }
    const folder = await mkdtemp(join(tmpdir(), 'reconcile-restore-'));
    const close = (): Promise<void> => removeFolder(folder);
    try {
      if (await fetchFiles(shelf.session, id, folder)) return await open(folder, close);
      await close();
    } catch (error) {
      await close();
      throw error;
    }
  }
  return null;
}

/** Ids of all backups of an environment, oldest first, and where each is. */
export async function listBackups(shelf: Shelf): Promise<{ id: string; place: Place }[]> {
  const found: { id: string; place: Place }[] = [];
  for (const place of shelf.places) {
    const ids =
      place.kind === 'database'
        ? await storedIds(shelf.session, shelf.environment)
        : await foldersIn(join(place.dir, shelf.environment));
    found.push(...ids.map((id) => ({ id, place })));
  }
  return found.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

async function foldersIn(dir: string): Promise<string[]> {
  try {
    const entries = await readdir(dir, { withFileTypes: true });
    return entries
      .filter((one) => one.isDirectory() && !one.name.endsWith('.partial'))
      .map((one) => one.name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function open(folder: string, close: () => Promise<void>): Promise<OpenBackup> {
  const manifest = await readManifest(folder);
  const problems: Problem[] = [];
  for (const { file, sha256 } of expectedFiles(manifest)) {
    const found = await checksum(join(folder, file)).catch(() => null);
    if (found === sha256) continue;
    const what =
      found === null ? 'is missing or cannot be read' : 'is not as it was written (its sha256 differs)';
    problems.push({
      code: 'backup',
      message: `The backup ${manifest.id} is damaged: ${file} ${what}. Nothing was changed.`,
    });
  }
  if (problems.length > 0) throw new UserError(problems);
  const source: RowSource = {
    timeZone: manifest.time_zone,
    version: manifest.server_version,
    read: (data) =>
      readData(join(folder, data.file), {
        compressed: data.compressed,
        head: data.head,
        contentBytes: data.content_bytes,
      }),
  };
  return { manifest, source, close };
}

async function readManifest(folder: string): Promise<BackupManifest> {
  const path = join(folder, 'manifest.json');
  const broken = (why: string): Error =>
    userError('backup', `The backup's manifest ${path} cannot be used: ${why}. Nothing was changed.`);
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw broken(error instanceof Error ? error.message : String(error));
  }
  if (!isManifest(value)) throw broken('it is not of version 1');
  return value;
}

function isManifest(value: unknown): value is BackupManifest {
  return (
    typeof value === 'object' &&
    value !== null &&
    'version' in value &&
    value.version === 1 &&
    'tables' in value &&
    Array.isArray(value.tables) &&
    'sequences' in value &&
    Array.isArray(value.sequences) &&
    'restore_sha256' in value
  );
}
