import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import type { ObjectId } from '../model/id.js';
import type { PlanResult } from '../plan/result.js';

/** What a backup reads is called as before the plan; its script finds all that stays under the names of afterwards. */
export interface NamesAfter {
  /** A relation as the plan knows it. */
  relation(oid: number): CatalogObject | undefined;
  column(oid: number, attnum: number): CatalogObject | undefined;
  /** Schema and name of a relation, which may be one behind an object of another name (an identity's sequence). */
  idOf(oid: number): ObjectId | undefined;
}

export function namesAfter({ live }: PlanResult): NamesAfter {
  const byAddress = new Map(
    [...live.objects.values()].map((object) => {
      const { catalog, oid, sub } = object.address;
      return [`${catalog}:${oid}:${sub}`, object] as const;
    }),
  );
  const relation = (oid: number): CatalogObject | undefined => byAddress.get(`pg_class:${oid}:0`);
  return {
    relation,
    column: (oid, attnum) =>
      byAddress.get(`pg_attribute:${oid}:${attnum}`) ?? byAddress.get(`pg_class:${oid}:${attnum}`),
    idOf: (oid) => {
      const object = relation(oid);
      return object && (kindOf(object.id.kind).calledIn?.(object as never) ?? object.id);
    },
  };
}
