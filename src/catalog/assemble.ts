import { handedDown } from '../kinds/heirs.js';
import type { AnyKind } from '../kinds/kind.js';
import type {
  Catalog,
  CatalogObject,
  Dependency,
  DependencyType,
  Grant,
  Role,
  Unmanaged,
} from '../model/catalog.js';
import { compareText, type Key, keyOf, type ObjectId, objectId } from '../model/id.js';
import { defaultGrants, parseAclItem, sortGrants } from './acl.js';
import type { DependencyRow, ObjectRow } from './rows.js';

/** What the catalog queries gave, before it becomes objects. */
export interface RawCatalog {
  version: number;
  kinds: { kind: AnyKind; rows: ObjectRow[] }[];
  dependencies: DependencyRow[];
  members: DependencyRow[];
  comments: { classid: string; objid: number; objsubid: number; description: string }[];
  aliases: {
    classid: string;
    objid: number;
    refclassid: string;
    refobjid: number;
    refobjsubid: number;
    member: boolean;
  }[];
  roles: Role[];
  defaultPrivileges: { role: string; schema: string | null; objectType: string; acl: string[] }[];
  initial: { classid: string; objid: number; objsubid: number; acl: string[] }[];
  unmanaged: { kind: string; classid: string; oid: number; schema: string | null; name: string }[];
  settings: Record<string, string>;
}

const TYPES: Record<string, DependencyType> = { n: 'normal', a: 'auto', i: 'internal', P: 'auto', S: 'auto' };
const place = (catalog: string, oid: number, sub: number): string => `${catalog}/${oid}/${sub}`;

function grantsOf(kind: AnyKind, row: ObjectRow, version: number): readonly Grant[] | null {
  if (kind.privileges === null) return null;
  if (row.acl === null) return defaultGrants(kind.privileges.letter, row.owner ?? '', version);
  return sortGrants(row.acl.flatMap(parseAclItem));
}

/** Follows rows that stand for another object until one that is an object; `undefined` where there is none. */
function resolver(
  raw: RawCatalog,
  keys: ReadonlyMap<string, Key>,
): (catalog: string, oid: number, sub: number) => Key | undefined {
  const aliases = new Map(raw.aliases.map((a) => [place(a.classid, a.objid, 0), a]));
  const resolve = (catalog: string, oid: number, sub: number, depth: number): Key | undefined => {
    const own =
      keys.get(place(catalog, oid, sub)) ?? (sub !== 0 ? keys.get(place(catalog, oid, 0)) : undefined);
    if (own !== undefined || depth > 5) return own;
    const alias = aliases.get(place(catalog, oid, 0));
    return alias && resolve(alias.refclassid, alias.refobjid, alias.refobjsubid, depth + 1);
  };
  return (catalog, oid, sub) => resolve(catalog, oid, sub, 0);
}

/** Turns catalog rows into objects with identity, owner, privileges, comment, dependencies and extension. */
export function assemble(raw: RawCatalog): Catalog {
  const comments = new Map(raw.comments.map((c) => [place(c.classid, c.objid, c.objsubid), c.description]));
  const extensions = new Map<number, string>();
  for (const { kind, rows } of raw.kinds) {
    if (kind.catalog === 'pg_extension') for (const row of rows) extensions.set(row.oid, row.name);
  }
  const memberOf = new Map(
    raw.members.map((m) => [place(m.classid, m.objid, 0), extensions.get(m.refobjid) ?? 'plpgsql']),
  );
  const relations = new Map<number, Key>();
  const keys = new Map<string, Key>();
  const drafts: { kind: AnyKind; row: ObjectRow; id: ObjectId; key: Key }[] = [];
  const throughParent = new Set<string>();
  for (const { kind, rows } of raw.kinds) {
    for (const row of rows) {
      const id = objectId(kind.name, row.schema, row.name, { table: row.table, arguments: row.args });
      const key = keyOf(id);
      drafts.push({ kind, row, id, key });
      // What stands on an identity's sequence stands on its column.
      if (kind.bears === undefined) keys.set(place(kind.catalog, row.oid, row.sub), key);
      if (kind.standsThroughParent?.({ id, key, attributes: row.attributes } as never) === true)
        throughParent.add(place(kind.catalog, row.oid, row.sub));
      // A composite type's relid is its row type's relation, a domain's its own oid.
      if (!kind.part && (kind.catalog === 'pg_class' || kind.holdsParts === true))
        relations.set(row.relid, key);
    }
  }
  const resolve = resolver(raw, keys);
  const members = new Set(raw.aliases.flatMap((a) => (a.member ? [place(a.classid, a.objid, 0)] : [])));
  const dependencies = new Map<Key, Map<Key, DependencyType>>();
  const addDependency = (from: Key, on: Key, type: DependencyType): void => {
    if (from === on) return;
    const own = dependencies.get(from) ?? new Map<Key, DependencyType>();
    if (own.get(on) !== 'normal') own.set(on, type);
    dependencies.set(from, own);
  };
  for (const row of raw.dependencies) {
    const whole = throughParent.has(place(row.classid, row.objid, row.objsubid));
    const from = resolve(row.classid, row.objid, whole ? 0 : row.objsubid);
    const on = resolve(row.refclassid, row.refobjid, row.refobjsubid);
    const member = members.has(place(row.classid, row.objid, 0));
    if (from !== undefined && on !== undefined)
      addDependency(from, on, member ? 'normal' : (TYPES[row.deptype] ?? 'normal'));
  }
  for (const { kind, key } of drafts)
    for (const on of kind.shell === true ? (dependencies.get(key)?.keys() ?? []) : [])
      if (dependencies.get(on)?.has(key)) dependencies.get(on)?.set(key, 'auto');
  const schemas = new Map(
    drafts.flatMap(({ kind, row, key }) =>
      kind.catalog === 'pg_namespace' ? [[row.name, key] as const] : [],
    ),
  );
  const objects = new Map<Key, CatalogObject>();
  // A part comes behind what it is part of.
  drafts.sort(
    (a, b) =>
      a.row.relid - b.row.relid ||
      Number(a.kind.part) - Number(b.kind.part) ||
      a.row.sub - b.row.sub ||
      compareText(a.key, b.key),
  );
  for (const { kind, row, id, key } of drafts) {
    const parent = kind.part ? (relations.get(row.relid) ?? null) : null;
    // Before 15, a generated column went without a word with what it is computed from.
    const stands = kind.part && kind.derived?.({ id, key, attributes: row.attributes } as never) === true;
    const own = [...(dependencies.get(key) ?? [])].map(
      ([on, type]): Dependency => ({
        on,
        type: stands && type === 'auto' && on !== parent ? 'normal' : type,
      }),
    );
    if (parent !== null && !own.some((dependency) => dependency.on === parent))
      own.push({ on: parent, type: 'auto' });
    const schema = parent === null && row.schema !== null ? schemas.get(row.schema) : undefined;
    if (schema !== undefined) own.push({ on: schema, type: 'normal' });
    const bearer = kind.bears?.({ id, key, attributes: row.attributes } as never);
    if (bearer !== undefined) own.push({ on: bearer, type: 'internal' });
    const heir = kind.heir?.({ id, key, attributes: row.attributes } as never) ?? null;
    for (const on of handedDown(heir) ? (heir?.from ?? []) : [])
      if (!own.some((dependency) => dependency.on === on)) own.push({ on, type: 'auto' });
    objects.set(key, {
      id,
      key,
      attributes: row.attributes,
      owner: row.owner,
      grants: grantsOf(kind, row, raw.version),
      comment: comments.get(place(kind.catalog, row.oid, row.sub)) ?? null,
      parent,
      dependsOn: own.sort((a, b) => compareText(a.on, b.on)),
      extension:
        memberOf.get(place(kind.catalog, row.oid, 0)) ??
        (parent === null ? null : (objects.get(parent)?.extension ?? null)),
      address: { catalog: kind.catalog, oid: row.oid, sub: row.sub },
    });
  }
  return {
    version: raw.version,
    objects,
    roles: new Map(raw.roles.map((role) => [role.name, role])),
    defaultPrivileges: raw.defaultPrivileges.map(({ role, schema, objectType, acl }) => ({
      role,
      schema,
      objectType,
      grants: sortGrants(acl.flatMap(parseAclItem)),
    })),
    initialGrants: new Map(
      raw.initial.flatMap(({ classid, objid, objsubid, acl }) => {
        const key = keys.get(place(classid, objid, objsubid));
        return key === undefined ? [] : [[key, sortGrants(acl.flatMap(parseAclItem))] as const];
      }),
    ),
    unmanaged: raw.unmanaged.map(
      ({ kind, classid, oid, schema, name }): Unmanaged => ({
        kind,
        schema,
        name,
        extension: memberOf.get(place(classid, oid, 0)) ?? null,
      }),
    ),
    settings: raw.settings,
  };
}
