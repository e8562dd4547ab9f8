import type { Catalog, CatalogObject } from '../model/catalog.js';
import { type Key, keyOf, objectId, sqlName } from '../model/id.js';
import type { PlannedStep } from '../plan/result.js';
import type { TableData } from './manifest.js';

export interface Refilled {
  /** What is left to be loaded: of rows that are put back already, only the values that were lost. */
  readonly tables: readonly TableData[];
  /** By a table's key: what the plan itself puts its rows back into, and the step that does. */
  readonly by: ReadonlyMap<Key, { readonly step: string; readonly into: CatalogObject }>;
}

/**
 * Tables whose rows a plan keeps while it makes them, or the partitioned table that they are partitions of, anew: a
 * backup's whole rows would be there a second time.
 * @param objects objects as they shall be
 */
export function refilled(
  tables: readonly TableData[],
  steps: readonly PlannedStep[],
  objects: ReadonlyMap<Key, CatalogObject>,
  live: Catalog,
): Refilled {
  const ids = new Set(steps.map(({ step }) => step.id));
  const byName = new Map(
    [...objects.values()].flatMap((object) =>
      object.parent === null && object.id.kind === 'table' ? [[sqlName(object.id), object] as const] : [],
    ),
  );
  const by = new Map<Key, { step: string; into: CatalogObject }>();
  for (const object of byName.values()) {
    for (let one: CatalogObject | undefined = object; one !== undefined; one = above(one, byName)) {
      if (!ids.has(`refill ${one.key}`)) continue;
      by.set(object.key, { step: `refill ${one.key}`, into: one });
      break;
    }
  }
  const left = tables.flatMap((data): TableData[] => {
    const table = by.get(keyOf(objectId('table', data.schema, data.name)))?.into;
    if (table === undefined || data.kind !== 'table') return [data];
    const lost = data.columns.filter((name) => {
      const key = keyOf(objectId('column', table.id.schema, name, { table: table.id.name }));
      const [is, shall] = [live.objects.get(key)?.attributes, objects.get(key)?.attributes];
      return is?.type !== (shall ?? is)?.type || is === undefined || is.generated !== '';
    });
    return lost.length === 0 ? [] : [{ ...data, kind: 'rows', lost }];
  });
  return { tables: left, by };
}

const above = (
  { attributes }: CatalogObject,
  byName: ReadonlyMap<string, CatalogObject>,
): CatalogObject | undefined => byName.get(String(attributes.partitionOf ?? ''));
