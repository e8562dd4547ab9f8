import { createHash } from 'node:crypto';
import type { Session } from '../database/session.js';
import { compareText } from '../model/id.js';
import { SYSTEM_CATALOGS, type SystemCatalog } from './system-catalogs.js';

/** One definition row of the database, without its contents. */
export interface SnapshotRow {
  readonly catalog: string;
  /** Which row of its catalog: an oid or a composite key. */
  readonly key: string;
  /** `catalog:oid:sub` of the object whose definition it is part of. */
  readonly home: string;
  /** OID of the relation it goes with; 0 where there is none. */
  readonly relation: number;
  /** Inserting transaction as the row holds it; 0 where the role may not see it. */
  readonly xmin: number;
  /** Values of the catalog's `flags`, in their order. */
  readonly flags: readonly string[];
  /** md5 of the stored form, `volatile` and `flags` left out. */
  readonly hash: string;
}

/** All definition rows of a database at one moment; rows are parsed only where two snapshots differ. */
export interface Snapshot {
  /** Per catalog: one line a row. */
  readonly lines: ReadonlyMap<string, string>;
  /** Per catalog: a hash over (key, xmin) of the rows that initdb made. */
  readonly builtin: ReadonlyMap<string, string>;
  /** OIDs of the system catalogs, by which homes name them. */
  readonly classes: ReadonlyMap<string, string>;
  /** The transaction counter when it was taken (32 bits): rows of a later xmin are newer. */
  readonly nextXid: string;
}

/** What happened to one row between two snapshots; `null`: it was not there, or is not there any more. */
export interface RowDifference {
  readonly before: SnapshotRow | null;
  readonly after: SnapshotRow | null;
}

interface ColumnRow {
  name: string;
  oid: number;
  whole: boolean;
  columns: { name: string; type: string }[];
}

const COLUMNS = `select c.relname as name, c.oid, has_table_privilege(c.oid, 'SELECT') as whole,
  coalesce((select json_agg(json_build_object('name', a.attname, 'type', a.atttypid::regtype::text) order by a.attnum)
    from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      and has_column_privilege(c.oid, a.attnum, 'SELECT')), '[]') as columns
  from pg_catalog.pg_class c where c.relnamespace = 'pg_catalog'::regnamespace and c.relname = any ($1)`;

/** Rows of temporary, toast and reconcile's own schemas are no definitions of the user's database. */
const HEAD = `with hidden as materialized (select oid, nspname from pg_catalog.pg_namespace
    where nspname ~ '^pg_(toast_)?temp_' or nspname in ('pg_toast', 'reconcile', 'reconcile_backup', 'reconcile_parked')),
  skipped as materialized (select oid from pg_catalog.pg_class where relnamespace in (select oid from hidden)),
  tables as materialized (select oid from pg_catalog.pg_class where relkind in ('r', 'p', 'f'))`;

/**
 * Takes the snapshot in two queries; everything is hashed in the server. Sees what the session's transaction sees.
 * With `newerThan` (another snapshot's nextXid), rows of initdb that were written since are listed one by one too.
 */
export async function takeSnapshot(session: Session, newerThan?: string): Promise<Snapshot> {
  const known = await readColumns(session);
  const rows = await session.query<{
    catalog: string;
    own: string | null;
    builtin: string | null;
    next: string;
  }>(snapshotQuery(SYSTEM_CATALOGS, known, newerThan));
  return {
    lines: new Map(rows.map((row) => [row.catalog, row.own ?? ''])),
    builtin: new Map(rows.flatMap((row) => (row.builtin === null ? [] : [[row.catalog, row.builtin]]))),
    classes: new Map([...known.values()].map((row) => [String(row.oid), row.name])),
    nextXid: rows[0]?.next ?? '0',
  };
}

/** Every row that is not the same in both; a row that was only written again with the same contents is no difference. */
export function compareSnapshots(before: Snapshot, after: Snapshot): RowDifference[] {
  return [...after.lines.keys()].flatMap((catalog) => compareCatalog(catalog, before, after));
}

function compareCatalog(catalog: string, before: Snapshot, after: Snapshot): RowDifference[] {
  const [old = '', now = ''] = [before.lines.get(catalog), after.lines.get(catalog)];
  if (old === now) return [];
  const gone = new Set(old.split('\n'));
  const differences = new Map<string, { before: SnapshotRow | null; after: SnapshotRow | null }>();
  for (const line of now.split('\n')) {
    if (gone.delete(line) || line === '') continue;
    const row = parseLine(catalog, line, after.classes);
    differences.set(row.key, { before: null, after: row });
  }
  for (const line of gone) {
    if (line === '') continue;
    const row = parseLine(catalog, line, before.classes);
    const entry = differences.get(row.key);
    if (entry === undefined) differences.set(row.key, { before: row, after: null });
    else if (sameContents(row, entry.after)) differences.delete(row.key);
    else entry.before = row;
  }
  return [...differences.values()];
}

function sameContents(a: SnapshotRow, b: SnapshotRow | null): boolean {
  return b !== null && a.hash === b.hash && a.home === b.home && a.flags.join() === b.flags.join();
}

async function readColumns(session: Session): Promise<Map<string, ColumnRow>> {
  const rows = await session.query<ColumnRow>(COLUMNS, [SYSTEM_CATALOGS.map((catalog) => catalog.name)]);
  return new Map(rows.map((row) => [row.name, row]));
}

function snapshotQuery(
  catalogs: readonly SystemCatalog[],
  known: ReadonlyMap<string, ColumnRow>,
  newerThan: string | undefined,
): string {
  const selects = catalogs.flatMap((catalog) => {
    const found = known.get(catalog.name);
    return found ? [selectOf(catalog, found, newerThan)] : [];
  });
  return `${HEAD}\n${selects.join('\nunion all\n')}`;
}

function parseLine(catalog: string, line: string, names: ReadonlyMap<string, string>): SnapshotRow {
  const [key = '', home = '', relation = '0', xmin = '0', hash = '', flags] = line.split(' ');
  const colon = home.indexOf(':');
  const owner = home.slice(0, colon);
  return {
    catalog,
    key,
    home: `${names.get(owner) ?? owner}${home.slice(colon)}`,
    relation: Number(relation),
    xmin: Number(xmin),
    flags: flags?.split(',') ?? [],
    hash,
  };
}

function selectOf(catalog: SystemCatalog, found: ColumnRow, newerThan: string | undefined): string {
  const whole = found.whole || catalog.instead === undefined;
  const source = whole ? `pg_catalog.${catalog.name}` : (catalog.instead ?? '');
  const left = new Set([...(catalog.volatile ?? []), ...(catalog.flags ?? [])]);
  const readable = whole ? found.columns : [];
  const hashed = readable.filter((column) => !left.has(column.name)).map(storedColumn);
  const value = hashed.length > 0 ? `row(${hashed.join(', ')})` : 't';
  const xmin = whole && found.whole ? 't.xmin' : "'0'";
  const flags = (catalog.flags ?? []).map((flag) => `t.${flag}`);
  const line = [
    `(${catalog.key ?? 't.oid'})`,
    `(${catalog.home ?? `'${found.oid}:' || t.oid || ':0'`})`,
    `(${catalog.relation ?? '0'})`,
    xmin,
    `md5(${value}::text)`,
    ...(flags.length > 0 ? [`concat_ws(',', ${flags.join(', ')})`] : []),
  ].join(`, `);
  const builtin = catalog.builtin === undefined ? 'false' : `${builtinColumn(catalog)} < 16384`;
  const fresh =
    newerThan === undefined || catalog.builtin === undefined
      ? ''
      : ` or age(t.xmin) <= age('${newerThan}'::xid)`;
  const where = catalog.where ?? 'true';
  const own = `select string_agg(concat_ws(' ', ${line}), E'\\n') from ${source} t where (not (${builtin})${fresh}) and ${where}`;
  const made =
    catalog.builtin === undefined
      ? 'null'
      : `(select md5(string_agg((${catalog.key ?? 't.oid'}) || ' ' || ${xmin}, ',' order by ${catalog.key ?? 't.oid'})) from ${source} t where ${builtin})`;
  return `select '${catalog.name}' as catalog, (${own}) as own, ${made} as builtin, ((pg_snapshot_xmax(pg_current_snapshot())::text::numeric) % 4294967296)::text as next`;
}

const builtinColumn = (catalog: SystemCatalog): string =>
  catalog.builtin?.startsWith('case') ? `(${catalog.builtin})` : `t.${catalog.builtin}`;

/** Prints a column as it is stored: names of functions would depend on the search path. */
function storedColumn(column: { name: string; type: string }): string {
  const name = `t."${column.name}"`;
  return column.type === 'regproc' ? `${name}::oid` : name;
}

/** sha256 over everything but xmin: equal where the definitions are. */
export function fingerprint(snapshot: Snapshot): string {
  const hash = createHash('sha256');
  for (const catalog of [...snapshot.lines.keys()].sort(compareText)) {
    const lines = (snapshot.lines.get(catalog) ?? '').split('\n').map(withoutXmin).sort(compareText);
    hash.update(`${catalog}\n${lines.join('\n')}\n`);
  }
  return hash.digest('hex');
}

function withoutXmin(line: string): string {
  const fields = line.split(' ');
  fields.splice(3, 1);
  return fields.join(' ');
}
