import { rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Session } from '../database/session.js';
import { userError } from '../model/errors.js';
import { type Key, keyOf, quoteIdent } from '../model/id.js';
import { recreate } from '../plan/recreate.js';
import type { PlanResult } from '../plan/result.js';
import { checksum, makeFolder, removeFolder, syncFolder, writeFile, writeText } from './files.js';
import type { BackupManifest, TableData } from './manifest.js';
import { copyTarget, type Restorable, restoreSql, sessionSettings } from './restore-sql.js';
import { readPositions } from './sequences.js';
import { type Column, findSources, type Source } from './sources.js';

export interface BackupOptions {
  /** Absolute; the backup goes to `<dir>/<environment>/<id>`. */
  readonly dir: string;
  readonly environment: string;
  readonly id: string;
  readonly toolVersion: string;
  readonly onTable?: (name: string, rows: number, bytes: number) => void;
}

/** A backup that is written, but may still be taken back. */
export interface Backup {
  readonly id: string;
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
  if (result.losses.length === 0) return null;
  const final = join(options.dir, options.environment, options.id);
  const folder = `${final}.partial`;
  try {
    await makeFolder(join(folder, 'data'));
    await session.run(
      `savepoint reconcile_backup; ${sessionSettings(result.live.settings).join(' ')} set local lock_timeout = 0`,
    );
    const manifest = await writeBackup(session, result, options, folder);
    await session.run('rollback to savepoint reconcile_backup; release savepoint reconcile_backup');
    return {
      id: options.id,
      folder: final,
      tables: manifest.tables.length,
      rows: manifest.tables.reduce((sum, table) => sum + table.rows, 0),
      finish: () => finish(folder, final, manifest),
      discard: async () => {
        await removeFolder(folder);
        await removeFolder(final);
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
): Promise<BackupManifest> {
  const sources = await findSources(session, result);
  const sequences = await readPositions(session, result, sources);
  const tables: Restorable[] = [];
  for (const source of sources) {
    if (!source.populated) continue;
    const data = await copyRows(session, source, folder, tables.length);
    tables.push({ data, columns: source.columns, retyped: retyped(result, source) });
    options.onTable?.(source.qualified, data.rows, data.bytes);
  }
  const definitions = recreate(result.live, lostKeys(result));
  const script = restoreSql(options.id, definitions, tables, sequences, result.live.settings);
  const restore = await writeText(join(folder, 'restore.sql'), script);
  const manifest: BackupManifest = {
    version: 1,
    id: options.id,
    environment: options.environment,
    taken_at: new Date().toISOString(),
    server_version: session.version,
    tool_version: options.toolVersion,
    tables: tables.map((table) => table.data),
    sequences,
    definitions,
    restore_sha256: restore.sha256,
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
        keyOf({ kind: 'column', schema: source.schema, table: source.name, name, arguments: null }),
      ),
    );
  return new Set((source.lost ?? []).filter(survives));
}

async function copyRows(session: Session, source: Source, folder: string, index: number): Promise<TableData> {
  const kind = kindOf(source);
  const columns = copiedColumns(source, kind).map((column) => column.name);
  const list = columns.map(quoteIdent).join(', ');
  const target = copyTarget({ kind, schema: source.schema, name: source.name }, index);
  const file = `data/${String(index + 1).padStart(4, '0')}-${source.name.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 60)}.sql`;
  if (source.lift) {
    await session.run(
      `set local role ${quoteIdent(source.owner)}; alter table ${source.qualified} no force row level security`,
    );
  }
  await session.run(
    `set local role ${source.role === null && !source.lift ? 'none' : quoteIdent(source.role ?? source.owner)}`,
  );
  const [counted] = await session.query<{ count: string }>(
    `select count(*)::text as count from only ${source.qualified}`,
  );
  const what =
    kind === 'materialized view'
      ? `(select ${list || '*'} from ${source.qualified})`
      : copied(source.qualified, list);
  const written = await writeFile(
    join(folder, file),
    `COPY ${copied(target, list)} FROM stdin;\n`,
    session.copyOut(`copy ${what} to stdout`),
    '\\.\n',
  );
  await session.run('set local role none');
  if (counted?.count !== String(written.lines)) {
    throw userError(
      'backup',
      `The backup of ${source.qualified} is not whole: ${counted?.count} rows counted, ${written.lines} copied. Nothing was changed.`,
    );
  }
  return {
    schema: source.schema,
    name: source.name,
    file,
    columns,
    kind,
    lost: source.lost ?? [],
    rows: written.lines,
    bytes: written.bytes,
    sha256: written.sha256,
    owner: source.owner,
  };
}

const copied = (name: string, list: string): string => (list === '' ? name : `${name} (${list})`);

function kindOf(source: Source): TableData['kind'] {
  if (source.kind === 'm') return 'materialized view';
  if (source.lost === null) return 'table';
  return source.columns.some((column) => column.key) ? 'columns' : 'rows';
}

/** Generated columns are computed again; of a table that stays, the key and what is lost. */
function copiedColumns(source: Source, kind: TableData['kind']): Column[] {
  const stored = source.columns.filter((column) => column.generated === '');
  if (kind !== 'columns') return stored;
  return stored.filter((column) => column.key || source.lost?.includes(column.name));
}

async function finish(folder: string, final: string, manifest: BackupManifest): Promise<void> {
  const expected = [
    ...manifest.tables.map((table) => ({ file: table.file, sha256: table.sha256 })),
    { file: 'restore.sql', sha256: manifest.restore_sha256 },
  ];
  for (const { file, sha256 } of expected) {
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
