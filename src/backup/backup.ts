import { mkdtemp, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Session } from '../database/session.js';
import { userError } from '../model/errors.js';
import { type Key, keyOf } from '../model/id.js';
import { recreate } from '../plan/recreate.js';
import type { PlanResult } from '../plan/result.js';
import { ownerIn } from '../plan/roles.js';
import { copyRows } from './copy-rows.js';
import { checksum, makeFolder, removeFolder, syncFolder, writeText } from './files.js';
import { storeFiles } from './in-database.js';
import type { BackupManifest, TableData } from './manifest.js';
import { checkSpace, type Place } from './place.js';
import { type Restorable, restoreSql, sessionSettings, setPosition } from './restore-sql.js';
import { readPositions } from './sequences.js';
import { findSources, type Source } from './sources.js';

export interface BackupOptions {
  /** The backup goes to `<dir>/<environment>/<id>`, absolute, or into the database. */
  readonly place: Place;
  readonly environment: string;
  readonly id: string;
  readonly toolVersion: string;
  readonly onTable?: (name: string, rows: number, bytes: number) => void;
  /** Told now and then how far a table is: bytes as COPY gives them. */
  readonly onProgress?: (name: string, rows: number, bytes: number) => void;
  /** Bytes free in a folder; `null`: nobody knows. Default: what the file system says. */
  readonly freeBytes?: (dir: string) => Promise<number | null>;
  /** Write a backup of definitions alone where no rows are lost. Default false. */
  readonly always?: boolean;
}

/** A backup that is written, but may still be taken back. */
export interface Backup {
  readonly id: string;
  /** Where it is: a folder, or `the database`. */
  readonly folder: string;
  readonly tables: number;
  readonly rows: number;
  /** Reads every checksum back from disk and gives the folder its name, lastingly. @throws UserError where a file is not as written. */
  finish(): Promise<void>;
  /** Removes the folder: what it saves was not lost. */
  discard(): Promise<void>;
}

/**
 * Copies what the plan destroys, inside the open transaction and under its locks; `null` where nothing would be lost.
 * Everything that it sets or lifts meanwhile is rolled back to a savepoint.
 */
export async function takeBackup(
  session: Session,
  result: PlanResult,
  options: BackupOptions,
): Promise<Backup | null> {
  if (result.losses.length === 0 && options.always !== true) return null;
  const { place } = options;
  const stored = place.kind === 'database';
  const final = stored
    ? await mkdtemp(join(tmpdir(), 'reconcile-backup-'))
    : join(place.dir, options.environment, options.id);
  const folder = stored ? final : `${final}.partial`;
  try {
    await makeFolder(join(folder, 'data'));
    await session.run(
      `savepoint reconcile_backup; ${sessionSettings(result.live.settings).join(' ')} set local lock_timeout = 0; set local synchronize_seqscans = off`,
    );
    const manifest = await writeBackup(session, result, options, folder, stored ? '.' : final);
    await session.run('rollback to savepoint reconcile_backup; release savepoint reconcile_backup');
    const files = [...expectedFiles(manifest).map(({ file }) => file), 'manifest.json'];
    if (stored) {
      await session.run('savepoint reconcile_backup; set local statement_timeout = 0');
      await storeFiles(session, options, folder, files);
      await session.run('release savepoint reconcile_backup');
      await removeFolder(folder);
    }
    return {
      id: options.id,
      folder: stored ? 'the database' : final,
      tables: manifest.tables.length,
      rows: manifest.tables.reduce((sum, table) => sum + table.rows, 0),
      finish: async () => (stored ? undefined : finish(folder, final, manifest)),
      discard: async () => {
        await removeFolder(folder);
        if (!stored) await removeFolder(final);
      },
    };
  } catch (error) {
    await removeFolder(folder);
    throw error;
  }
}

async function writeBackup(
  session: Session,
  result: PlanResult,
  options: BackupOptions,
  folder: string,
  final: string,
): Promise<BackupManifest> {
  const sources = await findSources(session, result);
  await checkSpace(
    folder,
    sources.reduce((sum, source) => sum + (source.populated ? source.size : 0), 0),
    options.freeBytes,
  );
  const sequences = await readPositions(session, result, sources);
  const tables: Restorable[] = [];
  for (const source of sources) {
    if (!source.populated) continue;
    const data = await copyRows(session, source, folder, tables.length, options.onProgress);
    const role = ownerIn(result.live, source.owner, source.schema);
    tables.push({ data, role, columns: source.columns, now: source.now, retyped: retyped(result, source) });
    options.onTable?.(source.qualified, data.rows, data.bytes);
  }
  const definitions = recreate(result.live, lostKeys(result));
  const positions = sequences.map(({ after: one }) => ({
    role: ownerIn(result.live, one.owner, one.schema),
    sql: [setPosition(one)],
  }));
  const script = restoreSql(options.id, definitions, tables, positions, result.live.settings, final);
  const manifest: BackupManifest = {
    version: 1,
    id: options.id,
    environment: options.environment,
    taken_at: new Date().toISOString(),
    server_version: session.version,
    tool_version: options.toolVersion,
    time_zone: result.live.settings.TimeZone ?? null,
    tables: tables.map((table) => table.data),
    sequences: sequences.map(({ before }) => before),
    definitions,
    undo: result.undo ?? null,
    restore_sha256: await writeText(join(folder, 'restore.sql'), script),
  };
  await writeText(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/** Everything that the plan removes for good, columns of surviving tables left to restore.sql's own statements. */
function lostKeys(result: PlanResult): Key[] {
  const columns = new Set(
    result.losses.flatMap((loss) =>
      (loss.columns ?? []).map((name) =>
        keyOf({ ...loss.relation.id, kind: 'column', table: loss.relation.id.name, name }),
      ),
    ),
  );
  return [...result.expected].flatMap(([key, expected]) =>
    expected === null && result.live.objects.has(key) && !columns.has(key) ? [key] : [],
  );
}

function retyped(result: PlanResult, source: Source): ReadonlySet<string> {
  const survives = (name: string): boolean =>
    Boolean(
      result.expected.get(
        keyOf({ kind: 'column', schema: source.now.schema, table: source.now.name, name, arguments: null }),
      ),
    );
  const lost = source.columns.filter(({ name }) => source.lost?.includes(name));
  return new Set(lost.flatMap(({ name, now }) => (survives(now) ? name : [])));
}

/** Every file of a backup but its manifest, and the checksum that it must have. */
export function expectedFiles(manifest: BackupManifest): { file: string; sha256: string }[] {
  return [
    ...manifest.tables.map((table: TableData) => ({ file: table.file, sha256: table.sha256 })),
    { file: 'restore.sql', sha256: manifest.restore_sha256 },
  ];
}

async function finish(folder: string, final: string, manifest: BackupManifest): Promise<void> {
  for (const { file, sha256 } of expectedFiles(manifest)) {
    if ((await checksum(join(folder, file))) === sha256) continue;
    throw userError(
      'backup',
      `The backup's file ${file} does not read back as it was written. Nothing was changed.`,
    );
  }
  await syncFolder(join(folder, 'data'));
  await syncFolder(folder);
  await rename(folder, final);
  await syncFolder(dirname(final));
}
