import { giverOf, joinGrants } from '../catalog/acl.js';
import { commentSql } from '../kinds/comment/index.js';
import { freshGrants, grantSql } from '../kinds/grant/index.js';
import type { Surroundings } from '../kinds/kind.js';
import { ownerSql } from '../kinds/owner/index.js';
import { kindOf } from '../kinds/registry.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import { compareText, type Key, keyOf, objectId } from '../model/id.js';
import { hasAsked } from './asked.js';
import type { Context } from './context.js';
import { partsOf } from './dependents.js';
import { type Edge, sort } from './graph.js';
import { actable, mayCreateIn, mayUse } from './roles.js';

/** Statements for one object, run as its owner. */
export interface Recreation {
  readonly key: Key;
  readonly role: string | null;
  readonly sql: readonly string[];
}

/** Kinds that hold what the data needs; all others come behind it. */
const FIRST = new Set(['pg_namespace', 'pg_type', 'pg_class']);

/**
 * SQL that builds live objects anew from the live catalog alone: `before` the rows (schemas, types, sequences, tables
 * with their columns), `after` them (defaults' functions, constraints, indexes, triggers, row-level security, policies).
 */
export function recreate(
  catalog: Catalog,
  keys: readonly Key[],
): { before: Recreation[]; after: Recreation[] } {
  const parts = partsOf(catalog);
  const around: Surroundings = {
    catalog,
    version: catalog.version,
    parts: (of, kind) => (parts.get(of.key) ?? []).filter((part) => part.id.kind === kind),
    parent: (of) => (of.parent === null ? undefined : catalog.objects.get(of.parent)),
  };
  const objects = [...new Set(keys)].flatMap((key) => catalog.objects.get(key) ?? []);
  const chosen = new Set(objects.map((object) => object.key));
  const alone = objects.filter(
    (object) =>
      !(
        kindOf(object.id.kind).createdWithParent === true &&
        object.parent !== null &&
        chosen.has(object.parent)
      ),
  );
  const ordered = inOrder(alone);
  const before: Recreation[] = [];
  const after: Recreation[] = [];
  for (const object of ordered) {
    const kind = kindOf(object.id.kind);
    const acts = roleOf(object, catalog);
    const barred = acts !== null && mayNotMake(object, acts, { live: catalog, wantedParts: parts });
    // A part belongs to its relation's owner, whoever makes it.
    const role =
      acts === null || (barred && (object.parent !== null || !uses(object, acts, catalog))) ? null : acts;
    const handed = barred && kind.owned && object.parent === null;
    const lifted = kind.around?.(object as never, around);
    const own = [
      ...(lifted?.before ?? []),
      ...kind.create(object as never, around),
      ...(lifted?.after ?? []),
    ];
    const inlined = (parts.get(object.key) ?? []).filter(
      (part) => kindOf(part.id.kind).createdWithParent === true,
    );
    const extra = inlined
      .filter((part) => !kind.inlines?.includes(part.id.kind))
      .flatMap((part) => kindOf(part.id.kind).create(part as never, around));
    const facets = [object, ...inlined].flatMap((item) =>
      handed && item === object
        ? bareFacets(item, role, catalog)
        : facetsOf(item, role, role ?? object.owner ?? '', catalog),
    );
    const late = kind.follow?.(object as never, around);
    const whole = kind.shell === true ? (kind.finish?.(object as never, null, around) ?? []) : [];
    const early = FIRST.has(kind.catalog) && !kind.part && kind.rank < 8;
    const made = early ? own.slice(0, 1) : own;
    const rest = [
      ...own.slice(made.length),
      ...extra,
      ...(early ? (late?.sql ?? []) : []),
      ...whole,
      ...facets,
    ];
    const { key } = object;
    if (handed) (early ? before : after).push({ key, role: null, sql: [...made, ownerSql(object)] });
    else (early ? before : after).push({ key, role, sql: made });
    // Who may do something in a schema has to be settled before anything is made there.
    (kind.catalog === 'pg_namespace' ? before : after).push({ key, role, sql: rest });
  }
  const filled = (list: Recreation[]): Recreation[] => list.filter((item) => item.sql.length > 0);
  return { before: filled(before), after: filled(after) };
}

function roleOf(object: CatalogObject, catalog: Catalog): string | null {
  const holder = object.parent === null ? object : catalog.objects.get(object.parent);
  const kind = kindOf(object.id.kind);
  if (kind.asConnecting === true) return null;
  return actable(kind.role === undefined ? (holder?.owner ?? null) : kind.role(object as never));
}

/**
 * Whether a role lacks what it takes to make an object: CREATE on the schema for what comes to stand there (a relation, or
 * one that a part makes), USAGE on every schema that is named, privileges on what it stands on.
 */
function mayNotMake(
  object: CatalogObject,
  role: string,
  { live, wantedParts }: Pick<Context, 'live' | 'wantedParts'>,
): boolean {
  const { objects } = live;
  const makes = object.parent === null || kindOf(object.id.kind).makesRelation?.(object as never) === true;
  const creates = !makes || object.id.schema === null || mayCreateIn(live, role, schemaOf(object, live));
  const named = [object, ...(wantedParts.get(object.key) ?? [])].flatMap(({ dependsOn }) =>
    dependsOn.flatMap(({ on }) => objects.get(on) ?? []),
  );
  return (
    !creates ||
    [object, ...named].some((one) => !uses(one, role, live)) ||
    !hasAsked(role, object, { live, wanted: objects, wantedParts })
  );
}

const uses = (object: CatalogObject, role: string, catalog: Catalog): boolean =>
  mayUse(catalog, role, schemaOf(object, catalog));

const schemaOf = ({ id }: CatalogObject, { objects }: Catalog): CatalogObject | undefined =>
  objects.get(keyOf(objectId('schema', null, id.schema ?? '')));

/** Comment and privileges of what whoever connects has made and handed over: nothing stays of that one's default privileges. */
function bareFacets(object: CatalogObject, role: string | null, catalog: Catalog): string[] {
  const { owner, grants, comment } = object;
  const said = comment === null ? [] : [commentSql(object)];
  if (grants === null || owner === null) return said;
  const makers = new Set([owner, ...catalog.defaultPrivileges.map((row) => row.role)]);
  const had = joinGrants(
    [...makers].flatMap((maker) =>
      freshGrants(object, maker, catalog, catalog.version).map((grant) => ({
        ...grant,
        grantor: owner,
        grantee: grant.grantee === maker ? owner : grant.grantee,
      })),
    ),
  );
  const giver = giverOf(object, catalog.objects);
  return [...grantSql(object, had, [], role, giver), ...grantSql(object, [], grants, role, giver), ...said];
}

function facetsOf(object: CatalogObject, role: string | null, creator: string, catalog: Catalog): string[] {
  const grants =
    object.grants === null
      ? []
      : grantSql(
          object,
          freshGrants(object, creator, catalog, catalog.version),
          object.grants,
          role,
          giverOf(object, catalog.objects),
        );
  return object.comment === null ? grants : [...grants, commentSql(object)];
}

function inOrder(objects: readonly CatalogObject[]): CatalogObject[] {
  const nodes = objects.map((object) => ({
    id: object.key,
    rank: [kindOf(object.id.kind).rank, object.key],
    value: object,
  }));
  const edges = objects.flatMap((object) =>
    object.dependsOn.map(
      ({ on, type }): Edge => ({
        before: on,
        after: object.key,
        soft: type !== 'normal' && object.parent !== on,
      }),
    ),
  );
  return sort(
    nodes,
    edges.sort((a, b) => compareText(a.before, b.before)),
  ).map((node) => node.value);
}
