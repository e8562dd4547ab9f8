import type { Catalog } from '../../model/catalog.js';
import type { Of } from '../kind.js';
import { automatic, type ColumnAttributes, isCutOff } from './definition.js';

const namesOf = new WeakMap<object, ReadonlySet<string>>();

/** Names of constraints that were chosen, with their schemas. */
function chosenNames({ objects }: Catalog): ReadonlySet<string> {
  const known = namesOf.get(objects);
  if (known !== undefined) return known;
  const names = new Set<string>();
  for (const { id, attributes } of objects.values()) {
    const name = id.kind === 'constraint' ? id.name : attributes.notNullName;
    if (typeof name === 'string') names.add(`${id.schema}\n${name}`);
  }
  namesOf.set(objects, names);
  return names;
}

/**
 * From 18 on a NOT NULL has a name, which PostgreSQL chooses among those that are free in the schema: where another has
 * the usual one, what is made behind that one has to say it.
 */
export function saidWhereTaken(o: Of<ColumnAttributes>, catalog: Catalog): Of<ColumnAttributes> {
  const { notNull, notNullName, notNullOrigin } = o.attributes;
  const usual = automatic(o.id);
  if (catalog.version < 180000 || !notNull || notNullName !== null || notNullOrigin !== null) return o;
  // One that is cut off is told from others by a number.
  if (isCutOff(o.id) || !chosenNames(catalog).has(`${o.id.schema}\n${usual}`)) return o;
  return { ...o, attributes: { ...o.attributes, notNullName: usual } };
}
