import type { Carried } from '../kinds/kind.js';
import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import type { Closure } from './closure.js';
import type { Context } from './context.js';
import type { AddEdge } from './graph.js';
import { asOwner, creatorRole, ownerRole } from './step-roles.js';
import { makeWork, type Work } from './work.js';

/** How the rows of a live object that is made anew are kept; `null` where they are lost. */
export function carriedOf(object: CatalogObject, context: Context): Carried | null {
  const after = context.wanted.get(object.key);
  const { carry } = kindOf(object.id.kind);
  if (after === undefined || carry === undefined) return null;
  return carry(object as never, after as never, context.liveAround, context.around);
}

/** Rows of what is made anew are put aside before it goes, and put back once it is there. */
export function carries(plan: Closure, context: Context): Work[] {
  return [...plan.rebuilt.keys()].flatMap((key) => {
    const [before, after] = [context.live.objects.get(key), context.wanted.get(key)];
    const carried = before === undefined ? null : carriedOf(before, context);
    if (before === undefined || after === undefined || carried === null) return [];
    if (carried.before.length === 0 && carried.after.length === 0) return [];
    const role = creatorRole(after, context);
    const owners = role === null && after.owner !== context.connecting ? asOwner(after, context) : [];
    return [
      makeWork('carry', 'replace', before, {
        before,
        after,
        role: ownerRole(before, context),
        sql: [...carried.before],
      }),
      makeWork('refill', 'replace', after, {
        before,
        after,
        role,
        sql: [...owners, ...carried.after],
        rewrite: carried.rewrites,
      }),
    ];
  });
}

/**
 * Rows are put aside before anything that they are read from goes, and put back once all that takes them is there; what
 * acts on them, or is filled from them, comes behind.
 */
export function carrying(works: readonly Work[], context: Context, add: AddEdge): void {
  for (const { verb, id, object } of works) {
    if (verb !== 'carry' && verb !== 'refill') continue;
    const live = context.live.objects.get(object.key);
    const carried = live === undefined ? null : carriedOf(live, context);
    if (carried === null) continue;
    if (verb === 'carry') {
      for (const key of [object.key, ...carried.from])
        for (const other of ['drop', 'alter', 'release']) add(id, `${other} ${key}`);
      continue;
    }
    const takers = new Set<Key>([object.key, ...carried.into]);
    for (const key of takers) for (const other of ['create', 'restore', 'finish']) add(`${other} ${key}`, id);
    for (const work of works) {
      if (work.verb !== 'create' || takers.has(work.object.key)) continue;
      const { dependsOn, id: other, parent } = work.object;
      const reads = dependsOn.some(({ on }) => takers.has(on) || takers.has(parentOf(on, context)));
      const acts = takers.has(parent ?? '') && kindOf(other.kind).actsOnRows === true;
      if (acts || (!takers.has(parent ?? '') && reads)) add(id, work.id, { soft: true });
    }
  }
}

const parentOf = (key: Key, { wanted }: Context): Key => wanted.get(key)?.parent ?? '';
