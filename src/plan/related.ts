import type { CatalogObject } from '../model/catalog.js';
import { compareText, type Key } from '../model/id.js';
import type { Action, PlanObject } from '../model/plan.js';
import type { Context } from './context.js';
import { isHome, planObject } from './object.js';
import type { Work } from './work.js';

export interface RelatedObject {
  readonly object: PlanObject;
  /** What the plan does with it or its parts; `null`: nothing, it only stands on something that changes. */
  readonly action: Action | null;
}

/** What changes, and what stands on it directly. Parts count as what they are part of. */
export interface Related {
  readonly objects: readonly RelatedObject[];
  /** Indexes into `objects`: the first depends on the second. */
  readonly edges: readonly (readonly [number, number])[];
}

/** The picture of a plan, worked out when it is asked for. */
export type Relate = () => Related;

export function relater(works: readonly Work[], context: Context): Relate {
  return () => {
    const actions = new Map<Key, Action>();
    for (const { object, action } of works) {
      const key = object.parent ?? object.key;
      const own = object.parent === null;
      if (own || !actions.has(key)) actions.set(key, own ? action : 'alter');
    }
    for (const { takes, action } of works)
      for (const key of takes)
        if (context.live.objects.get(key)?.parent === null && !actions.has(key)) actions.set(key, action);
    const find = (key: Key): CatalogObject | undefined =>
      context.live.objects.get(key) ?? context.wanted.get(key);
    const pairs = new Map<string, readonly [Key, Key]>();
    for (const side of [context.live.objects, context.wanted]) {
      for (const object of side.values()) {
        const from = object.parent ?? object.key;
        for (const { on } of object.dependsOn) {
          const to = find(on)?.parent ?? on;
          const [a, b] = [find(from), find(to)];
          if (from === to || !actions.has(to) || a === undefined || b === undefined || isHome(b, a)) continue;
          pairs.set(`${from}\n${to}`, [from, to]);
        }
      }
    }
    const keys = [...new Set([...actions.keys(), ...[...pairs.values()].flat()])]
      .filter((key) => find(key) !== undefined)
      .sort(compareText);
    const numbers = new Map(keys.map((key, index) => [key, index]));
    return {
      objects: keys.flatMap((key) => {
        const object = find(key);
        return object === undefined
          ? []
          : [{ object: planObject(object.id), action: actions.get(key) ?? null }];
      }),
      edges: [...pairs.values()]
        .map(([from, to]) => [numbers.get(from) ?? 0, numbers.get(to) ?? 0] as const)
        .sort((a, b) => a[0] - b[0] || a[1] - b[1]),
    };
  };
}
