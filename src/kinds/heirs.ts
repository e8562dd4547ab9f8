import type { CatalogObject } from '../model/catalog.js';
import { type Key, keyOf, objectId } from '../model/id.js';
import type { Heir, Surroundings } from './kind.js';

/** A name as the reader gives it: schema and name; for a part schema, relation and name. */
export type NamePath = readonly string[];

/** The key of a part, or of what stands alone, from its path. */
export function pathKey(kind: string, path: NamePath): Key {
  const [schema = null, first = '', second] = path;
  return second === undefined
    ? keyOf(objectId(kind, schema, first))
    : keyOf(objectId(kind, schema, second, { table: first }));
}

const parentsOf = new WeakMap<object, ReadonlySet<string>>();

/** Whether a part goes only with what it is part of: a partition key's column (pg_depend). */
export const inseparable = ({ parent, dependsOn }: Pick<CatalogObject, 'parent' | 'dependsOn'>): boolean =>
  parent !== null && dependsOn.some(({ on, type }) => on === parent && type === 'internal');

/** Whether a table has children or partitions that columns are handed down to. */
export function hasChildren(schema: string | null, table: string, around: Surroundings): boolean {
  const { objects } = around.catalog;
  let parents = parentsOf.get(objects);
  if (parents === undefined) {
    const found = new Set<string>();
    for (const object of objects.values()) {
      const from = object.attributes.inheritedFrom;
      if (object.id.kind === 'column' && Array.isArray(from))
        for (const path of from) found.add(JSON.stringify(path));
    }
    parents = found;
    parentsOf.set(objects, found);
  }
  return parents.has(JSON.stringify([schema, table]));
}

/** What comes by itself where what it is handed down from comes: all but its own settings. */
export const handedDown = (heir: Heir | null | undefined): boolean => heir != null && !heir.local;

/** A partition's copy that no statement of state's names: it comes with its parent's, under the name that PostgreSQL gives. */
export const comesByItself = (object: Pick<CatalogObject, 'declaration'>): boolean =>
  object.declaration?.implied === true;

/**
 * What a table had before it got a parent that hands the same down stays its own: only ATTACH PARTITION takes that away
 * (MergeAttributesIntoExisting and MergeConstraintsIntoExisting in PostgreSQL's tablecmds.c).
 */
export const staysLocal = <A extends { readonly local: boolean; readonly inheritedFrom: readonly unknown[] }>(
  was: A,
  will: A,
  table: CatalogObject | undefined,
): boolean =>
  (was.local &&
    !will.local &&
    will.inheritedFrom.length > 0 &&
    (table?.attributes.partitionOf ?? null) === null) ||
  // Nor does anything make it the table's own while it is handed down.
  (!was.local && will.local && was.inheritedFrom.length > 0 && will.inheritedFrom.length > 0);
