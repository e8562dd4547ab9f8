import { sameValue } from '../diff/equal.js';
import { kindOf } from '../kinds/registry.js';
import type { Catalog, Json } from '../model/catalog.js';
import type { Diagnostic } from '../model/plan.js';
import { planObject } from './object.js';

/** What state says and no plan brings about: it may not be read, or is never changed. */
export function unverifiable(live: Catalog, desired: Catalog): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const [key, wanted] of desired.objects) {
    const object = live.objects.get(key);
    for (const [name, rule] of Object.entries(kindOf(wanted.id.kind).attributes)) {
      const [is, said] = [object?.attributes[name] ?? [], wanted.attributes[name]];
      if (rule.leftAlone !== undefined && !sameValue(rule, is, said)) {
        found.push({
          level: 'warning',
          code: 'left_alone',
          message: `${name} of ${key} is ${list(is)} and state says ${list(said)}: it is left as it is, for ${rule.leftAlone}`,
          object: planObject(wanted.id),
        });
      }
      if (rule.unverifiable !== true || object === undefined) continue;
      if (object.attributes[name] !== null && wanted.attributes[name] !== null) continue;
      found.push({
        level: 'info',
        code: 'unverifiable',
        message: `${name} of ${key} ${object.attributes[name] === null ? 'may not be read by the connecting role' : 'depends on what is not set'}: it is left as it is`,
        object: planObject(wanted.id),
      });
    }
  }
  return found;
}

const list = (value: Json | undefined): string =>
  Array.isArray(value) && value.length > 0 ? value.map(String).join(', ') : 'none';
