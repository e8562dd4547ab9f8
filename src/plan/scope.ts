import { isGrantedOnly, stayingExtensions } from '../diff/members.js';
import { kindOf } from '../kinds/registry.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import { type Key, quoteIdent } from '../model/id.js';
import type { Platform } from '../platforms/index.js';
import { dependentsOf } from './dependents.js';
import { copiesIn, heirOf } from './heirs.js';

/** Whose a live object is. `outside`: not in the environment's scope, so nobody's business here. */
export type Fate = 'declared' | 'kept' | 'dropped' | 'platform' | 'extension' | 'unlisted' | 'outside';

export interface SetEntry {
  /** As written in the environment: `name`, `schema.name`, `name(args)`, or a glob. */
  readonly text: string;
  readonly at: { readonly file: string; readonly line: number; readonly column: number };
}

export interface ScopeInput {
  readonly live: Catalog;
  readonly desired: Catalog;
  /** `null`: the whole database. */
  readonly schemas: readonly string[] | null;
  readonly platform: Platform;
  readonly keep: ReadonlySet<Key>;
  readonly drop: ReadonlySet<Key>;
  readonly whole: boolean;
}

/** Schemas that no environment is about. */
const OWN = /^reconcile(_|$)/;

/** Whether state speaks of an object, and it is not just there as an heir of what state declares. */
export function isDeclared(key: Key, { objects }: Catalog): boolean {
  const said = objects.get(key)?.declaration;
  return objects.has(key) && !(said?.elsewhere === true && said.implied === true);
}

/** What lives in no schema is looked at only where the whole database is; what is the server's only by name. */
function alone(object: CatalogObject, input: ScopeInput): Fate {
  const { platform, schemas } = input;
  if (object.extension !== null) return 'extension';
  if (isDeclared(object.key, input.desired)) return 'declared';
  if (input.drop.has(object.key)) return 'dropped';
  if (input.keep.has(object.key)) return 'kept';
  const home = object.id.schema === null ? null : `schema ${quoteIdent(object.id.schema)}`;
  if (home !== null && input.drop.has(home)) return 'dropped';
  if (home !== null && input.keep.has(home)) return 'kept';
  const { kind, name } = object.id;
  const schema = kind === 'schema' ? name : object.id.schema;
  if (platform.objects[kind]?.includes(object.id.schema === null ? name : `${schema}.${name}`))
    return 'platform';
  if (schema === null) return schemas === null && kindOf(kind).shared !== true ? 'unlisted' : 'outside';
  if (OWN.test(schema)) return 'outside';
  if (platform.schemas.includes(schema))
    return schemas?.includes(schema) && kind !== 'schema' ? 'unlisted' : 'platform';
  if (kind === 'schema') return name === 'public' || schemas !== null ? 'outside' : 'unlisted';
  return schemas === null || schemas.includes(schema) ? 'unlisted' : 'outside';
}

/** Whether a declared parent's listing of one kind of part is complete. */
function complete(parent: CatalogObject, kind: string, whole: boolean): boolean {
  const sections = parent.declaration?.sections;
  return whole || sections === 'all' || (sections?.has(kind) ?? false);
}

/** Decides the fate of every live object; parts share their parent's unless state says otherwise. */
export function fates(input: ScopeInput): Map<Key, Fate> {
  const result = new Map<Key, Fate>();
  const objects = [...input.live.objects.values()];
  for (const object of objects) if (object.parent === null) result.set(object.key, alone(object, input));
  shareFates(objects, input.live, result);
  for (const object of objects) {
    if (object.parent === null) continue;
    if (input.desired.objects.has(object.key)) result.set(object.key, 'declared');
    else if (input.drop.has(object.key)) result.set(object.key, 'dropped');
    else if (input.keep.has(object.key)) result.set(object.key, 'kept');
    else result.set(object.key, partFate(object, input, result.get(object.parent) ?? 'outside'));
  }
  dropAlong(input, result);
  if (input.whole) keepUnder(objects, input, result);
  return result;
}

/**
 * What goes by itself with a part that is to be dropped goes as well: its copies in partitions and children that state
 * does not speak of, and with a column that is dropped by name its index, its foreign key.
 */
function dropAlong({ live, desired, drop }: ScopeInput, result: Map<Key, Fate>): void {
  const gone = [...result].filter(
    ([key, fate]) => fate === 'dropped' && live.objects.get(key)?.parent != null,
  );
  const queue = gone.map(([key]) => ({ key, named: drop.has(key) }));
  if (queue.length === 0) return;
  const copies = copiesIn(live);
  const dependents = dependentsOf(live);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const copy of copies.get(next.key) ?? []) {
      const heir = heirOf(copy);
      const theirs = desired.objects.get(copy.parent ?? '')?.declaration;
      const others = theirs !== undefined && theirs.elsewhere !== true;
      const goes = copy.dependsOn.some(
        ({ on, type }) => on === next.key && (type === 'auto' || type === 'internal'),
      );
      if (others || heir === null || !goes || result.get(copy.key) === 'dropped') continue;
      if (desired.objects.has(copy.key) || heir.from.some((key) => result.get(key) !== 'dropped')) continue;
      result.set(copy.key, 'dropped');
      queue.push({ key: copy.key, named: true });
    }
    for (const { from, type } of next.named ? (dependents.get(next.key) ?? []) : []) {
      if ((type !== 'auto' && type !== 'internal') || result.get(from.key) !== 'unlisted') continue;
      result.set(from.key, 'dropped');
      queue.push({ key: from.key, named: true });
    }
  }
}

/** What stays because state adds to it keeps what it stands on: its schema, its types. */
function keepUnder(
  objects: readonly CatalogObject[],
  { live, desired }: ScopeInput,
  result: Map<Key, Fate>,
): void {
  const elsewhere = (key: Key | null): boolean =>
    key !== null && desired.objects.get(key)?.declaration?.elsewhere === true;
  const queue = objects.filter(({ key, parent }) => elsewhere(parent) || elsewhere(key));
  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    for (const { on, type } of one.dependsOn) {
      if (type === 'body' || result.get(on) !== 'unlisted') continue;
      result.set(on, 'kept');
      const under = live.objects.get(on);
      if (under !== undefined) queue.push(under);
    }
  }
}

/** What goes when another goes (a serial column's sequence, a partition's partitions) has that one's fate, before its parts do. */
function shareFates(objects: readonly CatalogObject[], live: Catalog, result: Map<Key, Fate>): void {
  const tied = objects.flatMap((object) => {
    const owner = ownerOf(object, live);
    return owner === null ? [] : [{ key: object.key, owner }];
  });
  for (let changed = true; changed; ) {
    changed = false;
    for (const { key, owner } of tied) {
      const shared = result.get(owner);
      if (shared === undefined || shared === 'outside' || shared === 'declared' || shared === 'unlisted')
        continue;
      if (result.get(key) !== 'unlisted') continue;
      result.set(key, shared);
      changed = true;
    }
  }
}

function partFate(object: CatalogObject, input: ScopeInput, parent: Fate): Fate {
  const { live, desired, whole } = input;
  if (parent === 'extension' && whole && object.extension !== null && isGrantedOnly(object, live))
    return stayingExtensions(desired.objects, live).has(object.extension) ? 'dropped' : parent;
  if (parent !== 'declared') return parent;
  const wanted = object.parent === null ? undefined : input.desired.objects.get(object.parent);
  if (wanted === undefined) return 'unlisted';
  const bearer = bearerOf(object, input.live);
  if (bearer !== undefined)
    return input.desired.objects.has(bearer.key) ? 'dropped' : partFate(bearer, input, parent);
  const elsewhere = wanted.declaration?.elsewhere === true;
  if (complete(wanted, object.id.kind, whole && !elsewhere)) return 'dropped';
  return elsewhere && whole ? 'kept' : 'unlisted';
}

/** The object whose name another bears, and with which it comes and goes. */
export function bearerOf(object: CatalogObject, live: Catalog): CatalogObject | undefined {
  const key = kindOf(object.id.kind).bears?.(object as never);
  return key === undefined ? undefined : live.objects.get(key);
}

/** An object that goes when another goes (a serial column's sequence) shares its fate. */
function ownerOf(object: CatalogObject, live: Catalog): Key | null {
  if (object.parent !== null) return null;
  const tie = object.dependsOn.find((dependency) => dependency.type === 'auto');
  const on = tie === undefined ? undefined : live.objects.get(tie.on);
  return on?.parent ?? on?.key ?? null;
}

export const pluralOf = (kind: string): string => kindOf(kind).plural;
