import type { Session } from '../database/session.js';
import { userError } from '../model/errors.js';
import { qualified, quoteIdent, quoteLiteral } from '../model/id.js';
import { copied } from './copy-rows.js';
import type { TableData } from './manifest.js';
import { sameBytes } from './same-bytes.js';
import { ROW_SETTINGS, underSettings } from './settings.js';
import { printed, unguarded } from './unguarded.js';

/** Where rows come from. */
export interface RowSource {
  /** The rows as COPY wrote them. */
  read(data: TableData): AsyncIterable<Uint8Array>;
  readonly timeZone: string | null;
  /** server_version_num of the server that wrote them. */
  readonly version: number;
}

/** Values are compared as they were printed. */
const settingsOf = ({ timeZone }: RowSource): Record<string, string> => ({
  ...ROW_SETTINGS,
  ...(timeZone === null ? {} : { timezone: timeZone }),
});

const SIDE = 'pg_temp.reconcile_load';

/** Loads one file into the table that it came from and compares both. @throws UserError where the table does not hold the same. */
export async function loadRows(session: Session, data: TableData, source: RowSource): Promise<void> {
  const table = qualified(data.schema, data.name);
  await session.run('set local role none');
  await underSettings(session, settingsOf(source), async () => {
    if (data.kind === 'table') await loadTable(session, table, data, source);
    else await loadColumns(session, table, data, source);
  });
}

async function loadTable(session: Session, table: string, data: TableData, source: RowSource): Promise<void> {
  const what = copied(table, data.columns.map(quoteIdent).join(', '));
  await unguarded(session, table, async () => {
    const rows = await session.copyIn(`copy ${what} from stdin`, source.read(data));
    const same =
      !sameMajor(source.version, session.version) ||
      (await sameBytes(session.copyOut(`copy ${what} to stdout`), source.read(data)));
    const [counted] = await session.query<{ count: string }>(
      `select count(*)::text as count from only ${table}`,
    );
    if (rows !== data.rows || counted?.count !== String(data.rows) || !same)
      throw notEqual(table, `${data.rows} rows in the backup, ${counted?.count} in the table`);
  });
}

/** Another major may print a value in another way. */
export const sameMajor = (a: number, b: number): boolean => Math.floor(a / 10_000) === Math.floor(b / 10_000);

/** Values of columns, by the primary key; without one by all other columns, equal rows in any order. */
async function loadColumns(
  session: Session,
  table: string,
  data: TableData,
  source: RowSource,
): Promise<void> {
  const { types, lost, keys } = await columnsOf(session, table, data);
  if (lost.length === 0) return;
  if (data.kind === 'columns' && keys.length === 0) throw notEqual(table, 'its key is no longer there');
  await besides(session, data, source);
  const value = (name: string): string => `l.${quoteIdent(name)}::${types.get(name)?.type}`;
  const set = lost.map((name) => `${quoteIdent(name)} = ${value(name)}`).join(', ');
  const [before] = await session.query<{ columns: string | null }>(
    `select current_setting(${emptied(table)}, true) as columns`,
  );
  const taken = JSON.parse(before?.columns || '[]') as string[];
  const matched = matching(data, table, keys, types, taken);
  await unguarded(session, table, async () => {
    const always = lost.filter((name) => types.get(name)?.always === true);
    const identity = (how: string): string =>
      always
        .map((name) => `alter table ${table} alter column ${quoteIdent(name)} set generated ${how}; `)
        .join('');
    await session.run(
      `${identity('by default')}update only ${table} t set ${set} from ${matched.from} where ${matched.where}; ${identity('always')}`,
    );
    const [wrong] = await session.query<{ count: string }>(
      `select (${missing(table, [...keys, ...lost])} - ${missing(table, keys)})::text as count`,
    );
    if (wrong?.count !== '0')
      throw notEqual(table, `${wrong?.count} rows with other values in ${lost.join(', ')}`);
  });
  await session.run(`drop table ${SIDE}`);
}

interface Columns {
  readonly types: ReadonlyMap<string, StoredType>;
  /** Those whose values the file brings, and those by which a row is found, as far as the table has them. */
  readonly lost: readonly string[];
  readonly keys: readonly string[];
}

async function columnsOf(session: Session, table: string, data: TableData): Promise<Columns> {
  const types = await typesOf(session, table);
  const there = data.columns.filter((name) => types.has(name));
  return {
    types,
    lost: there.filter((name) => data.lost.includes(name)),
    keys: there.filter((name) => !data.lost.includes(name)),
  };
}

/** Puts a file's rows beside their table, as texts. */
async function besides(session: Session, data: TableData, source: RowSource): Promise<void> {
  const shape = data.columns.map((name) => `${quoteIdent(name)} text`).join(', ');
  await session.run(
    `create temporary table reconcile_load (${shape}) on commit drop; grant select on ${SIDE} to public`,
  );
  await session.copyIn(
    `copy ${SIDE} (${data.columns.map(quoteIdent).join(', ')}) from stdin`,
    source.read(data),
  );
  await session.run(`analyze ${SIDE}`);
}

const matching = (
  data: TableData,
  table: string,
  keys: readonly string[],
  types: Columns['types'],
  taken: readonly string[] = [],
): { from: string; where: string } =>
  data.kind === 'columns' ? byKey(keys, types) : byContents(table, keys, taken);

/** Where the columns stand whose values have been taken away for those that come. */
const emptied = (table: string): string =>
  `'reconcile.emptied_' || ${quoteLiteral(table)}::pg_catalog.regclass::pg_catalog.oid`;

/**
 * Takes the values of columns away from the rows that the file has others for: no value of theirs stands in the way of
 * the type that those need.
 */
export async function emptyColumns(
  session: Session,
  data: TableData,
  columns: readonly string[],
  source: RowSource,
): Promise<void> {
  const table = qualified(data.schema, data.name);
  await session.run('set local role none');
  await underSettings(session, settingsOf(source), async () => {
    const { types, keys } = await columnsOf(session, table, data);
    const primary = await session.query<{ name: string }>(
      `select a.attname::text as name from pg_catalog.pg_index i join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
        where i.indrelid = $1::regclass and i.indisprimary`,
      [table],
    );
    // A primary key's values cannot be taken away.
    if (primary.some(({ name }) => columns.includes(name))) return;
    await besides(session, data, source);
    const matched = matching(data, table, keys, types);
    const set = columns.map((name) => `${quoteIdent(name)} = null`).join(', ');
    await unguarded(session, table, async () => {
      await session.run(
        columns
          .map((name) => `alter table ${table} alter column ${quoteIdent(name)} drop not null`)
          .join('; '),
      );
      await session.run(
        `update only ${table} t set ${set} from ${matched.from} where ${matched.where}; select set_config(${emptied(table)}, ${quoteLiteral(JSON.stringify(columns))}, true)`,
      );
    });
    await session.run(`drop table ${SIDE}`);
  });
}

export interface StoredType {
  readonly type: string;
  /** GENERATED ALWAYS AS IDENTITY: no UPDATE may give it a value. */
  readonly always: boolean;
}

/** Types of a table's stored columns. */
export async function typesOf(session: Session, table: string): Promise<ReadonlyMap<string, StoredType>> {
  const rows = await session.query<{ name: string } & StoredType>(
    `select attname::text as name, format_type(atttypid, atttypmod) as type, attidentity = 'a' as always from pg_catalog.pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  );
  return new Map(rows.map(({ name, ...type }) => [name, type]));
}

/** How many of the backup's rows the table has not, told by some columns. */
function missing(table: string, columns: readonly string[]): string {
  const row = (list: readonly string[]): string => `row(${list.join(', ')})::text`;
  const here = row(columns.map((name) => printed(quoteIdent(name))));
  return `(select count(*) from (select ${row(columns.map(quoteIdent))} from ${SIDE} except all select ${here} from only ${table}) m)`;
}

function byKey(
  keys: readonly string[],
  types: ReadonlyMap<string, StoredType>,
): { from: string; where: string } {
  const on = keys.map((key) => `t.${quoteIdent(key)} = l.${quoteIdent(key)}::${types.get(key)?.type}`);
  return { from: `${SIDE} l`, where: on.length === 0 ? 'true' : on.join(' and ') };
}

/** `taken`: columns whose values have been taken from the rows that are meant: of rows alike, those come first. */
function byContents(
  table: string,
  columns: readonly string[],
  taken: readonly string[],
): { from: string; where: string } {
  const row = (list: readonly string[]): string => `row(${list.join(', ')})::text`;
  const here = row(columns.map((name) => printed(quoteIdent(name))));
  const there = row(columns.map(quoteIdent));
  const empty = taken.map((name) => `${quoteIdent(name)} is null`).join(' and ');
  const first = empty === '' ? '' : `(${empty}) desc, `;
  const from = `(select a.reconcile_at, b.* from (select ctid as reconcile_at, ${here} as reconcile_row, row_number() over (partition by ${here} order by ${first}ctid) as reconcile_nth from only ${table}) a
    join (select *, ${there} as reconcile_row, row_number() over (partition by ${there}) as reconcile_nth from ${SIDE}) b using (reconcile_row, reconcile_nth)) l`;
  return { from, where: 't.ctid = l.reconcile_at' };
}

function notEqual(table: string, what: string): Error {
  return userError(
    'restore',
    `${table} does not hold what the backup holds: ${what}. Everything was rolled back: nothing was changed.`,
  );
}
