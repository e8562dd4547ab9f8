import { createHash } from 'node:crypto';
import { type FileHandle, open, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Session } from '../database/session.js';
import { userError } from '../model/errors.js';
import { makeFolder } from './files.js';
import { ensureSchema, lockAway } from './locked-away.js';

export const SCHEMA = 'reconcile_backup';
/** Bytes of one row. */
const PART = 1 << 20;

const TABLE = `create table if not exists reconcile_backup.files (
  backup text not null, environment text not null, path text not null, part integer not null, data bytea not null,
  stored_at timestamptz not null default clock_timestamp(), primary key (backup, path, part))`;

/** Stores a backup's files in the open transaction, as the connecting role; nobody else can read them. */
export async function storeFiles(
  session: Session,
  backup: { readonly id: string; readonly environment: string },
  folder: string,
  paths: readonly string[],
): Promise<void> {
  await ensureSchema(session, SCHEMA);
  await session.run(`${TABLE}; alter table reconcile_backup.files alter column data set storage external`);
  await lockAway(session, SCHEMA);
  for (const path of paths) {
    const file = await open(join(folder, path), 'r');
    try {
      await storeFile(session, backup, path, file);
    } finally {
      await file.close();
    }
  }
}

async function storeFile(
  session: Session,
  { id, environment }: { readonly id: string; readonly environment: string },
  path: string,
  file: FileHandle,
): Promise<void> {
  for (let part = 0; ; part++) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(PART), 0, PART, null);
    if (bytesRead === 0 && part > 0) return;
    const data = buffer.subarray(0, bytesRead);
    const [row] = await session.query<{ sha256: string }>(
      `insert into reconcile_backup.files (backup, environment, path, part, data) values ($1, $2, $3, $4, $5)
       returning encode(sha256(data), 'hex') as sha256`,
      [id, environment, path, part, data],
    );
    if (row?.sha256 !== createHash('sha256').update(data).digest('hex'))
      throw userError('backup', `The backup's file ${path} was not stored as it is. Nothing was changed.`);
  }
}

/** Ids of the backups that the database holds, of one environment or of all. */
export async function storedIds(session: Session, environment?: string): Promise<string[]> {
  if (!(await there(session))) return [];
  const rows = await session.query<{ backup: string }>(
    'select distinct backup from reconcile_backup.files where $1::text is null or environment = $1 order by 1',
    [environment ?? null],
  );
  return rows.map((row) => row.backup);
}

async function there(session: Session): Promise<boolean> {
  const [found] = await session.query<{ there: boolean }>(
    "select to_regclass('reconcile_backup.files') is not null as there",
  );
  return found?.there === true;
}

/** Writes a stored backup's files into a folder, part by part. `false`: the database has no such backup. */
export async function fetchFiles(session: Session, id: string, folder: string): Promise<boolean> {
  if (!(await there(session))) return false;
  const rows = await session.query<{ path: string; part: number }>(
    'select path, part from reconcile_backup.files where backup = $1 order by path, part',
    [id],
  );
  for (const { path, part } of rows) {
    if (!/^(data\/)?[\w.-]+$/.test(path)) throw new Error(`a stored backup has the file ${path}`);
    await makeFolder(dirname(join(folder, path)));
    const [row] = await session.query<{ data: string }>(
      "select encode(data, 'base64') as data from reconcile_backup.files where backup = $1 and path = $2 and part = $3",
      [id, path, part],
    );
    const data = Buffer.from(row?.data ?? '', 'base64');
    await writeFile(join(folder, path), data, { mode: 0o600, flag: part === 0 ? 'wx' : 'a' });
  }
  return rows.length > 0;
}

/** Deletes stored backups, inside the open transaction. */
export async function deleteStored(session: Session, ids: readonly string[]): Promise<void> {
  if (ids.length > 0 && (await there(session)))
    await session.query('delete from reconcile_backup.files where backup = any ($1)', [ids]);
}
