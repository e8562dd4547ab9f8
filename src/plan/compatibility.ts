import { merge } from '../diff/diff.js';
import { grantedOnRelation } from '../kinds/grant/index.js';
import { kindOf } from '../kinds/registry.js';
import { dottedName } from '../manifest/names.js';
import type { Catalog, CatalogObject, Declaration } from '../model/catalog.js';
import { type Key, keyOf } from '../model/id.js';
import type { Refusal } from '../model/plan.js';
import type { Position } from '../model/position.js';
import { partsOf } from './dependents.js';
import { planObject } from './object.js';
import type { Fate } from './scope.js';

/** security_invoker came with 15; without it a view shows what row-level security hides. */
const INVOKER = 150000;

/** The desired catalog in which everything that is declared to be like another object has that one's owner and privileges. */
export function withLikes(desired: Catalog, live: Catalog, whole: boolean): Catalog {
  const likes = [...desired.objects.values()].filter((object) => object.declaration?.like !== undefined);
  if (likes.length === 0) return desired;
  const shall = (key: Key): CatalogObject | undefined => {
    const [is, wanted] = [live.objects.get(key), desired.objects.get(key)];
    return is !== undefined && wanted !== undefined ? merge(is, wanted, whole) : (wanted ?? is);
  };
  const objects = new Map(desired.objects);
  const parts = partsOf({ ...live, objects: new Map([...live.objects, ...desired.objects]) });
  for (const object of likes) {
    const model = shall(object.declaration?.like ?? '');
    if (model === undefined || object.declaration === undefined) continue;
    const declaration = { ...object.declaration, owner: true, grants: true };
    objects.set(object.key, { ...object, owner: model.owner, grants: model.grants, declaration });
    for (const { key } of parts.get(model.key) ?? []) {
      const part = shall(key);
      if (part === undefined || !grantedOnRelation(part)) continue;
      if (part.grants === null || part.grants.length === 0) continue;
      const fresh = facet(part, object, declaration, live);
      objects.set(fresh.key, fresh);
    }
  }
  return { ...desired, objects };
}

/** A column of the view that has privileges of its own, as its table's has. */
function facet(
  part: CatalogObject,
  of: CatalogObject,
  declaration: Declaration,
  live: Catalog,
): CatalogObject {
  const id = { ...part.id, schema: of.id.schema, table: of.id.name };
  const there = live.objects.get(keyOf(id));
  const attributes = {
    ...part.attributes,
    of: 'v',
    notNull: false,
    default: null,
    generated: '',
    identity: '',
    identityOptions: null,
  };
  return {
    ...part,
    id,
    key: keyOf(id),
    parent: of.key,
    comment: null,
    attributes: there?.attributes ?? attributes,
    dependsOn: [{ on: of.key, type: 'auto' }],
    declaration: {
      ...declaration,
      text: null,
      attributes: new Set(),
      sections: new Set(),
      owner: false,
      comment: false,
    },
  };
}

/** Undeclared objects that only mirror a declared one under an earlier name of its: what is left when the key is taken out. */
export function retired(live: Catalog, desired: Catalog, fates: ReadonlyMap<Key, Fate>): Map<Key, Position> {
  const earlier = new Map<string, CatalogObject[]>();
  for (const object of desired.objects.values()) {
    const names = object.declaration?.renamedFrom ?? [];
    if (names.length === 0 || object.parent !== null || object.id.arguments !== null) continue;
    for (const written of [...names, object.id.name]) {
      const { name } = dottedName(written);
      const place = `${name.schema ?? object.id.schema} ${name.name}`;
      earlier.set(place, [...(earlier.get(place) ?? []), object]);
    }
  }
  const found = new Map<Key, Position>();
  if (earlier.size === 0) return found;
  for (const object of live.objects.values()) {
    const mirrors = kindOf(object.id.kind).mirrors;
    if (mirrors === undefined || fates.get(object.key) !== 'unlisted') continue;
    const of = earlier
      .get(`${object.id.schema} ${object.id.name}`)
      ?.find((other) => mirrors(object as never, other));
    if (of?.declaration !== undefined) found.set(object.key, of.declaration.at);
  }
  for (const object of live.objects.values()) {
    const at = object.parent === null ? undefined : found.get(object.parent);
    if (at !== undefined) found.set(object.key, at);
  }
  return found;
}

/** What the server is too old for. */
export function likeRefusals(desired: Catalog, version: number): Refusal[] {
  if (version >= INVOKER) return [];
  return [...desired.objects.values()].flatMap((object) =>
    object.declaration?.like === undefined || object.parent !== null
      ? []
      : {
          code: 'compatibility_view',
          message: `${object.key} needs security_invoker, which PostgreSQL has from 15 on: without it the view would show rows that row-level security hides`,
          object: planObject(object.id),
          hint: 'take compatibility_view out',
        },
  );
}
