import type { CatalogObject } from '../model/catalog.js';
import { type ObjectId, quoteIdent } from '../model/id.js';
import type { PlanObject } from '../model/plan.js';

/** An identity as the plan file writes it. */
export function planObject(id: ObjectId): PlanObject {
  return {
    kind: id.kind,
    schema: id.schema,
    name: id.name,
    ...(id.table === null ? {} : { table: id.table }),
    ...(id.arguments === null ? {} : { arguments: id.arguments }),
  };
}

/** Whether the first is the schema that the second lives in: everything stands on its own, which no picture need say. */
export function isHome(schema: CatalogObject, object: CatalogObject): boolean {
  return object.id.schema !== null && schema.key === `schema ${quoteIdent(object.id.schema)}`;
}

/** `trigger public.t.x`, as messages name an object. */
export const nameOf = (object: CatalogObject): string => object.key;
