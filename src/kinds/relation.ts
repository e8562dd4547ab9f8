import type { CatalogObject } from '../model/catalog.js';
import { type Key, qualified, quoteIdent } from '../model/id.js';
import type { Surroundings } from './kind.js';

/** The relation that a part belongs to, as SQL writes it. */
export function relationOf(part: Pick<CatalogObject, 'id'>): string {
  return qualified(part.id.schema, part.id.table ?? '');
}

/** The index, or the constraint with one, that CLUSTER goes by. */
export const clusteredPart = (
  relation: CatalogObject,
  around: Surroundings,
  which: (part: CatalogObject) => boolean = () => true,
): CatalogObject | undefined =>
  ['index', 'constraint']
    .flatMap((kind) => around.parts(relation, kind))
    .find((part) => part.attributes.clustered === true && which(part));

/** A table is clustered on one of its parts or on none: said in full, so that the order of such changes is free. */
export function clusterSql(part: Pick<CatalogObject, 'id' | 'parent'>, around: Surroundings): string {
  const relation = part.parent === null ? undefined : around.catalog.objects.get(part.parent);
  // One that is made in the same plan says so itself.
  const chosen =
    relation === undefined
      ? undefined
      : clusteredPart(relation, around, ({ key }) => around.standing?.(key) !== undefined);
  const head = `alter table ${relationOf(part)}`;
  return chosen === undefined
    ? `${head} set without cluster`
    : `${head} cluster on ${quoteIdent(chosen.id.name)}`;
}

/** Keys of the relations that an object stands on, or on whose parts it does, without the one that it is part of. */
export function relationsUnder(object: CatalogObject, around: Surroundings): Key[] {
  const found = object.dependsOn.flatMap(({ on }) => {
    const base = around.catalog.objects.get(on);
    const relation = base?.parent == null ? base : around.catalog.objects.get(base.parent);
    return relation?.address.catalog === 'pg_class' && relation.key !== object.parent ? relation.key : [];
  });
  return [...new Set(found)];
}
