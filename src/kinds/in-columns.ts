import { TYPE_KINDS } from '../sql/index.js';
import type { Of, Surroundings } from './attribute.js';

const TYPES: ReadonlySet<string> = new Set(TYPE_KINDS);

/** Whether columns hold values of a type, in a domain or another type as well. */
export function inColumns({ key }: Pick<Of<unknown>, 'key'>, around: Surroundings): boolean {
  const types = new Set([key]);
  const objects = [...around.catalog.objects.values()];
  for (const type of types)
    for (const { id, key: other, dependsOn } of objects)
      if (TYPES.has(id.kind) && dependsOn.some(({ on }) => on === type)) types.add(other);
  return objects.some(
    ({ id, attributes, dependsOn }) =>
      id.kind === 'column' && attributes.typed !== true && dependsOn.some(({ on }) => types.has(on)),
  );
}
