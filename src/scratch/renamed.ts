import type { Session } from '../database/session.js';
import { stable } from '../diff/equal.js';
import type { Surroundings } from '../kinds/kind.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import { type Key, quoteIdent } from '../model/id.js';
import type { Acting } from '../plan/renames/acting.js';
import { type Follower, followers } from '../plan/renames/follow.js';
import { Names } from '../plan/renames/names.js';
import { withOwnNames } from '../plan/renames/own-names.js';
import { type Pair, underNewNames } from '../plan/renames/rewrite.js';
import { type Rename, type Renamed, renameSteps } from '../plan/renames/steps.js';
import { definitionsOf, normalise } from './normal.js';
import { reprinted } from './reprint.js';
import { Scene } from './scene.js';

export interface RenamedInput {
  readonly session: Session;
  /** Who owns what the scratch holds and may rename it. */
  readonly role: string | null;
  readonly live: Catalog;
  readonly desired: Catalog;
  readonly acting: Acting;
  /** Of the live catalog, for probes. */
  readonly around: Surroundings;
}

/** A follower's name may show in what follows next (the index that a partition's index is attached to). */
const ROUNDS = 4;

/**
 * The live catalog as its renames will leave it. PostgreSQL prints names from its catalogs, so the scratch's objects
 * take the live names for a moment: what they are printed as then is compared with the live prints, and no SQL text is
 * ever rewritten. The scratch is left as it was.
 */
export async function renamed(input: RenamedInput): Promise<Renamed> {
  const { session, acting } = input;
  const [live, desired] = [withOwnNames(input.live), withOwnNames(input.desired)];
  await session.run(
    `savepoint renamed; set local role ${input.role === null ? 'none' : quoteIdent(input.role)}; set local search_path to ''`,
  );
  const first = await Scene.read(session);
  const path = [first, await first.rename(acting.back)];
  const keyNow = (key: Key): Key => path.reduce((at, scene) => scene.later(at), key);
  const found: Follower[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const scene = path.at(-1) ?? first;
    const before = (object: CatalogObject): CatalogObject | undefined => scene.now(keyNow(object.key));
    // A long name is read as the automatic one, whatever it is: it follows once.
    const more = followers({ live, desired, past: scene.catalog, before }, acting.renames).filter(
      ({ live: was }) => !found.some((one) => one.live.key === was.key),
    );
    if (more.length === 0) break;
    found.push(...more);
    const targets = more.map(
      ({ live: was, desired: is }) => [keyNow(is.key), { name: was.id.name, schema: null }] as const,
    );
    path.push(await scene.rename(new Map(targets)));
  }
  const last = path.at(-1) ?? first;
  const pairs = new Map<Key, Pair>();
  for (const after of input.desired.objects.values()) {
    const now = last.now(keyNow(after.key));
    if (now !== undefined)
      pairs.set(now.key, { before: { ...after, ...now, owner: after.owner, grants: after.grants }, after });
  }
  const wanted: Catalog = {
    ...input.desired,
    objects: new Map([...pairs].map(([key, pair]) => [key, pair.before])),
  };
  const spelled = await normalise(session, input.live, wanted, input.around);
  const renames = renamesOf(input, live, found);
  const names = new Names(live, new Map(renames.map(({ object, target }) => [object.key, target])));
  const objects = new Map([...live.objects].map(([key, object]) => [key, spelled.get(key) ?? object]));
  const open = [...objects.values()].filter((object) => isOpen(object, pairs.get(object.key), names));
  const forward = new Map(
    [...acting.renames.keys(), ...found.map(({ desired: is }) => is.key)].flatMap((key) => {
      const object = desired.objects.get(key);
      const moved = acting.back.get(key)?.schema != null;
      return object === undefined
        ? []
        : [[keyNow(key), { name: object.id.name, schema: moved ? object.id.schema : null }] as const];
    }),
  );
  const texts = await reprinted(last, forward, open, input.around, names);
  await session.run('rollback to savepoint renamed');
  return {
    live: underNewNames({ ...live, objects }, names, pairs, texts),
    renames: new Map(
      renames.flatMap(({ object }) =>
        input.live.objects.has(object.key) ? [[names.keyOf(object), object.key] as const] : [],
      ),
    ),
    steps: renameSteps(live, renames),
  };
}

/** Whether an object's SQL text names what gets another name, and is not the desired one's under the old names. */
function isOpen(object: CatalogObject, pair: Pair | undefined, names: Names): boolean {
  if (object.extension !== null || !object.dependsOn.some(({ on }) => names.keyFor(on) !== on)) return false;
  return definitionsOf(object.id.kind).some((name) => {
    const value = object.attributes[name] ?? null;
    return value !== null && (pair === undefined || stable(value) !== stable(pair.before.attributes[name]));
  });
}

/** Every rename of the live side: those that the state declares, and what follows them. */
function renamesOf(input: RenamedInput, live: Catalog, found: readonly Follower[]): Rename[] {
  const { acting, desired } = input;
  const declared = [...acting.renames].flatMap(([newKey, oldKey]): Rename[] => {
    const [is, was] = [desired.objects.get(newKey), live.objects.get(oldKey)];
    if (is === undefined || was === undefined) return [];
    const moves = acting.back.get(newKey)?.schema != null;
    return [
      { object: was, target: { name: is.id.name, schema: moves ? is.id.schema : null }, follows: null },
    ];
  });
  const following = found.map(({ live: was, desired: is, leader }): Rename => {
    return {
      object: was,
      target: { name: is.id.name, schema: null },
      follows: acting.renames.get(leader) ?? null,
    };
  });
  return [...declared, ...following];
}
