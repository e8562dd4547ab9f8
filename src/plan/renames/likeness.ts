import { stable } from '../../diff/equal.js';
import { kindOf } from '../../kinds/registry.js';
import type { CatalogObject } from '../../model/catalog.js';
import type { Key } from '../../model/id.js';

export type Parts = ReadonlyMap<Key, readonly CatalogObject[]>;

/**
 * How much two objects of one kind have in common, 0 to 1: by their columns where they have some (a column of another
 * type counts half), else by the share of equal attributes. Names of the objects themselves do not count.
 */
export function likeness(a: CatalogObject, partsOfA: Parts, b: CatalogObject, partsOfB: Parts): number {
  const [own, other] = [inner(partsOfA.get(a.key)), inner(partsOfB.get(b.key))];
  if (own.length + other.length > 0) return sharedParts(own, other);
  const names = Object.keys(kindOf(a.id.kind).attributes);
  if (names.length === 0) return 0;
  return (
    names.filter((name) => stable(a.attributes[name]) === stable(b.attributes[name])).length / names.length
  );
}

const inner = (parts: readonly CatalogObject[] | undefined): CatalogObject[] =>
  (parts ?? []).filter((part) => {
    const kind = kindOf(part.id.kind);
    return kind.createdWithParent === true && kind.facetOnly?.(part as never) !== true;
  });

/** Whether it is its parts that make an object what it is. */
export const hasInner = (object: CatalogObject, parts: Parts): boolean =>
  inner(parts.get(object.key)).length > 0;

function sharedParts(own: readonly CatalogObject[], other: readonly CatalogObject[]): number {
  const byName = new Map(other.map((part) => [`${part.id.kind} ${part.id.name}`, part]));
  let shared = 0;
  for (const part of own) {
    const match = byName.get(`${part.id.kind} ${part.id.name}`);
    if (match !== undefined) shared += alike(part, match) ? 1 : 0.5;
  }
  return shared / Math.max(own.length, other.length);
}

/** Whether one may well be the other under a new name, as its kind sees it; by default only with equal attributes. */
export function alike(a: CatalogObject, b: CatalogObject): boolean {
  const kind = kindOf(a.id.kind);
  if (kind.alike !== undefined) return kind.alike(a as never, b as never);
  const names = Object.keys(kind.attributes);
  return names.length > 0 && names.every((name) => stable(a.attributes[name]) === stable(b.attributes[name]));
}
