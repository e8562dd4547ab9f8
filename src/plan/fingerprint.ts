import { createHash } from 'node:crypto';
import { stable } from '../diff/equal.js';
import { kindOf } from '../kinds/registry.js';
import type { Catalog, CatalogObject, Json } from '../model/catalog.js';
import { compareText, type Key } from '../model/id.js';
import type { PlannedStep } from './result.js';
import type { Fate } from './scope.js';

function definition(object: CatalogObject): Json {
  const rules = kindOf(object.id.kind).attributes;
  const attributes = Object.entries(object.attributes).filter(([name]) => rules[name]?.unverifiable !== true);
  return [
    object.key,
    Object.fromEntries(attributes),
    object.owner,
    object.comment,
    (object.grants ?? []) as unknown as Json,
  ];
}

/** sha256 over the live definitions in and around the scope, and over the steps; not over what depends on who reads. */
export function fingerprint(
  read: Catalog,
  steps: readonly PlannedStep[],
  fates: ReadonlyMap<Key, Fate>,
): string {
  const hash = createHash('sha256');
  const keys = [...read.objects.keys()].sort(compareText);
  for (const key of keys) {
    const object = read.objects.get(key);
    if (object === undefined) continue;
    if (kindOf(object.id.kind).shared === true && fates.get(key) === 'outside') continue;
    hash.update(stable(definition(object)));
  }
  hash.update(stable(steps.map(({ step }) => step) as unknown as Json));
  return hash.digest('hex');
}
