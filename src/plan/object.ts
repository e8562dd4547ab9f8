import type { CatalogObject } from '../model/catalog.js';
import type { ObjectId } from '../model/id.js';
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

/** `trigger public.t.x`, as messages name an object. */
export const nameOf = (object: CatalogObject): string => object.key;
