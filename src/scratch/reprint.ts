import { stable } from '../diff/equal.js';
import type { Surroundings } from '../kinds/kind.js';
import { kindOf } from '../kinds/registry.js';
import type { Attributes, Catalog, CatalogObject } from '../model/catalog.js';
import { type Key, keyOf } from '../model/id.js';
import type { Target } from '../plan/renames/names.js';
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
): Promise<Map<Key, Attributes>> {
  const texts = new Map<Key, Attributes>();
  const made: { object: CatalogObject; name: string }[] = [];
  for (const [at, object] of objects.entries()) {
    const name = `reconcile_reprint_${at}`;
    if (await make(scene, object, name, around)) made.push({ object, name });
  }
  if (made.length === 0) return texts;
  const before = await scene.again();
  const after = await before.rename(forward);
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

async function make(
  scene: Scene,
  object: CatalogObject,
  name: string,
  around: Surroundings,
): Promise<boolean> {
  const { declaration: _, ...rest } = object;
  const id = { ...object.id, name };
  const { create, probe } = kindOf(object.id.kind);
  const tried = { ...rest, id, key: keyOf(id) };
  const sql = create((probe?.(tried as never) ?? tried) as never, around)[0];
  if (sql === undefined) return false;
  return attempt(scene, sql, around, 0);
}

/** How deep stand-ins may stand on stand-ins. */
const DEPTH = 4;

/** Runs a statement; where it misses something that the live database has, that is stood in for first. */
async function attempt(scene: Scene, sql: string, around: Surroundings, depth: number): Promise<boolean> {
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
      await attempt(scene, standInSql(missing, around).join(';\n'), around, depth + 1);
    }
  }
}

const byName = (catalog: Catalog): Map<string, CatalogObject> =>
  new Map([...catalog.objects.values()].map((object) => [object.id.name, object]));
