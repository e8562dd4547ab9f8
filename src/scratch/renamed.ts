import { readCatalog } from '../catalog/index.js';
import type { Session } from '../database/session.js';
import type { Surroundings } from '../kinds/kind.js';
import { kindOf } from '../kinds/registry.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import { type Key, quoteIdent } from '../model/id.js';
import type { Acting } from '../plan/renames/acting.js';
import { followers } from '../plan/renames/follow.js';
import { Names, type Target } from '../plan/renames/names.js';
import { withOwnNames } from '../plan/renames/own-names.js';
import { type Pair, underNewNames } from '../plan/renames/rewrite.js';
import { inSequence, type Move, slotsOf } from '../plan/renames/sequence.js';
import { type Rename, type Renamed, renameSteps } from '../plan/renames/steps.js';
import { normalise } from './normal.js';

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
  const second = await first.rename(acting.back);
  const before = (object: CatalogObject): CatalogObject | undefined => second.now(first.later(object.key));
  const found = followers({ live, desired, past: second.catalog, before }, acting.renames);
  const third = await second.rename(
    new Map(
      found.map(({ live: was, desired: is }) => [first.later(is.key), { name: was.id.name, schema: null }]),
    ),
  );
  const pairs = new Map<Key, Pair>();
  for (const after of input.desired.objects.values()) {
    const now = third.now(second.later(first.later(after.key)));
    if (now !== undefined)
      pairs.set(now.key, { before: { ...after, ...now, owner: after.owner, grants: after.grants }, after });
  }
  const wanted: Catalog = {
    ...input.desired,
    objects: new Map([...pairs].map(([key, pair]) => [key, pair.before])),
  };
  const spelled = await normalise(session, input.live, wanted, input.around);
  await session.run('rollback to savepoint renamed');
  const renames = renamesOf(input, live, found);
  const names = new Names(live, new Map(renames.map(({ object, target }) => [object.key, target])));
  const objects = new Map([...live.objects].map(([key, object]) => [key, spelled.get(key) ?? object]));
  return {
    live: underNewNames({ ...live, objects }, names, pairs),
    renames: new Map(
      renames.flatMap(({ object }) =>
        input.live.objects.has(object.key) ? [[names.keyOf(object), object.key] as const] : [],
      ),
    ),
    steps: renameSteps(live, renames),
  };
}

/** Every rename of the live side: those that the state declares, and what follows them. */
function renamesOf(input: RenamedInput, live: Catalog, found: ReturnType<typeof followers>): Rename[] {
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

/** What the scratch holds at a moment, and the names that it had a moment before. */
class Scene {
  private constructor(
    private readonly session: Session,
    readonly catalog: Catalog,
    private names: Names,
  ) {}

  static async read(session: Session): Promise<Scene> {
    const catalog = withOwnNames(await readCatalog(session, { inTransaction: true }));
    return new Scene(session, catalog, new Names(catalog, new Map()));
  }

  now(key: Key): CatalogObject | undefined {
    return this.catalog.objects.get(key);
  }

  /** The key that an object has after the renames made from here. */
  later(key: Key): Key {
    return this.names.keyFor(key);
  }

  /** Gives objects other names, whoever has those now; reads what is there afterwards. */
  async rename(targets: ReadonlyMap<Key, Target>): Promise<Scene> {
    const moves = [...targets].flatMap(([key, target]): Move[] => {
      const object = this.catalog.objects.get(key);
      return object === undefined ? [] : [{ object, target, follows: null }];
    });
    const all = [...this.evicted(moves), ...moves];
    this.names = new Names(this.catalog, new Map(all.map(({ object, target }) => [object.key, target])));
    if (all.length === 0) return this;
    const sql = inSequence(this.catalog, all).flatMap((moved) => moved.sql);
    const schemas = new Set(
      [...targets.values()].flatMap(({ schema }) =>
        schema === null ? [] : [`create schema if not exists ${quoteIdent(schema)}`],
      ),
    );
    await this.session.run([...schemas, ...sql].join(';\n'));
    return Scene.read(this.session);
  }

  /** What stands where others shall go (a compatibility view under the old name) gives way. */
  private evicted(moves: readonly Move[]): Move[] {
    const targets = new Map(moves.map(({ object, target }) => [object.key, target]));
    const names = new Names(this.catalog, targets);
    const needed = new Set(moves.flatMap(({ object }) => slotsOf(object, names.idOf(object))));
    const standing = [...this.catalog.objects.values()].filter(
      (object) =>
        !targets.has(object.key) &&
        kindOf(object.id.kind).rename !== undefined &&
        slotsOf(object, names.idOf(object)).some((slot) => needed.has(slot)),
    );
    return standing.map((object, at) => ({
      object,
      target: { name: `reconcile_evicted_${at}`, schema: null },
      follows: null,
    }));
  }
}
