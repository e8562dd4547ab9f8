import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import { cutMaking } from './circles.js';
import type { Context } from './context.js';
import type { AddEdge, Edge } from './graph.js';
import type { Work } from './work.js';

/** What an object shall stand on is made or changed before it. */
export function puttingUp(
  context: Context,
  works: readonly Work[],
  provider: ReadonlyMap<Key, string>,
  add: AddEdge,
): void {
  const byId = new Map(works.map((work) => [work.id, work]));
  const early = (key: Key): CatalogObject[] =>
    (context.wantedParts.get(key) ?? []).filter((part) =>
      kindOf(part.id.kind).beforeUse?.(part as never, context.around),
    );
  const isShell = (key: Key): boolean => {
    const base = context.wanted.get(key);
    return base !== undefined && kindOf(base.id.kind).shell === true;
  };
  const going = new Map<Key, string[]>();
  for (const { verb, object, id } of works)
    if (verb === 'drop' && object.parent !== null && kindOf(object.id.kind).holdsRows === true)
      going.set(object.parent, [...(going.get(object.parent) ?? []), id]);
  for (const work of works) {
    if (work.after === null || ['release', 'owner', 'rename'].includes(work.verb)) continue;
    if (work.verb === 'finish') add(provider.get(work.object.key), work.id);
    const objects = [...work.touches].flatMap((key) => context.wanted.get(key) ?? []);
    for (const object of objects) {
      for (const { on, type } of object.dependsOn) {
        // A table is tied to its parents in the end; what comes before may even make room for them.
        const tie = context.wanted.get(on)?.id.kind === object.id.kind && byId.has(`finish ${object.key}`);
        if (work.verb === 'alter' && tie) continue;
        const soft = type === 'body' || (type === 'auto' && object.parent !== on);
        const needs = context.wanted.get(on)?.dependsOn.some((back) => back.on === object.key) === true;
        if (needs && work.verb === 'create' && kindOf(object.id.kind).shell === true) continue;
        if (!needs && isShell(on)) add(`finish ${on}`, work.id, { soft });
        const cut = (id = ''): Partial<Edge> => cutMaking(context, on, byId.get(id), work, works);
        add(provider.get(on), work.id, { soft, ...cut(provider.get(on)) });
        // What stands on the new object in turn (a sequence that it shall own) is changed behind it.
        if (work.verb === 'create' ? !needs : work.verb !== 'alter' || object.parent !== on)
          add(`alter ${on}`, work.id, { soft, ...cut(`alter ${on}`) });
        if (object.parent !== on && !needs) add(`restore ${on}`, work.id, { soft });
        // A star in state's text would take in columns that go.
        const relation = context.wanted.get(on)?.parent ?? on;
        if (relation !== object.parent && relation !== object.key)
          for (const drop of going.get(relation) ?? []) add(drop, work.id, { soft: true });
        if (!objects.some((part) => part.parent === on))
          for (const part of early(on)) add(provider.get(part.key), work.id, { soft: true });
      }
    }
  }
}
