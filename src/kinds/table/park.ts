import { clipped, LONGEST } from '../../model/automatic-name.js';
import type { Catalog, CatalogObject } from '../../model/catalog.js';
import { type Key, qualified, quoteIdent, sqlName } from '../../model/id.js';
import type { Parked } from '../../plan/undo.js';
import type { ColumnAttributes } from '../column/definition.js';
import { grantSql } from '../grant/index.js';
import type { Of, ParkContext, Parking } from '../kind.js';
import { kindOf } from '../registry.js';
import { printedName } from '../words.js';
import type { TableAttributes } from './index.js';

type Table = Of<TableAttributes>;
type Column = Of<ColumnAttributes>;

/**
 * Moves a table, and every partition and child that goes with it, to another schema as bare rows: what depends on anything
 * else, or has a name that could clash there, is taken off.
 */
export function parkTable(root: Table, context: ParkContext): Parking {
  const all = [root as unknown as CatalogObject, ...context.taken];
  const tables = all.filter((object) => object.id.kind === root.id.kind) as unknown as Table[];
  const taken = new Set(context.names);
  const parked: Parked[] = [];
  const sql: string[] = [];
  for (const table of childrenFirst(tables)) {
    const name = freeName(`${table.id.schema}.${table.id.name}`, taken);
    const one = parkOne(table, name, all, context);
    sql.push(...one.sql);
    parked.push(one.parked);
  }
  return { sql, parked };
}

/** A partition is detached from its parent while that still has its name. */
function childrenFirst(tables: readonly Table[]): Table[] {
  const byName = new Map(tables.map((table) => [sqlName(table.id), table]));
  const depth = (table: Table): number =>
    1 +
    Math.max(
      -1,
      ...[table.attributes.partitionOf ?? '', ...table.attributes.inherits].flatMap((name) => {
        const parent = byName.get(name);
        return parent === undefined ? [] : [depth(parent)];
      }),
    );
  return [...tables].sort((a, b) => depth(b) - depth(a));
}

/** The name itself where it is free and short enough, otherwise with a number. */
function freeName(wanted: string, taken: Set<string>): string {
  for (let nth = 1; ; nth++) {
    const end = nth === 1 ? '' : `.${nth}`;
    const name = `${clipped(wanted, LONGEST - 8)}${end}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

function parkOne(
  table: Table,
  name: string,
  all: readonly CatalogObject[],
  { parts, goes, schema, catalog, role }: ParkContext,
): { sql: string[]; parked: Parked } {
  const own = sqlName(table.id);
  const alter = `alter table ${own}`;
  const columns = parts(table.key, 'column') as unknown as Column[];
  const stored = columns.filter((column) => column.attributes.generated === '');
  const a = table.attributes;
  const sequences = sequencesOf(table, columns, name, all);
  const sql = [
    ...(a.partitionOf === null ? [] : [`alter table ${a.partitionOf} detach partition ${own}`]),
    ...a.inherits.map((parent) => `${alter} no inherit ${parent}`),
    ...(a.ofType === null ? [] : [`${alter} not of`]),
    ...['trigger', 'policy', 'rule'].flatMap((kind) =>
      parts(table.key, kind).flatMap((part) => drop(part, catalog)),
    ),
    ...foreignFirst(parts(table.key, 'constraint')).map(
      (part) => `${alter} drop constraint ${quoteIdent(part.id.name)}`,
    ),
    ...parts(table.key, 'index').map((part) => `drop index ${qualified(part.id.schema, part.id.name)}`),
    ...all
      .filter(
        (object) =>
          object.id.kind === 'statistics' && object.dependsOn.some(({ on }) => isOf(on, table, columns)),
      )
      .map((object) => `drop statistics ${sqlName(object.id)}`),
    ...columns.flatMap((column) =>
      bareColumn(column, alter, (key) => goes(key) && isType(catalog.objects.get(key))),
    ),
    ...published(table, catalog, role),
    ...(a.forceRowSecurity ? [`${alter} no force row level security`] : []),
    ...grantSql(table as never, table.grants ?? [], ownersOnly(table), role),
    ...columns.flatMap((column) => grantSql(column as never, column.grants ?? [], [], role, table.owner)),
    ...sequences.flatMap((one) => one.sql),
    // There its owner may rename it, who perhaps may not create in the schema that it leaves.
    `${alter} set schema ${quoteIdent(schema)}`,
    `alter table ${qualified(schema, table.id.name)} rename to ${quoteIdent(name)}`,
    ...sequences.map(
      (one) => `alter sequence ${qualified(schema, one.name)} rename to ${quoteIdent(one.parked)}`,
    ),
  ];
  return {
    sql,
    parked: {
      key: table.key,
      name,
      columns: stored.map((column) => column.id.name),
      sequences: sequences.map(({ column, parked }) => ({ column, name: parked })),
    },
  };
}

/** A publication would keep the table that has moved, and is not the table's owner's to change. */
function published(table: Table, catalog: Catalog, role: string | null): string[] {
  const publications = [...catalog.objects.values()].filter(
    ({ id, dependsOn }) => id.kind === 'publication' && dependsOn.some(({ on }) => on === table.key),
  );
  if (publications.length === 0) return [];
  const statements = publications.map(
    ({ id }) => `alter publication ${quoteIdent(id.name)} drop table only ${sqlName(table.id)}`,
  );
  return role === null
    ? statements
    : ['set local role none', ...statements, `set local role ${quoteIdent(role)}`];
}

const isOf = (on: Key, table: Table, columns: readonly Column[]): boolean =>
  on === table.key || columns.some((column) => column.key === on);

const ownersOnly = (table: Table) => (table.grants ?? []).filter((grant) => grant.grantee === table.owner);

/** What a partition was handed down goes when it is detached. */
function drop(part: CatalogObject, catalog: Catalog): readonly string[] {
  const kind = kindOf(part.id.kind);
  if ((kind.heir?.(part as never)?.from.length ?? 0) > 0) return [];
  return kind.drop(part as never, {
    catalog,
    version: catalog.version,
    parts: () => [],
    parent: (of) => (of.parent === null ? undefined : catalog.objects.get(of.parent)),
  });
}

/** Keys that others of the same table refer to go after those. */
function foreignFirst(constraints: readonly CatalogObject[]): CatalogObject[] {
  const rank = ({ attributes }: CatalogObject): number => (attributes.type === 'f' ? 0 : 1);
  return [...constraints].sort((a, b) => rank(a) - rank(b));
}

/** A type, or a relation by its row type. */
export const isType = (object: CatalogObject | undefined): boolean =>
  object?.address.catalog === 'pg_type' ||
  (object?.address.catalog === 'pg_class' && object.parent === null && object.id.kind !== 'sequence');

function bareColumn(column: Column, alter: string, goes: (key: Key) => boolean): string[] {
  const { attributes: a, id } = column;
  if (a.generated !== '') return [`${alter} drop column ${quoteIdent(id.name)}`];
  const name = quoteIdent(id.name);
  const retyped = column.dependsOn.some(({ on, type }) => type === 'normal' && goes(on));
  return [
    ...(a.default === null ? [] : [`${alter} alter column ${name} drop default`]),
    ...(retyped ? [`${alter} alter column ${name} type text using ${name}::text`] : []),
  ];
}

/** Sequences move along with the table that owns them: each gets a name that is the table's own. */
function sequencesOf(
  table: Table,
  columns: readonly Column[],
  name: string,
  all: readonly CatalogObject[],
): { column: string; name: string; parked: string; sql: string[] }[] {
  const found: { column: string; name: string; sql: string[] }[] = [];
  for (const column of columns) {
    const identity = column.attributes.identityOptions?.name;
    if (typeof identity === 'string') found.push({ column: column.id.name, name: identity, sql: [] });
  }
  for (const object of all) {
    const owned = object.id.kind === 'sequence' ? object.attributes.ownedBy : null;
    if (typeof owned !== 'string') continue;
    const [schema, relation, column] = printedName(owned);
    if (schema !== table.id.schema || relation !== table.id.name || column === undefined) continue;
    const grants = object.grants ?? [];
    const owners = grants.filter((grant) => grant.grantee === object.owner);
    found.push({ column, name: object.id.name, sql: grantSql(object, grants, owners) });
  }
  return found.map((one, at) => ({ ...one, parked: `${name}#${at + 1}` }));
}
