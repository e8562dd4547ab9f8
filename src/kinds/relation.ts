import type { CatalogObject } from '../model/catalog.js';
import { qualified, quoteIdent } from '../model/id.js';
import type { Surroundings } from './kind.js';

/** The relation that a part belongs to, as SQL writes it. */
export function relationOf(part: Pick<CatalogObject, 'id'>): string {
  return qualified(part.id.schema, part.id.table ?? '');
}

/** A table is clustered on one of its parts or on none: said in full, so that the order of such changes is free. */
export function clusterSql(part: Pick<CatalogObject, 'id' | 'parent'>, around: Surroundings): string {
  const relation = part.parent === null ? undefined : around.catalog.objects.get(part.parent);
  const parts =
    relation === undefined ? [] : ['index', 'constraint'].flatMap((kind) => around.parts(relation, kind));
  const chosen = parts.find((one) => one.attributes.clustered === true);
  const head = `alter table ${relationOf(part)}`;
  return chosen === undefined
    ? `${head} set without cluster`
    : `${head} cluster on ${quoteIdent(chosen.id.name)}`;
}
