import { readCatalog } from '../catalog/index.js';
import type { Session } from '../database/session.js';
import { kindOf } from '../kinds/registry.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import { type Key, quoteIdent } from '../model/id.js';
import { Names, type Target } from '../plan/renames/names.js';
import { withOwnNames } from '../plan/renames/own-names.js';
import { inSequence, type Move, slotsOf } from '../plan/renames/sequence.js';

/** What the scratch holds at a moment, and the names that it had a moment before. */
export class Scene {
  private constructor(
    readonly session: Session,
    readonly catalog: Catalog,
    private names: Names,
    /** How many renames led here. */
    private readonly round: number,
  ) {}

  static async read(session: Session, round = 0): Promise<Scene> {
    const catalog = withOwnNames(await readCatalog(session, { inTransaction: true }));
    return new Scene(session, catalog, new Names(catalog, new Map()), round);
  }

  /** The same after something was made. */
  again(): Promise<Scene> {
    return Scene.read(this.session, this.round + 1);
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
    // A schema that gets the name itself comes before what goes into it.
    const renamed = new Set(
      moves.flatMap(({ object, target }) => (object.address.catalog === 'pg_namespace' ? [target.name] : [])),
    );
    const schemas = new Set(
      [...targets.values()].flatMap(({ schema }) =>
        schema === null || renamed.has(schema) ? [] : [`create schema if not exists ${quoteIdent(schema)}`],
      ),
    );
    await this.session.run([...schemas, ...sql].join(';\n'));
    return Scene.read(this.session, this.round + 1);
  }

  /** What stands where others shall go (a compatibility view under the old name) gives way. */
  private evicted(moves: readonly Move[]): Move[] {
    const targets = new Map(moves.map(({ object, target }) => [object.key, target]));
    const names = new Names(this.catalog, targets);
    const all = [...this.catalog.objects.values()];
    // A child's column goes by its parent's name.
    const moving = new Set(
      all.filter((object) => targets.has(object.key) || names.idOf(object).name !== object.id.name),
    );
    const needed = new Set([...moving].flatMap((object) => slotsOf(object, names.idOf(object))));
    const standing = all.filter(
      (object) =>
        !moving.has(object) &&
        kindOf(object.id.kind).rename !== undefined &&
        slotsOf(object, names.idOf(object)).some((slot) => needed.has(slot)),
    );
    return standing.map((object, at) => ({
      object,
      target: { name: `reconcile_evicted_${this.round}_${at}`, schema: null },
      follows: null,
    }));
  }
}
