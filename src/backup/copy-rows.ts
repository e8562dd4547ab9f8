import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Session } from '../database/session.js';
import { userError } from '../model/errors.js';
import { quoteIdent } from '../model/id.js';
import { suffix, writeData } from './data-file.js';
import type { TableData } from './manifest.js';
import { copyTarget } from './restore-sql.js';
import type { Column, Source } from './sources.js';

/** Bytes between two words on how far a table is. */
const STRIDE = 64 << 20;

/** Copies one relation's rows into a file of their own, as a role that sees all of them. @throws UserError where the counts differ. */
export async function copyRows(
  session: Session,
  source: Source,
  folder: string,
  index: number,
  onProgress: (name: string, rows: number, bytes: number) => void = () => undefined,
): Promise<TableData> {
  const kind = kindOf(source);
  const columns = copiedColumns(source, kind).map((column) => column.name);
  const list = columns.map(quoteIdent).join(', ');
  const { schema, name } = kind === 'table' ? source.now : source;
  const target = copyTarget({ kind, schema, name }, index);
  const stem = `data/${String(index + 1).padStart(4, '0')}-${source.name.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 60)}`;
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
  const head = `COPY ${copied(target, list)} FROM stdin;\n`;
  let told = 0;
  const path = join(folder, stem);
  const written = await writeData(path, head, session.copyOut(`copy ${what} to stdout`), (bytes, rows) => {
    if (bytes - told < STRIDE) return;
    told = bytes;
    onProgress(source.qualified, rows, bytes);
  });
  await session.run('set local role none');
  if (counted?.count !== String(written.lines)) {
    throw userError(
      'backup',
      `The backup of ${source.qualified} is not whole: ${counted?.count} rows counted, ${written.lines} copied. Nothing was changed.`,
    );
  }
  const file = `${stem}${suffix(written.compressed)}`;
  await rename(path, join(folder, file));
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
    compressed: written.compressed,
    head: Buffer.byteLength(head),
    content_bytes: written.contentBytes,
    owner: source.owner,
  };
}

export const copied = (name: string, list: string): string => (list === '' ? name : `${name} (${list})`);

function kindOf(source: Source): TableData['kind'] {
  if (source.kind === 'm') return 'materialized view';
  if (source.lost === null) return 'table';
  // A key whose own values may change is none to find a row by.
  const key = source.columns.filter((column) => column.key);
  return key.length > 0 && !key.some(({ name }) => source.lost?.includes(name)) ? 'columns' : 'rows';
}

/** Generated columns are computed again; of a table that stays, the key and what is lost. */
function copiedColumns(source: Source, kind: TableData['kind']): Column[] {
  const stored = source.columns.filter((column) => column.generated === '');
  if (kind !== 'columns') return stored;
  return stored.filter((column) => column.key || source.lost?.includes(column.name));
}
