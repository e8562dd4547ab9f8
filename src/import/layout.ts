import type { CatalogObject } from '../model/catalog.js';
import { compareText } from '../model/id.js';
import { pluralOf } from '../plan/scope.js';
import { Names } from './names.js';

/**
 * The path without extension of each object's files: `SCHEMA/tables/NAME`, `extensions/NAME`; a schema itself is
 * `SCHEMA/schema`. Sorted by object, so that the same database gives the same paths.
 */
export function layout(objects: readonly CatalogObject[]): Map<CatalogObject, string> {
  const names = new Names();
  const sorted = [...objects].sort((a, b) => compareText(a.key, b.key));
  const folders = new Map<string, string>();
  const folder = (schema: string): string => {
    const known = folders.get(schema) ?? names.take('', schema);
    folders.set(schema, known);
    return known;
  };
  const overloaded = new Map<string, number>();
  for (const { id } of sorted) {
    const name = `${id.kind} ${id.schema} ${id.name}`;
    overloaded.set(name, (overloaded.get(name) ?? 0) + 1);
  }
  const paths = new Map<CatalogObject, string>();
  for (const object of sorted) {
    const { kind, schema, name, arguments: types } = object.id;
    if (object.address.catalog === 'pg_namespace') {
      paths.set(object, `${folder(name)}/${kind}`);
      continue;
    }
    const home = schema === null ? pluralOf(kind) : `${folder(schema)}/${pluralOf(kind)}`;
    const several = (overloaded.get(`${kind} ${schema} ${name}`) ?? 0) > 1;
    paths.set(object, `${home}/${names.take(home, several && types !== null ? `${name}-${types}` : name)}`);
  }
  return paths;
}
