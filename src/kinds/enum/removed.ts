import type { CatalogObject } from '../../model/catalog.js';
import { quoteIdent, quoteLiteral, sqlName } from '../../model/id.js';
import { withDomains } from '../domain/over.js';
import type { Assumption } from '../footprint.js';
import { hasChildren } from '../heirs.js';
import type { Of, Surroundings } from '../kind.js';

/**
 * Values of an enum that state has no longer must be in no row of a column that stays of that type: by itself, in arrays, or
 * in domains. `around`: the live side.
 */
export function removedValues(o: Of<{ values: string[] }>, around: Surroundings): Assumption[] {
  const { catalog, after } = around;
  const will = after?.get(o.key)?.attributes.values;
  const removed = Array.isArray(will) ? o.attributes.values.filter((value) => !will.includes(value)) : [];
  if (removed.length === 0) return [];
  const objects = [...catalog.objects.values()];
  const types = withDomains(o.key, objects);
  const names = new Set([...types].flatMap((key) => sqlName(catalog.objects.get(key)?.id ?? o.id)));
  const element = ({ attributes }: CatalogObject): string => String(attributes.type).replace(/(\[\])+$/, '');
  const list = removed.map(quoteLiteral).join(', ');
  return objects.flatMap((column): Assumption[] => {
    const { id, key, parent, attributes } = column;
    const stays = after?.get(key);
    // Partitions and children are asked themselves; some of them may go.
    if (id.kind !== 'column' || parent === null || attributes.of !== 'r' || attributes.generated !== '')
      return [];
    if (hasChildren(id.schema, id.table ?? '', around)) return [];
    if (stays === undefined || ![column, stays].every((one) => names.has(element(one)))) return [];
    const value = `t.${quoteIdent(id.name)}`;
    return [
      {
        relation: parent,
        needs: [key],
        fault: `have a value in ${quoteIdent(id.name)} that ${sqlName(o.id)} has no longer (${list})`,
        where: () =>
          element(column) === attributes.type
            ? `${value}::text in (${list})`
            : `exists (select from unnest(${value}) e where e::text in (${list}))`,
      },
    ];
  });
}
