import type { CatalogObject } from '../../model/catalog.js';
import { quoteIdent, sqlName } from '../../model/id.js';
import { withDomains } from '../domain/over.js';
import type { Assumption } from '../footprint.js';
import type { Of, Surroundings } from '../kind.js';
import type { CompositeAttributes } from './index.js';

/**
 * Values of a type that is made anew go by attribute name in a column of the type itself, and by place in arrays of it and
 * in domains: where attributes get other places, there must be none of those. `around`: the live side.
 */
export function byPlace(o: Of<CompositeAttributes>, { catalog, after }: Surroundings): Assumption[] {
  const will = after?.get(o.key)?.attributes.attributes;
  if (!Array.isArray(will) || names(will) === names(o.attributes.attributes)) return [];
  const objects = [...catalog.objects.values()];
  const types = withDomains(o.key, objects);
  const held = ({ id, key, attributes, dependsOn }: CatalogObject): boolean =>
    id.kind === 'column' &&
    attributes.typed !== true &&
    'rp'.includes(String(attributes.of)) &&
    attributes.type !== sqlName(o.id) &&
    after?.has(key) === true &&
    dependsOn.some(({ on }) => types.has(on));
  return objects.filter(held).flatMap(({ id, key, parent }) =>
    parent === null
      ? []
      : {
          relation: parent,
          needs: [key],
          fault: `have values in ${quoteIdent(id.name)} that go by place, and attributes of ${sqlName(o.id)} change theirs`,
          where: () => `t.${quoteIdent(id.name)} is not null`,
        },
  );
}

const names = (attributes: readonly unknown[]): string =>
  JSON.stringify(attributes.map((one) => (Array.isArray(one) ? one[0] : one)));
