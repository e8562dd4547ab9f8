import { quoteIdent, sqlName } from '../../model/id.js';
import { automatic, type ColumnAttributes, columnDefinition, TYPED } from '../column/definition.js';
import { columnSettings, ownSettings, sourcesOf } from '../column/inherited.js';
import { hasChildren } from '../heirs.js';
import type { Of, Surroundings } from '../kind.js';
import { printedName } from '../words.js';
import type { TableAttributes } from './index.js';
import { optionText } from './options.js';

type Table = Of<TableAttributes>;
type Column = Of<ColumnAttributes>;

export const alter = (o: Table): string => `alter table ${sqlName(o.id)}`;
/** Columns of its own making: a system column is only there for its privileges. */
export const columnsOf = (o: Table, around: Surroundings): Column[] =>
  (around.parts(o as never, 'column') as unknown as Column[]).filter(
    ({ attributes }) => attributes.of !== 's',
  );

export const byIndex = (o: Table): boolean => o.attributes.replicaIdentity.startsWith('index ');

export function replicaIdentity(o: Table): string {
  const value = o.attributes.replicaIdentity;
  const words: Record<string, string> = { d: 'default', n: 'nothing', f: 'full' };
  return `${alter(o)} replica identity ${words[value] ?? `using index ${quoteIdent(value.slice('index '.length))}`}`;
}

/**
 * A partition or child that cannot come from its parent's definition: it has copies of the parent's indexes or keys that
 * state names itself, or that come behind an index of its own in their names, or its columns stand in another order. It is
 * made alone and tied to its parent in the end.
 */
export function madeAlone(o: Table, around: Surroundings): boolean {
  const { partitionOf, inherits } = o.attributes;
  if (partitionOf === null && inherits.length === 0) return false;
  const named = ['index', 'constraint'].some((kind) =>
    around.parts(o as never, kind).some((part) => {
      const from = part.attributes.partitionOf;
      const key = kind === 'constraint' && Array.isArray(from) && from[0] === 'index';
      return (
        from !== null &&
        from !== undefined &&
        (key || part.declaration?.implied !== true || part.attributes.unlike === true) &&
        part.attributes.type !== 'f'
      );
    }),
  );
  return named || numbered(o, around) || !inOrder(o, around);
}

/** Whether PostgreSQL has numbered the name of a copy because an index of the table's own has it without a number. */
function numbered(o: Table, around: Surroundings): boolean {
  const indexes = around.parts(o as never, 'index');
  const own = new Set(
    indexes.flatMap(({ id, attributes }) => (attributes.partitionOf === null ? id.name : [])),
  );
  return indexes.some(
    ({ id, attributes }) => attributes.partitionOf !== null && own.has(id.name.replace(/\d+$/, '')),
  );
}

/** Whether the columns stand as CREATE TABLE … PARTITION OF or INHERITS puts them: the parents' first. */
function inOrder(o: Table, around: Surroundings): boolean {
  const { partitionOf, inherits } = o.attributes;
  const parents = (partitionOf === null ? inherits : [partitionOf]).map(printedName);
  const handed = parents.flatMap(([schema = null, name = '']) => {
    const parent = [...around.catalog.objects.values()].find(
      (object) =>
        object.parent === null &&
        object.id.schema === schema &&
        object.id.name === name &&
        object.id.arguments === null,
    );
    return parent === undefined ? [] : columnsOf(parent as never, around).map((column) => column.id.name);
  });
  const order = [...new Set([...handed, ...columnsOf(o, around).map((column) => column.id.name)])];
  return columnsOf(o, around).every((column, at) => order[at] === column.id.name);
}

export function createTable(o: Table, around: Surroundings): string[] {
  const a = o.attributes;
  const columns = columnsOf(o, around);
  const alone = madeAlone(o, around);
  const own = columns.filter((column) => alone || (column.attributes.local && a.partitionOf === null));
  const tail = [
    ...(a.inherits.length > 0 && !alone ? [`inherits (${a.inherits.join(', ')})`] : []),
    ...(a.partitionKey !== null ? [`partition by ${a.partitionKey}`] : []),
    ...(a.accessMethod !== null ? [`using ${quoteIdent(a.accessMethod)}`] : []),
    ...(a.options.length > 0 ? [`with (${a.options.map(optionText).join(', ')})`] : []),
    ...(a.tablespace !== null ? [`tablespace ${quoteIdent(a.tablespace)}`] : []),
  ].join(' ');
  const lines = own.map((column) =>
    columnDefinition(named(alone ? withoutIdentity(column, a) : column, around, !alone), around.version),
  );
  if (!alone && a.inherits.length > 0) lines.push(...namedAgain(columns));
  const list = lines.length > 0 ? ` (\n  ${lines.join(',\n  ')}\n)` : ' ()';
  const what =
    a.partitionOf !== null && !alone
      ? ` partition of ${a.partitionOf}${ownNames(o, around)} ${a.bound ?? ''}`
      : a.ofType !== null
        ? ` of ${a.ofType}${typedColumns(columns)}`
        : list;
  return [
    `create ${a.persistence === 'u' ? 'unlogged ' : ''}table ${sqlName(o.id)}${what}${tail === '' ? '' : ` ${tail}`}`,
    ...columns.flatMap((column) =>
      own.includes(column) || a.ofType !== null
        ? columnSettings(column, around)
        : ownSettings(column, around),
    ),
    ...(a.rowSecurity ? [`${alter(o)} enable row level security`] : []),
    ...(a.forceRowSecurity ? [`${alter(o)} force row level security`] : []),
    ...('nf'.includes(a.replicaIdentity) ? [replicaIdentity(o)] : []),
  ];
}

/** NOT NULL under its automatic name, where PostgreSQL would not choose that: another table, or a child that was its before, has it still. */
function named(column: Column, around: Surroundings, handed: boolean): Column {
  const a = column.attributes;
  if (handed && a.notNullOrigin === 'parents') return { ...column, attributes: { ...a, notNull: false } };
  if (around.version < 180000 || !a.notNull || a.notNullName !== null || around.standing === undefined)
    return column;
  const name = automatic(column.id);
  if (around.taken?.({ ...column.id, name })) return { ...column, attributes: { ...a, notNullName: name } };
  if (!hasChildren(column.id.schema, column.id.table ?? '', around)) return column;
  for (const { id, key, attributes } of around.catalog.objects.values()) {
    if (id.kind !== 'column' || id.name !== column.id.name || id.schema !== column.id.schema) continue;
    const is = around.standing(key);
    if (is !== undefined && [is.attributes, attributes].some((one) => one.notNullName === name))
      return { ...column, attributes: { ...a, notNullName: name } };
  }
  return column;
}

/** NOT NULLs that a child has by itself as well as from its parents, in columns that it only has from them (18+). */
function namedAgain(columns: readonly Column[]): string[] {
  return columns
    .filter(({ attributes: a }) => !a.local && a.notNullOrigin === 'both')
    .map((column) => `constraint ${quoteIdent(nameOf(column))} not null ${quoteIdent(column.id.name)}`);
}

const nameOf = (column: Column): string => column.attributes.notNullName ?? automatic(column.id);

/** A partition's identity is its parent's: what is to be attached must have none of its own. */
function withoutIdentity(column: Column, table: TableAttributes): Column {
  if (table.partitionOf === null || column.attributes.identity === '') return column;
  return { ...column, attributes: { ...column.attributes, identity: '', identityOptions: null } };
}

/** ` (a with options not null, …)`: what a typed table adds to its type. */
function typedColumns(columns: readonly Column[]): string {
  const lines = columns.flatMap((column) => {
    const plain = { ...column.attributes, type: TYPED, collation: null, compression: null };
    const line = columnDefinition({ ...column, attributes: plain }, 0);
    return line.endsWith(TYPED) ? [] : [line];
  });
  return lines.length === 0 ? '' : ` (${lines.join(', ')})`;
}

/** ` (a not null, …)`: NOT NULLs of a partition that do not go by the parent's name (from 18 on they have names). */
export function ownNames(o: Table, around: Surroundings): string {
  const lines = columnsOf(o, around).flatMap((column) => {
    const [source] = sourcesOf(column).flatMap(
      (key) => around.catalog.objects.get(key) ?? [],
    ) as unknown as Column[];
    const { notNull, notNullName } = column.attributes;
    if (
      around.version < 180000 ||
      !notNull ||
      source?.attributes.notNull !== true ||
      nameOf(source) === nameOf(column)
    )
      return [];
    return [
      `${quoteIdent(column.id.name)} ${notNullName === null ? '' : `constraint ${quoteIdent(notNullName)} `}not null`,
    ];
  });
  return lines.length === 0 ? '' : ` (${lines.join(', ')})`;
}

/** A partition that foreign keys refer to through its parent can only be dropped once it is detached. */
export function dropTable(o: Table, around: Surroundings): string[] {
  const drop = `drop table ${sqlName(o.id)}`;
  const [parent] =
    o.attributes.partitionOf === null
      ? []
      : o.dependsOn.filter(({ on }) => around.after?.get(on)?.attributes.partitionKey != null);
  if (parent === undefined) return [drop];
  const referred = [...around.catalog.objects.values()].some(
    (object) =>
      object.id.kind === 'constraint' &&
      object.attributes.type === 'f' &&
      object.parent !== parent.on &&
      object.dependsOn.some(
        ({ on }) => on === parent.on || around.catalog.objects.get(on)?.parent === parent.on,
      ),
  );
  return referred
    ? [`alter table ${o.attributes.partitionOf} detach partition ${sqlName(o.id)}`, drop]
    : [drop];
}
