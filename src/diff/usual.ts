import { KINDS, kindOf } from '../kinds/registry.js';
import type { Attributes, Catalog, CatalogObject, Json } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import { sameValue } from './equal.js';

/** An attribute as PostgreSQL makes it where nothing is said. */
function usual({ id, attributes }: CatalogObject, name: string): Json {
  const value: Json | ((of: never) => Json) = kindOf(id.kind).attributes[name]?.usual ?? null;
  return value instanceof Function ? value(attributes as never) : value;
}

export const isUsual = (object: CatalogObject, name: string): boolean =>
  sameValue(kindOf(object.id.kind).attributes[name], object.attributes[name], usual(object, name));

/** Attributes that one part of a relation at most has, by kind. */
const ONE_AT_MOST = new Map(
  KINDS.flatMap(({ name, attributes }): [string, string][] =>
    Object.entries(attributes).flatMap(([attribute, rule]) =>
      rule.oneAtMost === true ? [[name, attribute]] : [],
    ),
  ),
);

/** Live parts that lose what another part of their relation shall have: the attribute as it is then. */
export function losers(live: Catalog, desired: Catalog): Map<Key, Attributes> {
  const had = ({ objects }: Catalog): [CatalogObject, attribute: string, place: string][] =>
    [...objects.values()].flatMap((object) => {
      const name = ONE_AT_MOST.get(object.id.kind);
      return name === undefined || isUsual(object, name) ? [] : [[object, name, `${object.parent} ${name}`]];
    });
  const chosen = new Map(had(desired).map(([{ key }, , place]) => [place, key]));
  return new Map(
    had(live).flatMap(([object, name, place]) => {
      const other = chosen.get(place);
      if (other === undefined || other === object.key) return [];
      return [[object.key, { [name]: usual(object, name) }]];
    }),
  );
}
