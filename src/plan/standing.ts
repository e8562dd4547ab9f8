import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import { type Key, keyOf, objectId } from '../model/id.js';
import type { Closure } from './closure.js';
import type { Context } from './context.js';
import { stillDepends } from './dependents.js';
import type { Blocker } from './work.js';

/**
 * What is changed to stand on something else than `gone`, but on `type` through that one as well: its own columns are of
 * the type that is made anew (a view's).
 */
export function redefinedOver(
  gone: Key,
  type: Key,
  { changes, dependents, wanted }: Context,
): CatalogObject[] {
  return (dependents.get(gone) ?? []).flatMap(({ from, type: how }) => {
    const after = changes.get(from.key)?.action === 'alter' ? wanted.get(from.key) : undefined;
    if (how === 'body' || after === undefined || kindOf(from.id.kind).opens === undefined) return [];
    const again = after.dependsOn.some(({ on }) => wanted.get(on)?.dependsOn.some((its) => its.on === type));
    return again ? [from] : [];
  });
}

/** Whether what mentions an object stays where that goes. */
const lets = (from: CatalogObject, gone: CatalogObject | undefined): boolean =>
  gone !== undefined && (kindOf(from.id.kind).lets?.(from as never, gone) ?? null) !== null;

/** What stands on something that goes, and stays itself. */
export function standingOn(
  { roots, gone, rebuilt, carried, detached }: Omit<Closure, 'blockers' | 'destroyed'>,
  context: Context,
): Blocker[] {
  const { changes, live, dependents } = context;
  const blockers: Blocker[] = [];
  for (const key of gone.keys()) {
    for (const { from, type } of dependents.get(key) ?? []) {
      if (type === 'body' || gone.has(from.key)) continue;
      const root = gone.get(key) ?? key;
      if (from.key === root || !stillDepends(changes.get(from.key), key, context)) continue;
      if (detached.get(from.key)?.includes(key)) continue;
      if (from.key === live.objects.get(key)?.parent) continue;
      // Members go where their extension goes.
      const extension =
        from.extension === null ? undefined : changes.get(keyOf(objectId('extension', null, from.extension)));
      if (extension !== undefined && !stillDepends(extension, key, context)) continue;
      if (rebuilt.has(from.key) || carried.has(from.key) || lets(from, live.objects.get(root))) continue;
      blockers.push({ gone: root, standing: from, why: 'dropped' });
    }
  }
  for (const [root, taken] of roots) {
    for (const standing of taken)
      if (context.fates.get(standing.key) === 'kept') blockers.push({ gone: root, standing, why: 'dropped' });
  }
  return blockers;
}
