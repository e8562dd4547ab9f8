import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import { type Key, quoteIdent } from '../model/id.js';
import { bodyUses, byName } from './bodies.js';
import { carrying } from './carries.js';
import { cutAlter, cutDrop, cutMaking } from './circles.js';
import { type Closure, disturbs } from './closure.js';
import type { Context } from './context.js';
import { membersOf, stillDepends } from './dependents.js';
import type { AddEdge, Edge, Node } from './graph.js';
import { handsOverFirst, holderOf } from './handover.js';
import { cutsTie, heirOf, inheritsFrom, tiesChange } from './heirs.js';
import { inheriting } from './inheriting.js';
import { slotsOf } from './renames/sequence.js';
import type { Work } from './work.js';

const VERBS: readonly Work['verb'][] = [
  'rename',
  'owner',
  'carry',
  'drop',
  'release',
  'alter',
  'create',
  'restore',
  'finish',
  'refill',
];

/** Kinds whose steps stand before or behind all others, as far as dependencies let them. */
const PLACES = { first: 0, between: 1, last: 2 };

export function nodesOf(works: readonly Work[]): Node<Work>[] {
  return works.map((work) => {
    const drop = work.verb === 'drop';
    const { rank, order } = kindOf(work.object.id.kind);
    const place = PLACES[(drop ? order?.down : order?.up) ?? 'between'];
    return {
      id: work.id,
      rank: [place, VERBS.indexOf(work.verb), drop ? -rank : rank, work.object.key],
      value: work,
    };
  });
}

/** What must come before what: the live side's dependencies for taking down, the wanted side's for putting up. */
export function edgesOf(works: readonly Work[], plan: Closure, context: Context): Edge[] {
  const byId = new Map(works.map((work) => [work.id, work]));
  const provider = new Map<Key, string>();
  for (const work of works)
    if (work.verb === 'create') for (const key of work.touches) provider.set(key, work.id);
  for (const { verb, object, id } of works)
    if (verb === 'create')
      for (const { key } of membersOf(object, context.live.objects.values())) provider.set(key, id);
  const remover = (key: Key): string | undefined => {
    let root = key;
    // What a column uses up goes with its table, where that is made anew.
    for (let at = plan.gone.get(root) ?? plan.carried.get(root); at !== undefined && at !== root; ) {
      root = at;
      at = plan.gone.get(root) ?? plan.carried.get(root);
    }
    return byId.has(`drop ${root}`) ? `drop ${root}` : undefined;
  };
  const edges: Edge[] = [];
  const add: AddEdge = (
    before: string | undefined,
    after: string | undefined,
    more: Partial<Edge> = {},
  ): void => {
    if (before === undefined || after === undefined || before === after) return;
    if (byId.has(before) && byId.has(after)) edges.push({ before, after, soft: false, ...more });
  };
  const made = works.filter(
    ({ verb, object }) => verb === 'create' && object.address.catalog === 'pg_extension',
  );
  const extensions = new Map(made.map(({ id, object }) => [object.id.name, id]));
  takingDown(context, plan, byId, remover, add);
  puttingUp(context, works, provider, add);
  for (const work of works) {
    if (work.verb === 'create') add(`drop ${work.object.key}`, work.id);
    if (work.object.extension !== null) add(extensions.get(work.object.extension), work.id);
    // What is handed down can only go once its table is cut loose.
    if (work.verb === 'drop' && heirOf(work.object) !== null) add(`release ${work.object.parent}`, work.id);
    handovers(work, context, add);
    // What a relation's REVOKE takes from its columns they get again behind it.
    if (work.verb === 'alter' && context.changes.get(work.object.parent ?? '')?.grants === true)
      add(`alter ${work.object.parent}`, work.id, { soft: true });
    if (work.verb === 'release') add(work.id, `alter ${work.object.key}`);
    if (work.verb === 'restore') {
      add(`release ${work.object.key}`, `alter ${work.object.key}`);
      add(`alter ${work.object.key}`, work.id);
      add(`release ${work.object.key}`, work.id);
    }
  }
  inheriting(works, context, add);
  carrying(works, context, add);
  sameName(works, context, add);
  bodies(works, provider, add);
  return edges;
}

/** All that is done to an object and its parts stands on one side of its hand-over. */
function handovers(work: Work, context: Context, add: AddEdge): void {
  const { object, before, after, verb } = work;
  if (verb === 'owner') {
    // A new owner needs CREATE there.
    add(`alter schema ${quoteIdent(object.id.schema ?? '')}`, work.id, { soft: true });
    if (!handsOverFirst(object, context)) add(`alter ${object.key}`, work.id);
    return;
  }
  if (verb === 'rename') return;
  for (const one of [before ?? object, after ?? object]) {
    const holder = holderOf(one, context.live);
    if (holder.key !== object.key || handsOverFirst(object, context)) add(`owner ${holder.key}`, work.id);
  }
}

/** A dependent is dropped, released or changed before what it stood on goes or is disturbed. */
function takingDown(
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
      for (const key of [object.key, object.parent ?? object.key])
        if (cutsTie(context.changes.get(key), on, context))
          for (const later of [removed, altered]) add(`alter ${key}`, later);
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
        if (!calm(on)) add(`alter ${object.key}`, altered, { soft });
      }
    }
  }
}

/** What an object shall stand on is made or changed before it. */
function puttingUp(
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
        const cut = (id = ''): Partial<Edge> => cutMaking(context, on, byId.get(id), work);
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

/** A routine that may run while the plan does (for a default, an index) comes behind what its body names. */
function bodies(works: readonly Work[], provider: ReadonlyMap<Key, string>, add: AddEdge): void {
  const made = works.flatMap((work) =>
    work.verb === 'create' || work.verb === 'alter' ? [work.object] : [],
  );
  const named = byName(made);
  for (const work of works) {
    if (work.verb !== 'create' && work.verb !== 'alter') continue;
    for (const { key } of bodyUses(work.object, named)) {
      add(provider.get(key), work.id, { soft: true });
      add(`alter ${key}`, work.id, { soft: true });
    }
  }
}

/** A name, or a place, is free before something else takes it, which may be a part (an index, a key) of what is dropped or made. */
function sameName(works: readonly Work[], context: Context, add: AddEdge): void {
  const slots = (work: Work, objects: ReadonlyMap<Key, CatalogObject>): string[] =>
    [...work.touches].flatMap((key) => {
      const object = objects.get(key);
      if (object === undefined) return [];
      const single = kindOf(object.id.kind).single?.(object as never) ?? null;
      return [...slotsOf(object, object.id), ...(single === null ? [] : [`${single} of ${object.parent}`])];
    });
  const drops = new Map<string, string[]>();
  for (const work of works)
    if (work.verb === 'drop')
      for (const slot of slots(work, context.live.objects))
        drops.set(slot, [...(drops.get(slot) ?? []), work.id]);
  for (const work of works)
    if (work.verb === 'create')
      for (const slot of slots(work, context.wanted))
        for (const drop of drops.get(slot) ?? []) add(drop, work.id, { soft: true, awkward: true });
}
