import { reown as reownGrants } from '../catalog/acl.js';
import { kindOf } from '../kinds/registry.js';
import type { Catalog, CatalogObject, Declaration, Json } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import { isWord, tokenize } from '../sql/index.js';
import { differingAttributes, sameGrants, sameValue } from './equal.js';
import { isUsual, losers } from './usual.js';

/** One object's difference between what is there and what is wanted. */
export interface Change {
  readonly key: Key;
  readonly action: 'create' | 'alter' | 'drop';
  readonly before: CatalogObject | null;
  /** As it shall be: declared facets from the state, all others as they are. */
  readonly after: CatalogObject | null;
  /** Attributes that differ (alter only). */
  readonly attributes: readonly string[];
  readonly owner: boolean;
  readonly grants: boolean;
  readonly comment: boolean;
  /** The live key it is renamed from. */
  readonly renamedFrom: Key | null;
}

/** Whether state decides a facet of an object; with `whole` the state is the whole truth (`unlisted: drop`). */
export function decides(declaration: Declaration | undefined, attribute: string, whole: boolean): boolean {
  if (declaration === undefined || whole) return true;
  return declaration.attributes === 'all' || declaration.attributes.has(attribute);
}

/** Whether state names the attribute itself: a manifest by its key, SQL by the word. */
export const says = (declaration: Declaration | undefined, attribute: string): boolean =>
  declaration !== undefined &&
  (declaration.attributes === 'all'
    ? tokenize(declaration.text ?? '').tokens.some((token) => isWord(token, attribute))
    : declaration.attributes.has(attribute));

/** The desired object where state decides, the live one elsewhere. */
export function merge(live: CatalogObject, desired: CatalogObject, truth: boolean): CatalogObject {
  const whole = truth && desired.declaration?.elsewhere !== true;
  const attributes: Record<string, Json> = { ...live.attributes };
  for (const name of Object.keys(desired.attributes)) {
    const rule = kindOf(desired.id.kind).attributes[name];
    const explicit = rule?.onlyExplicit === true;
    const unsaid = rule?.unsaid === true || (rule?.unsaid === 'unlisted' && !whole);
    if (rule?.made === true || rule?.leftAlone !== undefined) continue;
    if (unsaid && isUsual(desired, name)) continue;
    if (rule?.unverifiable === true && (desired.attributes[name] === null || live.attributes[name] === null))
      continue;
    // A secret that state does not write out is not forgotten, nor is protection, even where state is the whole truth.
    const all = whole && rule?.unverifiable !== true && rule?.inWriting !== true;
    const otherwise = rule?.usual !== undefined && !isUsual(desired, name);
    if (explicit ? says(desired.declaration, name) : otherwise || decides(desired.declaration, name, all))
      attributes[name] = desired.attributes[name] ?? null;
  }
  const said = desired.declaration;
  const owner = whole || said?.owner ? desired.owner : live.owner;
  const grants =
    whole || said?.grants
      ? reown(desired.grants, desired.owner, owner)
      : reown(live.grants, live.owner, owner);
  return {
    ...desired,
    attributes,
    owner,
    grants,
    comment:
      (whole && !kindOf(desired.id.kind).bringsComment) || said?.comment ? desired.comment : live.comment,
    dependsOn: desired.dependsOn,
    extension: live.extension,
    address: live.address,
  };
}

/** The object with the values that nothing takes away from what stays. */
function withStaying(before: CatalogObject, after: CatalogObject, desired: Catalog): CatalogObject {
  const rules = kindOf(after.id.kind).attributes;
  const parent = after.parent === null ? undefined : desired.objects.get(after.parent);
  // What is sure to be made anew keeps nothing (a check under the name that a key had).
  for (const [name, rule] of Object.entries(rules)) {
    const differs = !sameValue(rule, before.attributes[name] ?? null, after.attributes[name] ?? null);
    if (rule.alter === 'replace' && rule.definition !== true && differs) return after;
  }
  const staying = Object.keys(after.attributes).filter((name) =>
    rules[name]?.stays?.(before.attributes, after.attributes, parent),
  );
  if (staying.length === 0) return after;
  const kept = staying.map((name) => [name, before.attributes[name] ?? null]);
  return { ...after, attributes: { ...after.attributes, ...Object.fromEntries(kept) } };
}

/** The privileges of an object that gets another owner. */
export function reown(
  grants: CatalogObject['grants'],
  from: string | null,
  to: string | null,
): CatalogObject['grants'] {
  return grants === null || from === null || to === null ? grants : reownGrants(grants, from, to);
}

export interface DiffInput {
  readonly live: Catalog;
  readonly desired: Catalog;
  /** Live keys that shall be gone. */
  readonly drop: ReadonlySet<Key>;
  /** Key → the one it has in the database, for renames that act; `live` has the new ones already. */
  readonly renames: ReadonlyMap<Key, Key>;
  readonly whole: boolean;
}

export function diff({ live, desired, drop, renames, whole }: DiffInput): Map<Key, Change> {
  const changes = new Map<Key, Change>();
  const lost = losers(live, desired);
  const none = { attributes: [], owner: false, grants: false, comment: false, renamedFrom: null };
  for (const [key, wanted] of desired.objects) {
    const renamedFrom = renames.get(key) ?? null;
    const before = live.objects.get(key);
    // A part of what has become another kind of thing went with that, and comes anew.
    if (before === undefined || before.parent !== wanted.parent) {
      changes.set(key, { ...none, key, action: 'create', before: null, after: wanted });
      continue;
    }
    const merged = merge(before, wanted, whole);
    const settled = { ...merged, attributes: { ...merged.attributes, ...lost.get(key) } };
    const after = withStaying(before, settled, desired);
    const change: Change = {
      key,
      action: 'alter',
      before,
      after,
      attributes: differingAttributes(before, after, Object.keys(kindOf(wanted.id.kind).attributes)),
      owner: before.owner !== after.owner,
      grants: !sameGrants(before.grants, after.grants),
      comment: before.comment !== after.comment,
      renamedFrom,
    };
    if (
      change.attributes.length > 0 ||
      change.owner ||
      change.grants ||
      change.comment ||
      renamedFrom !== null
    ) {
      changes.set(key, change);
    }
  }
  // Of what state does not speak of, too.
  for (const [key, attributes] of lost) {
    const before = live.objects.get(key);
    if (before === undefined || desired.objects.has(key)) continue;
    const names = Object.keys(attributes);
    const after = { ...before, attributes: { ...before.attributes, ...attributes } };
    changes.set(key, { ...none, key, action: 'alter', before, after, attributes: names });
  }
  for (const key of drop) {
    const before = live.objects.get(key);
    if (before !== undefined) changes.set(key, { ...none, key, action: 'drop', before, after: null });
  }
  return changes;
}
