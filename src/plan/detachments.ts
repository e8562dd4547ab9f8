import type { Change } from '../diff/diff.js';
import type { Detachment } from '../kinds/kind.js';
import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import { disturbs } from './altering.js';
import { leftWith } from './apart.js';
import type { Closure } from './closure.js';
import type { Context } from './context.js';
import { cutFromSource } from './heirs.js';
import { changerRole, ownerRole } from './step-roles.js';
import { makeWork, type Work } from './work.js';

type Left = Detachment['left'];

/** What is left of an object before and after its own change, and what that change finds besides. */
interface Meanwhile {
  readonly left: readonly Left[];
  readonly found: readonly Left[];
}

export interface Detachments {
  readonly works: readonly Work[];
  /** What each leaves of an object meanwhile. */
  readonly left: ReadonlyMap<Key, Meanwhile>;
}

/** What is cut loose from objects that are made anew, and tied on again: once for each of those. */
export function detachments(plan: Closure, context: Context): Detachments {
  const { live, wanted } = context;
  const works: Work[] = [];
  const left = new Map<Key, Meanwhile>();
  for (const [key, bases] of plan.detached) {
    const [object, after] = [live.objects.get(key), wanted.get(key)];
    if (object === undefined || after === undefined) continue;
    const alone = cutFromSource(object, context, (on) => context.removed.has(on));
    const ways = bases.flatMap((on) => {
      const base = live.objects.get(plan.gone.get(on) ?? plan.carried.get(on) ?? on);
      return base === undefined
        ? []
        : (kindOf(object.id.kind).detach?.(object, after, base, alone, context.around) ?? []);
    });
    const rewrite = ways.some(({ retypes }) => retypes === true);
    const [before, behind] = [ways.flatMap((way) => way.before), ways.flatMap((way) => way.after)];
    // A change of its own gives it another type than the one that it would get back.
    const change = context.changes.get(key);
    const other = rewrite && change !== undefined && disturbs(change, context);
    left.set(key, {
      left: ways.map((way) => way.left),
      found: other ? ways.map((way) => way.found) : [],
    });
    const more = { before: object, after, rewrite };
    const release = makeWork('release', 'alter', object, {
      ...more,
      role: ownerRole(object, context),
      sql: [...new Set(before)],
    });
    for (const part of leftWith(key, context)) release.touches.add(part.key);
    works.push(release);
    if (other) continue;
    works.push(
      makeWork('restore', 'alter', after, {
        ...more,
        role: changerRole(object, after, behind, context),
        sql: [...new Set(behind)],
      }),
    );
  }
  return { works, left };
}

/** A change of what is cut loose from others while it takes place. */
export function meanwhile(change: Change, { left, found }: Meanwhile = { left: [], found: [] }): Change {
  const cut = (object: CatalogObject | null, ways: readonly Left[]): CatalogObject | null => {
    if (object === null) return null;
    let { attributes } = object;
    for (const way of ways) attributes = way?.(attributes) ?? attributes;
    return { ...object, attributes };
  };
  return { ...change, before: cut(change.before, [...left, ...found]), after: cut(change.after, left) };
}
