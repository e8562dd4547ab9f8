import { kindOf } from '../kinds/registry.js';
import type { Catalog } from '../model/catalog.js';
import type { Diagnostic } from '../model/plan.js';
import { planObject } from './object.js';

/** What state says of live objects and whoever reads may not see: said, never compared. */
export function unverifiable(live: Catalog, desired: Catalog): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const [key, wanted] of desired.objects) {
    const object = live.objects.get(key);
    if (object === undefined) continue;
    for (const [name, rule] of Object.entries(kindOf(wanted.id.kind).attributes)) {
      if (rule.unverifiable !== true) continue;
      if (object.attributes[name] !== null && wanted.attributes[name] !== null) continue;
      found.push({
        level: 'info',
        code: 'unverifiable',
        message: `${name} of ${key} may not be read by the connecting role: it is left as it is`,
        object: planObject(wanted.id),
      });
    }
  }
  return found;
}
