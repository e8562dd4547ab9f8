import { kindOf } from '../../kinds/registry.js';
import type { Catalog, CatalogObject } from '../../model/catalog.js';
import { type Key, quoteIdent } from '../../model/id.js';
import type { Right } from '../../model/plan.js';
import { rolesOf } from '../../model/roles.js';

export const PUBLIC = 'PUBLIC';

/** The database before the plan, or after it. */
export interface Side {
  /** Roles and their memberships are the live ones on both sides. */
  readonly catalog: Catalog;
  readonly objects: ReadonlyMap<Key, CatalogObject>;
  readonly parts: ReadonlyMap<Key, readonly CatalogObject[]>;
  /** Objects that whoever connects comes to own: nothing is said of that role, so that all planners say the same. */
  readonly ownerless: ReadonlySet<Key>;
  /** What was worked out before, by relation, role and privilege. */
  readonly known: Map<string, Right>;
  readonly memberships: Map<string, ReadonlySet<string>>;
}

/** Names under which a role is given privileges: its own, those of the roles it inherits from, PUBLIC. */
export function namesOf(side: Side, role: string): ReadonlySet<string> {
  const known = side.memberships.get(role);
  if (known !== undefined) return known;
  const names = role === PUBLIC ? new Set([PUBLIC]) : rolesOf(side.catalog, role).add(PUBLIC);
  side.memberships.set(role, names);
  return names;
}

export function isSuperuser(side: Side, role: string): boolean {
  return side.catalog.roles.get(role)?.superuser === true;
}

/** Predefined roles that read and write everything ("Predefined Roles" in the manual). */
function everywhere(names: ReadonlySet<string>, privilege: string): boolean {
  if (privilege === 'SELECT') return names.has('pg_read_all_data');
  if (privilege === 'USAGE') return names.has('pg_read_all_data') || names.has('pg_write_all_data');
  return ['INSERT', 'UPDATE', 'DELETE'].includes(privilege) && names.has('pg_write_all_data');
}

/** Whether a privilege on the object as a whole was given to any of the names. */
export function holds(
  object: CatalogObject,
  names: ReadonlySet<string>,
  privilege: string,
  side: Side,
): boolean {
  const hidden = side.ownerless.has(object.key) ? object.owner : null;
  return (
    everywhere(names, privilege) ||
    (object.grants ?? []).some(
      (grant) => grant.privilege === privilege && grant.grantee !== hidden && names.has(grant.grantee),
    )
  );
}

/** Whether the names include the object's owner, as far as the plan knows who that is. */
export function owns(object: CatalogObject, names: ReadonlySet<string>, side: Side): boolean {
  return object.owner !== null && !side.ownerless.has(object.key) && names.has(object.owner);
}

/** Whether what is in the object's schema can be named at all. */
export function reachesSchema(object: CatalogObject, names: ReadonlySet<string>, side: Side): boolean {
  if (object.id.schema === null) return true;
  const schema = side.objects.get(`schema ${quoteIdent(object.id.schema)}`);
  return schema === undefined || owns(schema, names, side) || holds(schema, names, 'USAGE', side);
}

/** Columns that a privilege was given on, and how many the relation has. */
export function grantedColumns(
  relation: CatalogObject,
  names: ReadonlySet<string>,
  privilege: string,
  side: Side,
): { columns: string[]; all: boolean } {
  const columns = (side.parts.get(relation.key) ?? []).filter((part) => kindOf(part.id.kind).privileges);
  const given = columns.filter((column) =>
    (column.grants ?? []).some((grant) => grant.privilege === privilege && names.has(grant.grantee)),
  );
  return {
    columns: given.map((column) => column.id.name).sort(),
    all: given.length > 0 && given.length === columns.length,
  };
}
