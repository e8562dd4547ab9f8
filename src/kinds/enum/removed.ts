import type { Catalog, CatalogObject } from '../../model/catalog.js';
import { type Key, quoteIdent, quoteLiteral, sqlName } from '../../model/id.js';
import type { Assumption } from '../footprint.js';
import { hasChildren } from '../heirs.js';
import type { Of, Surroundings } from '../kind.js';

/**
 * Values of an enum that state has no longer must be in no row of a column that stays of that type: by itself, in arrays,
 * in domains, or in composite types, one within the other. `around`: the live side.
 */
export function removedValues(o: Of<{ values: string[] }>, around: Surroundings): Assumption[] {
  const { catalog, after } = around;
  const will = after?.get(o.key)?.attributes.values;
  const removed = Array.isArray(will) ? o.attributes.values.filter((value) => !will.includes(value)) : [];
  if (after === undefined || removed.length === 0) return [];
  const list = removed.map(quoteLiteral).join(', ');
  const types: Types = { types: holding(o.key, catalog), after, list };
  return [...catalog.objects.values()].flatMap((column): Assumption[] => {
    const { id, key, parent, attributes } = column;
    const stays = after.get(key);
    // Partitions and children are asked themselves; some of them may go.
    if (id.kind !== 'column' || parent === null || attributes.of !== 'r' || attributes.generated !== '')
      return [];
    if (hasChildren(id.schema, id.table ?? '', around) || stays === undefined) return [];
    const where = holds(
      `t.${quoteIdent(id.name)}`,
      String(attributes.type),
      String(stays.attributes.type),
      types,
    );
    if (where === null) return [];
    return [
      {
        relation: parent,
        needs: [key],
        fault: `have a value in ${quoteIdent(id.name)} that ${sqlName(o.id)} has no longer (${list})`,
        where: () => where,
      },
    ];
  });
}

interface Types {
  /** The enum, and domains and composite types that hold it over any number of steps, by their names. */
  readonly types: ReadonlyMap<string, CatalogObject>;
  readonly after: ReadonlyMap<Key, CatalogObject>;
  /** The values, as SQL. */
  readonly list: string;
}

function holding(type: Key, catalog: Catalog): ReadonlyMap<string, CatalogObject> {
  const keys = new Set([type]);
  for (const one of keys)
    for (const { key, address, parent, dependsOn } of catalog.objects.values())
      if (address.catalog === 'pg_type' && parent === null && dependsOn.some(({ on }) => on === one))
        keys.add(key);
  return new Map(
    [...keys].flatMap((key) => {
      const object = catalog.objects.get(key);
      return object === undefined ? [] : [[sqlName(object.id), object] as const];
    }),
  );
}

/** Whether a value of a type, which will be of another, holds one of those that go, as SQL; `null`: it cannot. */
function holds(value: string, is: string, will: string, around: Types, depth = 1): string | null {
  const { types, after, list } = around;
  const [type, then] = [is, will].map((text) => types.get(text.replace(/(\[\])+$/, '')));
  if (type === undefined || then === undefined) return null;
  if (is.endsWith('[]')) {
    const one = `reconcile_${depth}`;
    const inner = holds(one, sqlName(type.id), sqlName(then.id), around, depth + 1);
    return inner && `exists (select from (select pg_catalog.unnest(${value})) q (${one}) where ${inner})`;
  }
  if (Array.isArray(type.attributes.values)) return `${value}::text in (${list})`;
  const now = after.get(then.key)?.attributes;
  if (typeof type.attributes.type === 'string')
    return holds(value, type.attributes.type, String(now?.type ?? then.attributes.type), around, depth);
  const fields = new Map(fieldsOf(now ?? then.attributes));
  const found = fieldsOf(type.attributes).flatMap(
    ([name, field]) =>
      holds(`(${value}).${quoteIdent(name)}`, field, fields.get(name) ?? '', around, depth) ?? [],
  );
  return found.length === 0 ? null : `(${found.join(' or ')})`;
}

/** Names and types of a composite type's attributes. */
const fieldsOf = ({ attributes }: CatalogObject['attributes']): [string, string][] =>
  Array.isArray(attributes)
    ? attributes.map((field): [string, string] => {
        const [name, type] = Array.isArray(field) ? field : [];
        return [String(name), String(type)];
      })
    : [];
