import { grantText, sortGrants } from '../catalog/acl.js';
import { kindOf } from '../kinds/registry.js';
import type { CatalogObject, Grant, Json } from '../model/catalog.js';
import { compareText } from '../model/id.js';

/** JSON text with sorted keys: equal values have equal texts. */
export function stable(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map(stable).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value).sort(compareText);
    return `{${keys.map((key) => `${JSON.stringify(key)}:${stable(value[key])}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}

export function sameGrants(a: readonly Grant[] | null, b: readonly Grant[] | null): boolean {
  if (a === null || b === null) return a === b;
  const text = (grants: readonly Grant[]): string => sortGrants(grants).map(grantText).join('\n');
  return text(a) === text(b);
}

/** Whether two values of one attribute mean the same. */
export function sameValue(
  rule: { readonly unordered?: boolean } | undefined,
  a: Json | undefined,
  b: Json | undefined,
): boolean {
  const text = (value: Json | undefined): string =>
    rule?.unordered === true && Array.isArray(value)
      ? stable(value.map(stable).sort(compareText))
      : stable(value);
  return text(a) === text(b);
}

/** Names of the attributes in which two objects of one kind differ, of those listed. */
export function differingAttributes(a: CatalogObject, b: CatalogObject, names: readonly string[]): string[] {
  const rules = kindOf(a.id.kind).attributes;
  return names.filter((name) => !sameValue(rules[name], a.attributes[name], b.attributes[name]));
}
