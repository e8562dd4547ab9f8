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
      id.name !== usualName(id.table ?? '', String(attributes.definition))
    )
      named.add(root);
  }
  return new Set([...roots].flatMap(([key, root]) => (named.has(root) ? [key] : [])));
}

/** The name that CREATE INDEX chooses: table, columns (`expr` for an expression), `idx`. Long names count as chosen. */
function usualName(table: string, definition: string): string | null {
  const columns = indexItems(definition).map((item) => {
    const name = /^("(?:[^"]|"")*"|[a-z_][a-z0-9_$]*)(?= |$)/.exec(item)?.[1];
    return name === undefined ? 'expr' : (printedName(name)[0] ?? 'expr');
  });
  const name = [table, ...columns, 'idx'].join('_');
  return Buffer.byteLength(name) > 63 || columns.filter((one) => one === 'expr').length > 1 ? null : name;
}

/** Whether CREATE INDEX would never give a copy its name, not even with a number behind it where a name is taken. */
export function hasChosenName({ id, attributes }: Of<{ definition: string }>): boolean {
  const usual = usualName(id.table ?? '', attributes.definition);
  return usual !== null && !(id.name.startsWith(usual) && /^\d*$/.test(id.name.slice(usual.length)));
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
  { partitionOf, definition }: { partitionOf: string[] | null; definition: string },
  around: Surroundings,
): string[] {
  const names = partitionOf === null ? null : sourceNames(partitionOf, around);
  const usual = usualName(id.table ?? '', definition);
  if (names === null || usual !== id.name) return [];
  const given = [id.table ?? '', ...names, 'idx'].join('_');
  if (given === usual || Buffer.byteLength(given) > 63) return [];
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
