import type { Environment } from '../manifest/index.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import { compareText, type Key } from '../model/id.js';
import { isHome, planObject } from '../plan/object.js';
import type { Related } from '../plan/related.js';
import { fates } from '../plan/scope.js';
import { platformOf } from '../platforms/index.js';

/**
 * The dependency picture of one catalog, as far as the environment is about it: whole objects, sorted; an arrow for what
 * any part of one needs of another. What lies outside of the scope is drawn where something in it stands on it.
 */
export function pictureOf(catalog: Catalog, environment: Environment): Related {
  const fate = fates({
    live: catalog,
    desired: { ...catalog, objects: new Map() },
    schemas: environment.schemas,
    platform: platformOf(environment.platform),
    keep: new Set(),
    drop: new Set(),
    whole: true,
  });
  const whole = (key: Key): CatalogObject | undefined => {
    const object = catalog.objects.get(key);
    return object?.parent == null ? object : catalog.objects.get(object.parent);
  };
  const drawn = new Map<Key, CatalogObject>();
  const pairs = new Map<string, readonly [Key, Key]>();
  for (const object of catalog.objects.values()) {
    const from = whole(object.key);
    if (from === undefined || fate.get(from.key) !== 'unlisted') continue;
    drawn.set(from.key, from);
    for (const { on } of object.dependsOn) {
      const to = whole(on);
      if (to === undefined || to === from || isHome(to, from)) continue;
      drawn.set(to.key, to);
      pairs.set(`${from.key}\n${to.key}`, [from.key, to.key]);
    }
  }
  const keys = [...drawn.keys()].sort(compareText);
  const numbers = new Map(keys.map((key, index) => [key, index]));
  return {
    objects: keys.flatMap((key) => {
      const object = drawn.get(key);
      return object === undefined ? [] : [{ object: planObject(object.id), action: null }];
    }),
    edges: [...pairs.values()]
      .map(([from, to]) => [numbers.get(from) ?? 0, numbers.get(to) ?? 0] as const)
      .sort((a, b) => a[0] - b[0] || a[1] - b[1]),
  };
}
