import { readSizes } from './catalog/index.js';
import type { Session } from './database/session.js';
import type { Catalog } from './model/catalog.js';
import { qualified } from './model/id.js';
import type { PlanResult, Sizes } from './plan/result.js';

/** Of what steps lock, by the name that the plan gives it. */
export async function sizesOf(session: Session, steps: PlanResult['steps'], live: Catalog): Promise<Sizes> {
  const relations = new Map(
    steps
      .flatMap((step) => step.relations.flatMap(({ key }) => live.objects.get(key) ?? []))
      .map((one) => [one.key, one]),
  );
  const sizes = await readSizes(
    session,
    [...relations.values()].map(({ address }) => address.oid),
  );
  return new Map(
    [...relations.values()].flatMap(({ id, address }) => {
      const size = sizes.get(address.oid);
      return size === undefined ? [] : [[qualified(id.schema, id.name), size] as const];
    }),
  );
}
