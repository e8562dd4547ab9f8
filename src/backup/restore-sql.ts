import { qualified, quoteIdent, quoteLiteral } from '../model/id.js';
import type { Recreation, RoleSql, SequencePosition, TableData } from './manifest.js';
import type { Column } from './sources.js';

export interface Restorable {
  readonly data: TableData;
  /** Who loads it; `null`: the connecting role. */
  readonly role: string | null;
  readonly columns: readonly Column[];
  /** The table's name since the apply. */
  readonly now: { readonly schema: string; readonly name: string };
  /** For lost columns: those that exist after the apply too, with another type. */
  readonly retyped: ReadonlySet<string>;
}

/**
 * The script that brings everything back: psql runs it unchanged from anywhere, as the connecting role.
 * One transaction; rows come before constraints, triggers and row-level security exist.
 */
export function restoreSql(
  id: string,
  definitions: Recreation,
  tables: readonly Restorable[],
  positions: readonly RoleSql[],
  settings: Readonly<Record<string, string>>,
  folder: string,
): string {
  const packed = tables.find((table) => table.data.compressed)?.data.file;
  return [
    `-- Brings back what the apply ${id} destroyed. Run it with: psql -X -f restore.sql`,
    '\\set ON_ERROR_STOP on',
    ...(packed === undefined ? [] : [findFolder(packed, folder)]),
    'begin;',
    ...sessionSettings(settings),
    ...definitions.before.flatMap(asRole),
    ...tables.flatMap(load),
    ...definitions.after.flatMap(asRole),
    ...positions.flatMap(asRole),
    'commit;',
    '',
  ].join('\n');
}

/** What the data files were written under, and what definitions were printed under. */
export function sessionSettings(settings: Readonly<Record<string, string>>): string[] {
  return [
    "set local client_encoding = 'UTF8';",
    'set local standard_conforming_strings = on;',
    'set local check_function_bodies = off;',
    'set local statement_timeout = 0;',
    'set local row_security = off;',
    "set local search_path = '';",
    "set local datestyle = 'ISO, MDY';",
    "set local intervalstyle = 'postgres';",
    ...(settings.TimeZone === undefined ? [] : [`set local timezone = ${quoteLiteral(settings.TimeZone)};`]),
    'set local extra_float_digits = 3;',
    "set local bytea_output = 'hex';",
  ];
}

function asRole({ role, sql }: RoleSql): string[] {
  if (sql.length === 0) return [];
  const statements = sql.map((statement) => `${statement.replace(/;\s*$/, '')};`);
  return role === null ? statements : [setRole(role), ...statements, setRole(null)];
}

const setRole = (role: string | null): string =>
  `set local role ${role === null ? 'none' : quoteIdent(role)};`;

/** Compressed files are found where psql runs, else where the backup was written. */
function findFolder(file: string, folder: string): string {
  const shell = `test -f '${file}' && pwd || echo '${folder.replaceAll("'", "'\\\\''")}'`;
  return `\\set folder \`${shell}\``;
}

/** Loads one file: psql's \ir finds a plain one beside the script, gzip unpacks the others (the COPY before the rows left out). */
function include(data: TableData, index: number): string[] {
  if (!data.compressed) return [`\\ir '${data.file}'`];
  const list = data.columns.map(quoteIdent).join(', ');
  const target = `${copyTarget(data, index)}${list === '' ? '' : ` (${list})`}`;
  const quoted = target.replaceAll('\\', '\\\\').replaceAll("'", "''");
  return [
    `\\set load '\\\\copy ${quoted} from program ''gzip -dc "' :folder '/${data.file}" | tail -c +${data.head + 1}'''`,
    ':load',
  ];
}

function load({ data, role, columns, now, retyped }: Restorable, index: number): string[] {
  if (data.kind === 'table') return [setRole(role), ...include({ ...data, ...now }, index), setRole(null)];
  if (data.kind === 'materialized view')
    return [`-- ${data.file} holds the rows that the view had; they come from its query.`];
  const side = data.kind === 'columns' ? `pg_temp.reconcile_load_${index + 1}` : keptRows(data);
  const list = data.columns.flatMap((name) => columns.find((column) => column.name === name) ?? []);
  const shape = list
    .map((column) => `${quoteIdent(column.name)} ${column.type}${collate(column)}`)
    .join(', ');
  const lost = columns.filter((column) => data.lost.includes(column.name));
  const table = qualified(now.schema, now.name);
  const create =
    data.kind === 'columns'
      ? [`create temporary table ${side.replace('pg_temp.', '')} (${shape}) on commit drop;`]
      : [`create table ${side} (${shape});`];
  const schema =
    data.kind === 'rows'
      ? [
          'create schema if not exists reconcile_backup;',
          ...(role === null
            ? []
            : [`grant usage, create on schema reconcile_backup to ${quoteIdent(role)};`]),
          `-- ${table} has no primary key: its rows as they were go to ${side}, to be matched by hand.`,
        ]
      : [];
  return [
    ...schema,
    setRole(role),
    ...lost.flatMap((column) =>
      retyped.has(column.name) ? retype(table, column) : addColumn(table, column),
    ),
    ...create,
    ...include(data, index),
    ...(data.kind === 'columns' ? quietly(table, update(table, side, columns, lost, retyped)) : []),
    ...lost.flatMap((column) => complete(table, column)),
    setRole(null),
  ];
}

/** The name of the data file's own COPY target. */
export function copyTarget(data: Pick<TableData, 'kind' | 'schema' | 'name'>, index: number): string {
  if (data.kind === 'columns') return `pg_temp.reconcile_load_${index + 1}`;
  return data.kind === 'rows' ? keptRows(data) : qualified(data.schema, data.name);
}

function keptRows(data: Pick<TableData, 'schema' | 'name'>): string {
  return qualified('reconcile_backup', `${data.schema}.${data.name}`.slice(0, 63));
}

const collate = (column: Column): string => (column.collation === null ? '' : ` collate ${column.collation}`);

function addColumn(table: string, column: Column): string[] {
  const head = `alter table ${table} add column ${quoteIdent(column.now)} ${column.type}${collate(column)}`;
  if (column.generated === 's') return [`${head} generated always as (${column.default}) stored;`];
  return [column.generated === 'v' ? `${head} generated always as (${column.default});` : `${head};`];
}

function retype(table: string, column: Column): string[] {
  const name = quoteIdent(column.now);
  return [
    `alter table ${table} alter column ${name} drop default;`,
    `alter table ${table} alter column ${name} type ${column.type}${collate(column)} using ${name}::text::${column.type};`,
  ];
}

/** A statement on a table of which no trigger or rule acts and whose owner sees all rows, meanwhile. */
function quietly(table: string, statement: string): string[] {
  if (statement === '') return [];
  const name = quoteLiteral(table);
  const each = (action: string): string =>
    `do $reconcile$ declare r record; begin for r in select * from reconcile_quiet loop execute format(${quoteLiteral(action)}, r.relation, r.what, r.name, r.enable); end loop; end $reconcile$;`;
  return [
    `create temporary table reconcile_quiet on commit drop as
  select t.tgrelid::regclass::text as relation, 'trigger' as what, quote_ident(t.tgname) as name, case t.tgenabled when 'A' then 'enable always' when 'R' then 'enable replica' else 'enable' end as enable
    from pg_catalog.pg_trigger t where t.tgrelid = ${name}::regclass and not t.tgisinternal and t.tgenabled <> 'D'
  union all select r.ev_class::regclass::text, 'rule', quote_ident(r.rulename), case r.ev_enabled when 'A' then 'enable always' when 'R' then 'enable replica' else 'enable' end
    from pg_catalog.pg_rewrite r where r.ev_class = ${name}::regclass and r.ev_type <> '1' and r.ev_enabled <> 'D';`,
    `create temporary table reconcile_forced on commit drop as select relforcerowsecurity as forced from pg_catalog.pg_class where oid = ${name}::regclass;`,
    `alter table ${table} no force row level security;`,
    each('alter table %s disable %s %s'),
    statement,
    each('alter table %1$s %4$s %2$s %3$s'),
    `do $reconcile$ begin if (select forced from reconcile_forced) then alter table ${table} force row level security; end if; end $reconcile$;`,
    'drop table reconcile_quiet, reconcile_forced;',
  ];
}

function update(
  table: string,
  side: string,
  columns: readonly Column[],
  lost: readonly Column[],
  retyped: ReadonlySet<string>,
): string {
  const stored = lost.filter((column) => column.generated === '');
  if (stored.length === 0) return '';
  const set = stored.map((column) => `${quoteIdent(column.now)} = l.${quoteIdent(column.name)}`).join(', ');
  const keys = columns.filter((column) => column.key);
  const always = stored.filter((column) => column.identity === 'a' && retyped.has(column.name));
  const identity = (how: string): string[] =>
    always.map(
      (column) => `alter table ${table} alter column ${quoteIdent(column.now)} set generated ${how};`,
    );
  return [
    ...identity('by default'),
    `update ${table} t set ${set} from ${side} l where ${keys.map((key) => `t.${quoteIdent(key.now)} = l.${quoteIdent(key.name)}`).join(' and ')};`,
    ...identity('always'),
  ].join('\n');
}

/** DEFAULT, IDENTITY and NOT NULL; rows that came since may hold no value, and then NOT NULL stays off with a warning. */
function complete(table: string, column: Column): string[] {
  const alter = `alter table ${table} alter column ${quoteIdent(column.now)}`;
  if (column.generated !== '') return [];
  const notNull = `do $reconcile$ begin ${alter} set not null; exception when not_null_violation then raise warning '%', sqlerrm; end $reconcile$;`;
  const always = column.identity === 'a' ? 'always' : 'by default';
  return [
    ...(column.default === null ? [] : [`${alter} set default ${column.default};`]),
    ...(column.notNull ? [notNull] : []),
    ...(column.identity === '' ? [] : [`${alter} add generated ${always} as identity;`]),
  ];
}

export function setPosition(position: SequencePosition): string {
  const own = quoteLiteral(qualified(position.schema, position.name));
  const owned = position.owned_by;
  const table = owned === null ? '' : quoteLiteral(qualified(owned.schema, owned.table));
  // An identity column's sequence may have come back under another name, and a column may own several.
  const name =
    owned === null
      ? own
      : `coalesce((select d.objid::pg_catalog.regclass::text from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = pg_catalog.to_regclass(${own}) and d.refobjid = ${table}::pg_catalog.regclass limit 1), pg_catalog.pg_get_serial_sequence(${table}, ${quoteLiteral(owned.column)}), ${own})`;
  return `select pg_catalog.setval(${name}::pg_catalog.regclass, ${position.last_value}, ${position.is_called})`;
}
