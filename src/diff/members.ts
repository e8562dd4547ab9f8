import { initialGrants } from '../catalog/index.js';
import { NOWHERE } from '../kinds/nowhere.js';
import { kindOf } from '../kinds/registry.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';

/** An extension's members in a catalog, by what is left of their identity where their schema is another. */
const membersIn = new WeakMap<object, ReadonlyMap<string, CatalogObject | null>>();

const qualifier = /(?:"(?:[^"]|"")*"|[a-z_][\w$]*)\./g;

function identity({ id, extension }: CatalogObject): string {
  const bare = (id.arguments ?? '').replace(qualifier, '');
  return [extension, id.kind, id.table, id.name, bare].map(String).join('\n');
}

function membersOf({ objects }: Catalog): ReadonlyMap<string, CatalogObject | null> {
  const known = membersIn.get(objects);
  if (known !== undefined) return known;
  const members = new Map<string, CatalogObject | null>();
  for (const object of objects.values()) {
    if (object.extension === null) continue;
    const key = identity(object);
    members.set(key, members.has(key) ? null : object);
  }
  membersIn.set(objects, members);
  return members;
}

/** The live member of an extension that an object is, be it that the extension is in another schema. */
export function liveMember(object: CatalogObject, live: Catalog): CatalogObject | undefined {
  const has = live.objects.get(object.key);
  if (has !== undefined) return has.extension === null ? undefined : has;
  return object.extension === null ? undefined : (membersOf(live).get(identity(object)) ?? undefined);
}

/** A part of a member that is there for what has been granted on it alone, since its extension was made (a view's column). */
export function isGrantedOnly(object: CatalogObject, live: Catalog): boolean {
  const { drop, facetOnly } = kindOf(object.id.kind);
  return (
    facetOnly?.(object as never) === true &&
    object.comment === null &&
    initialGrants(object, live)?.length === 0 &&
    drop(object as never, { ...NOWHERE, version: live.version }).length === 0
  );
}

/** Names of the extensions that stay, each in its schema. */
export function stayingExtensions(desired: Catalog['objects'], live: Catalog): ReadonlySet<string> {
  return new Set(
    [...live.objects.values()].flatMap(({ key, id, address, attributes }) =>
      address.catalog === 'pg_extension' && desired.get(key)?.attributes.schema === attributes.schema
        ? [id.name]
        : [],
    ),
  );
}
