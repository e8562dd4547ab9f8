import { automaticName, LONGEST } from '../../model/automatic-name.js';
import type { Catalog, CatalogObject } from '../../model/catalog.js';
import { type Key, qualified, quoteIdent } from '../../model/id.js';
import type { Of, Surroundings } from '../kind.js';
import { indexItems, printedName } from '../words.js';
import { parentIndexKey } from './partitioned.js';

const trees = new WeakMap<object, ReadonlySet<Key>>();

/** Whether a partitioned index, or the one that this is a copy of, has copies whose names PostgreSQL did not choose, or lacks some. */
export function hasNamedCopies({ key }: Pick<CatalogObject, 'key'>, catalog: Catalog): boolean {
  let known = trees.get(catalog.objects);
  if (known === undefined) {
    known = namedTrees(catalog);
    trees.set(catalog.objects, known);
  }
  return known.has(key);
}

/** Every index of each tree in which at least one copy has a name of its own, or is missing. */
function namedTrees({ objects }: Catalog): ReadonlySet<Key> {
  const roots = new Map<Key, Key>();
  const rootOf = (key: Key): Key => {
    const from = objects.get(key)?.attributes.partitionOf;
    return Array.isArray(from) ? rootOf(parentIndexKey(from.map(String))) : key;
  };
  const named = new Set<Key>();
  for (const { key, attributes, id } of objects.values()) {
    const from = attributes.partitionOf;
    if (!Array.isArray(from)) continue;
    // A key that serves as a copy of a plain index was made, and attached, for itself.
    const own = id.kind === 'constraint' && from[0] === 'index';
    if (id.kind !== 'index' && !own) continue;
    const root = rootOf(key);
    // Copies of a constraint's index are the constraint's.
    if (objects.get(root)?.id.kind !== 'index') continue;
    roots.set(key, root);
    roots.set(root, root);
    // What was made on its table alone has those copies only that are attached to it.
    if (objects.get(root)?.attributes.valid === false || attributes.valid === false) named.add(root);
    if (
      own ||
      attributes.unlike === true ||
      id.name !== usualName(id.table ?? '', freshNames(attributes as never))
    )
      named.add(root);
  }
  return new Set([...roots].flatMap(([key, root]) => (named.has(root) ? [key] : [])));
}

interface Named {
  readonly definition: string;
  readonly columnNames: readonly string[] | null;
}

/**
 * The names that CREATE INDEX would give an index's columns today (ChooseIndexColumnNames in indexcmds.c): what the columns
 * are called, an expression's as it is, with a number where another has it.
 */
function freshNames({ definition, columnNames }: Named): string[] {
  const names: string[] = [];
  for (const [at, item] of indexItems(definition).entries()) {
    const column = /^("(?:[^"]|"")*"|[a-z_][a-z0-9_$]*)(?= |$)/.exec(item)?.[1];
    const name = (column === undefined ? columnNames?.[at] : printedName(column)[0]) ?? 'expr';
    let fresh = name;
    for (let nth = 1; names.includes(fresh); nth++) fresh = `${name}${nth}`;
    names.push(fresh);
  }
  return names;
}

/** The name that PostgreSQL chooses for an index, or for a key with its label (ChooseIndexNameAddition in indexcmds.c). */
export function usualName(table: string, columns: readonly string[], label = 'idx'): string {
  let addition = '';
  for (const column of columns) {
    addition += `${addition === '' ? '' : '_'}${column}`;
    if (Buffer.byteLength(addition) > LONGEST) break;
  }
  return automaticName(table, addition, label);
}

/** Whether CREATE INDEX would never give a copy its name, not even with a number behind it where a name is taken. */
export function hasChosenName({ id, attributes }: Of<Named>): boolean {
  const number = /\d*$/.exec(id.name)?.[0] ?? '';
  const columns = freshNames(attributes);
  return !['', number].some((nth) => usualName(id.table ?? '', columns, `idx${nth}`) === id.name);
}

/** SQL: the names that an index's columns have in the index itself, where a column of its table may have got another since. */
export const COLUMN_NAMES = (index: string): string =>
  `(select jsonb_agg(a.attname order by a.attnum) from pg_attribute a where a.attrelid = ${index})`;

/**
 * Column names that PostgreSQL makes the names of new copies from: those in the partitioned index, which stay when a column
 * is renamed (generateClonedIndexStmt in parse_utilcmd.c). `null` where that index is made by the same plan, or made anew
 * by PostgreSQL since a column of it gets another type.
 */
export function sourceNames(path: readonly string[], around: Surroundings): readonly string[] | null {
  const key = parentIndexKey(path);
  const index = around.standing?.(key);
  const names = index?.attributes.columnNames;
  if (index !== undefined && Array.isArray(names))
    return index.dependsOn.some(({ on }) => isRetyped(on, around)) ? null : names.map(String);
  const above = around.catalog.objects.get(key)?.attributes.partitionOf;
  return Array.isArray(above) ? sourceNames(above.map(String), around) : null;
}

function isRetyped(key: Key, { catalog, standing }: Surroundings): boolean {
  const [was, is] = [standing?.(key)?.attributes, catalog.objects.get(key)?.attributes];
  return (
    was !== undefined && is !== undefined && ['type', 'collation'].some((name) => was[name] !== is[name])
  );
}

/** A copy that gets its name from names of columns that have been renamed since. */
export function renamedCopyOf(
  { id }: Pick<CatalogObject, 'id'>,
  attributes: Named & { partitionOf: string[] | null },
  around: Surroundings,
): string[] {
  const { partitionOf } = attributes;
  const names = partitionOf === null ? null : sourceNames(partitionOf, around);
  const usual = usualName(id.table ?? '', freshNames(attributes));
  if (names === null || usual !== id.name) return [];
  const given = usualName(id.table ?? '', names);
  if (given === usual) return [];
  return [`alter index ${qualified(id.schema, given)} rename to ${quoteIdent(id.name)}`];
}

/**
 * The name that a live copy gets where an index of its table's own goes which has that name: it cannot go itself, for what
 * it is a copy of stays.
 */
export function nextName(
  { id, parent, attributes }: Of<{ partitionOf: string[] | null }>,
  { after }: Surroundings,
): string | null {
  const path = attributes.partitionOf;
  if (path === null || after?.has(parentIndexKey(path)) !== true) return null;
  const source = JSON.stringify(path);
  for (const object of after.values())
    if (object.parent === parent && JSON.stringify(object.attributes.partitionOf) === source)
      return object.id.name === id.name ? null : object.id.name;
  return null;
}
