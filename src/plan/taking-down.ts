import { kindOf } from '../kinds/registry.js';
import type { Key } from '../model/id.js';
import { alterContext, disturbs } from './altering.js';
import { cutAlter, cutDrop } from './circles.js';
import type { Closure } from './closure.js';
import type { Context } from './context.js';
import { stillDepends } from './dependents.js';
import type { AddEdge } from './graph.js';
import { cutsTie, heirOf, inheritsFrom, looksIntoOwn, tiesChange } from './heirs.js';
import type { Work } from './work.js';

/** Tables that refer to one another change on the side that its attributes ask for. */
export function referring(context: Context, add: AddEdge): void {
  const sides = new Map<Key, 'before' | 'behind'>();
  for (const change of context.changes.values()) {
    const own = alterContext(change, context);
    if (own === null) continue;
    const rules = kindOf(own.after.id.kind).attributes;
    for (const name of change.attributes) {
      const side = rules[name]?.referrers?.(own);
      if (side !== undefined) sides.set(change.key, side);
    }
  }
  if (sides.size === 0) return;
  const { objects } = context.live;
  for (const { key, parent, dependsOn } of objects.values()) {
    for (const { on } of dependsOn) {
      const base = objects.get(on)?.parent ?? on;
      const [side, own] = [sides.get(base), parent ?? key];
      if (side === undefined || own === base) continue;
      if (side === 'before') add(`alter ${own}`, `alter ${base}`, { soft: true });
      else add(`alter ${base}`, `alter ${own}`, { soft: true });
    }
  }
}

/** A dependent is dropped, released or changed before what it stood on goes or is disturbed. */
export function takingDown(
  context: Context,
  plan: Closure,
  byId: ReadonlyMap<string, Work>,
  remover: (key: Key) => string | undefined,
  add: AddEdge,
): void {
  const calm = (key: Key): boolean => {
    const change = context.changes.get(key);
    return change === undefined || !disturbs(change, context);
  };
  /** What takes along that of which something is a copy: the copy goes with the first of these. */
  const above = (key: Key): (string | undefined)[] => {
    const object = context.live.objects.get(key);
    const from = object === undefined ? [] : (heirOf(object)?.from ?? []);
    return from.flatMap((source) => [remover(source), ...above(source)]);
  };
  for (const object of context.live.objects.values()) {
    for (const { on, type } of object.dependsOn) {
      const removed = remover(on);
      const altered = byId.has(`alter ${on}`) ? `alter ${on}` : undefined;
      // Cut loose from its type it has another one meanwhile.
      const retyped = byId.get(`release ${on}`)?.rewrite === true ? `release ${on}` : undefined;
      if (removed === undefined && altered === undefined && retyped === undefined) continue;
      const soft = type === 'body' || type === 'internal';
      const own = remover(object.key);
      const release = byId.has(`release ${object.key}`) ? `release ${object.key}` : undefined;
      // What is handed down goes behind its source, or has been cut loose from it.
      if (own !== undefined && own !== removed && !inheritsFrom(object, on)) {
        if (object.parent !== on) add(own, retyped, { soft: true });
        add(own, removed, soft ? { soft } : cutDrop(context, object, byId.get(own), byId.get(removed ?? '')));
        // What belongs to a column may stay on it while it changes, but need not fit its new type.
        const open = cutDrop(context, object, byId.get(own), byId.get(altered ?? ''));
        const wish = soft || calm(on) || (type === 'auto' && open.cut === undefined);
        add(own, altered, wish || type !== 'auto' ? { soft: wish } : open);
      }
      // A partition that is made anew for a change from above goes before that change.
      if (own !== undefined && inheritsFrom(object, on) && own === remover(object.parent ?? '') && !calm(on))
        add(own, altered);
      add(release, removed, { soft });
      add(release, retyped, { soft: true });
      if (retyped !== undefined) add(`restore ${on}`, `restore ${object.key}`, { soft: true });
      const change = context.changes.get(object.key);
      const first = removed !== undefined && looksIntoOwn(context.live.objects.get(on), context);
      for (const key of first ? [] : [object.key, object.parent ?? object.key])
        if (cutsTie(context.changes.get(key), on, context))
          for (const later of [removed, altered, ...above(on)]) add(`alter ${key}`, later);
      if (own === undefined && change !== undefined && !stillDepends(change, on, context)) {
        // What outlives that which hands it down can be changed when it is its table's own.
        const outlives = inheritsFrom(object, on) && !tiesChange(context.changes.get(object.parent ?? ''));
        if (outlives) add(removed, `alter ${object.key}`, { soft });
        // What is cut loose from it need not have changed.
        else if (plan.detached.get(object.key)?.includes(on) !== true) {
          const [waiting, going] = [byId.get(`alter ${object.key}`), byId.get(removed ?? '')];
          add(`alter ${object.key}`, removed, soft ? { soft } : cutAlter(context, change, waiting, going));
        }
        add(`alter ${object.key}`, retyped, { soft: true });
        // A child's own column follows its parent's all the same.
        if (change.after === null || !inheritsFrom(change.after, on))
          add(`alter ${object.key}`, altered, { soft: soft || calm(on) });
      }
    }
  }
}
