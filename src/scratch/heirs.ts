import type { Session } from '../database/session.js';
import { differingAttributes, stable } from '../diff/equal.js';
import { kindOf } from '../kinds/registry.js';
import type { Catalog, CatalogObject, Declaration, Json } from '../model/catalog.js';
import { type Key, keyOf, objectId, quoteIdent, sqlName } from '../model/id.js';
import type { Position } from '../model/position.js';
import { partsOf } from '../plan/dependents.js';
import { heirOf } from '../plan/heirs.js';
import { implicit } from './declarations.js';
import { recover } from './failures.js';

export interface HeirsInput {
  readonly session: Session;
  readonly live: Catalog;
  /** The role that they are made as, quoted. */
  readonly role: string;
  /** Whether the environment leaves a live object that state does not declare in its place. */
  readonly stays: (key: Key) => boolean;
  /** Stand-ins: state does not make them, so that they hand nothing new down. */
  readonly standIns: ReadonlySet<Key>;
  /** Whether state gives a relation, or a part of it, another name. */
  readonly renames: (key: Key) => boolean;
  /** Ends the transaction and begins another, so that locks do not add up. */
  readonly renew: () => Promise<void>;
}

/** Heirs between two transactions: each is locked with its indexes till then. */
const TRANSACTION = 200;

/** What was made: keys, parents first, and the schemas that were made for them. */
export interface Heirs {
  readonly made: ReadonlySet<Key>;
  readonly schemas: ReadonlySet<Key>;
}

/**
 * Makes partitions and children that state does not speak of, as nothing but heirs of what it declares: PostgreSQL
 * itself tells what they get from that. Those that cannot be made so are left out.
 */
export async function makeHeirs(input: HeirsInput): Promise<Heirs> {
  const { session, live, standIns } = input;
  const [made, schemas] = [new Set<Key>(), new Set<Key>()];
  const open = new Set(
    [...live.objects.values()].filter(
      (object) =>
        object.parent === null && object.extension === null && inherits(object) && input.stays(object.key),
    ),
  );
  if (open.size === 0) return { made, schemas };
  const rows = await session.query<{ name: string }>(
    "select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p')",
  );
  const there = new Set(rows.map(({ name }) => name));
  const known = await session.query<{ name: string }>(
    'select nspname::text as name from pg_catalog.pg_namespace',
  );
  const places = new Set(known.map(({ name }) => name));
  const byName = new Map(
    [...live.objects.values()].flatMap((object) =>
      object.parent === null && kindOf(object.id.kind).holdsRows === true
        ? [[sqlName(object.id), object.key] as const]
        : [],
    ),
  );
  const handsDown = (name: string): boolean => {
    const key = byName.get(name);
    return there.has(name) && (key === undefined || (!standIns.has(key) && !input.renames(key)));
  };
  for (let more = true; more; ) {
    more = false;
    for (const object of open) {
      const name = sqlName(object.id);
      const sql = there.has(name)
        ? null
        : (kindOf(object.id.kind).asHeir?.(object as never, handsDown) ?? null);
      if (sql === null) continue;
      open.delete(object);
      if (!(await attempt(input, object, sql))) continue;
      there.add(name);
      made.add(object.key);
      if (made.size % TRANSACTION === 0) await input.renew();
      const { schema } = object.id;
      if (schema !== null && !places.has(schema)) schemas.add(keyOf(objectId('schema', null, schema)));
      more = true;
    }
  }
  return { made, schemas };
}

const inherits = (object: CatalogObject): boolean =>
  (kindOf(object.id.kind).asHeir?.(object as never, () => true) ?? null) !== null;

async function attempt({ session, role }: HeirsInput, { id }: CatalogObject, sql: string): Promise<boolean> {
  const schema = id.schema === null ? '' : `create schema if not exists ${quoteIdent(id.schema)};`;
  try {
    await session.run(
      `savepoint heir; set local role ${role}; set local search_path to ''; ${schema} ${sql}; release savepoint heir`,
    );
    return true;
  } catch (error) {
    await recover(session, error, 'heir');
    return false;
  }
}

/**
 * What such heirs shall be: as they are, but for what changes with what hands it down, comes from there, or goes with it.
 * @param desired what state declares; heirs are added to it
 */
export function addHeirs(
  heirs: ReadonlySet<Key>,
  desired: Map<Key, CatalogObject>,
  { read, live }: { readonly read: Catalog; readonly live: Catalog },
  at: Position,
): void {
  if (heirs.size === 0) return;
  const [liveParts, readParts] = [partsOf(live), partsOf(read)];
  for (const key of heirs) {
    const [made, has] = [read.objects.get(key), live.objects.get(key)];
    if (made === undefined || has === undefined) continue;
    const nothing: Declaration = {
      ...implicit(at),
      attributes: new Set(),
      sections: new Set(),
      elsewhere: true,
    };
    desired.set(key, {
      ...has,
      attributes: made.attributes,
      dependsOn: made.dependsOn,
      declaration: nothing,
    });
    const own = liveParts.get(key) ?? [];
    for (const part of readParts.get(key) ?? []) {
      const from = heirOf(part)?.from ?? [];
      if (from.length === 0) continue;
      const there = live.objects.get(part.key) ?? own.find((one) => isCopyOf(one, part));
      const after =
        there === undefined ? fresh(part, from, live) : following(there, part, from, desired, live);
      if (after !== null) desired.set(after.key, { ...after, declaration: implicit(at) });
    }
  }
}

const isCopyOf = (one: CatalogObject, part: CatalogObject): boolean => {
  const [is, wanted] = [heirOf(one)?.from ?? [], heirOf(part)?.from ?? []];
  return (
    one.id.kind === part.id.kind && is.length === wanted.length && is.every((key) => wanted.includes(key))
  );
};

/** What comes with its source; `null` where the source has been there without handing it down. */
const fresh = (part: CatalogObject, from: readonly Key[], live: Catalog): CatalogObject | null =>
  from.every((key) => live.objects.has(key)) ? null : part;

/** A live part with the changes of what hands it down; its own settings stay. */
function following(
  has: CatalogObject,
  part: CatalogObject,
  from: readonly Key[],
  desired: ReadonlyMap<Key, CatalogObject>,
  live: Catalog,
): CatalogObject {
  const rules = kindOf(has.id.kind).attributes;
  const names = from.flatMap((key) => {
    const [was, will] = [live.objects.get(key), desired.get(key)];
    if (was === undefined || will === undefined)
      return Object.keys(rules).filter((name) => rules[name]?.tie === true || name === 'inheritedFrom');
    // Settings of its own stay; those that are its source's follow.
    const same = (name: string): boolean => stable(has.attributes[name]) === stable(was.attributes[name]);
    const source = new Set(differingAttributes(was, will, Object.keys(will.attributes)));
    const follows = (name: string): boolean => source.has(name) && (rules[name]?.own !== true || same(name));
    // What else is said of something that follows (notNull, notNullName) goes with it.
    const leaders = [...source].filter(follows);
    return differingAttributes(has, part, Object.keys(part.attributes)).filter(
      (name) => same(name) || leaders.some((one) => name.startsWith(one)),
    );
  });
  const changed = names.map((name): [string, Json] => [name, part.attributes[name] ?? null]);
  return {
    ...has,
    attributes: { ...has.attributes, ...Object.fromEntries(changed) },
    dependsOn: part.dependsOn,
  };
}
