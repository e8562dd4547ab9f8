import { stable } from '../diff/equal.js';
import type { Surroundings } from '../kinds/kind.js';
import { kindOf } from '../kinds/registry.js';
import type { Attributes, Catalog, CatalogObject } from '../model/catalog.js';
import { type Key, keyOf, objectId } from '../model/id.js';
import type { Names, Target } from '../plan/renames/names.js';
import { recover } from './failures.js';
import { definitionsOf } from './normal.js';
import type { Scene } from './scene.js';
import { candidates, missingNames, standInSql } from './standin.js';

/**
 * SQL text of live objects as it is printed once what it names has its new names: made in the scratch under the old
 * names and read back under the new ones. Only text that comes out differently is given; what the scratch cannot make
 * (it stands on what the state does not hold) is left out.
 */
export async function reprinted(
  scene: Scene,
  forward: ReadonlyMap<Key, Target>,
  objects: readonly CatalogObject[],
  around: Surroundings,
  names: Names,
): Promise<Map<Key, Attributes>> {
  const texts = new Map<Key, Attributes>();
  const made: { object: CatalogObject; name: string }[] = [];
  const stoodIn = new Set<CatalogObject>();
  for (const [at, object] of objects.entries()) {
    const name = `reconcile_reprint_${at}`;
    if (await make({ scene, around, stoodIn }, object, name)) made.push({ object, name });
  }
  if (made.length === 0) return texts;
  const before = await scene.again();
  const along = [...stoodIn].flatMap((object): [Key, Target][] => {
    const { name, schema } = names.idOf(object);
    // What goes along with its schema's new name need not be moved.
    const own = keyOf(objectId('schema', null, object.id.schema ?? ''));
    const moves = keyOf(objectId('schema', null, schema ?? '')) !== names.keyFor(own);
    return moves || name !== object.id.name ? [[object.key, { name, schema: moves ? schema : null }]] : [];
  });
  const after = await before.rename(new Map([...along, ...forward]));
  const [old, now] = [byName(before.catalog), byName(after.catalog)];
  for (const { object, name } of made) {
    const [was, is] = [old.get(name), now.get(name)];
    if (was === undefined || is === undefined) continue;
    const changed = definitionsOf(object.id.kind).filter(
      (one) => stable(was.attributes[one]) !== stable(is.attributes[one]),
    );
    if (changed.length > 0)
      texts.set(object.key, Object.fromEntries(changed.map((one) => [one, is.attributes[one] ?? null])));
  }
  return texts;
}

interface Bench {
  readonly scene: Scene;
  readonly around: Surroundings;
  /** Live objects that were stood in for. */
  readonly stoodIn: Set<CatalogObject>;
}

async function make(bench: Bench, object: CatalogObject, name: string): Promise<boolean> {
  const { declaration: _, ...rest } = object;
  const id = { ...object.id, name };
  const { create, probe } = kindOf(object.id.kind);
  const tried = { ...rest, id, key: keyOf(id) };
  const sql = create((probe?.(tried as never) ?? tried) as never, bench.around)[0];
  if (sql === undefined) return false;
  return attempt(bench, sql, 0);
}

/** How deep stand-ins may stand on stand-ins. */
const DEPTH = 4;

/** Runs a statement; where it misses something that the live database has, that is stood in for first. */
async function attempt(bench: Bench, sql: string, depth: number): Promise<boolean> {
  const { scene, around, stoodIn } = bench;
  const tried = new Set<Key>();
  for (;;) {
    try {
      await scene.session.run(`savepoint reprint; ${sql}\n; release savepoint reprint`);
      return true;
    } catch (error) {
      const said = await recover(scene.session, error, 'reprint');
      const [missing] = candidates(missingNames(said.message), around.catalog, []).filter(
        ({ key }) => !tried.has(key),
      );
      if (missing === undefined || depth >= DEPTH) return false;
      tried.add(missing.key);
      if (await attempt(bench, standInSql(missing, around).join(';\n'), depth + 1)) stoodIn.add(missing);
    }
  }
}

const byName = (catalog: Catalog): Map<string, CatalogObject> =>
  new Map([...catalog.objects.values()].map((object) => [object.id.name, object]));
