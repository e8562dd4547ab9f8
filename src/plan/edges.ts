import { kindOf } from '../kinds/registry.js';
import { type Key, quoteIdent } from '../model/id.js';
import { comingBack } from './apart.js';
import { bodyUses, byName } from './bodies.js';
import { carrying } from './carries.js';
import { cutReplace } from './circles.js';
import type { Closure } from './closure.js';
import type { Context } from './context.js';
import { dependentsOf, membersOf } from './dependents.js';
import type { AddEdge, Edge, Node } from './graph.js';
import { handsOverFirst, holderOf } from './handover.js';
import { heirOf } from './heirs.js';
import { inheriting } from './inheriting.js';
import { looking } from './looking.js';
import { puttingUp } from './putting-up.js';
import { sameName } from './same-name.js';
import { referring, takingDown } from './taking-down.js';
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
    // What a change uses up goes with that change.
    return [`drop ${root}`, ...(root === key ? [] : [`alter ${root}`])].find((id) => byId.has(id));
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
  // Members come with their extension, and move with it.
  const extensions = new Map<string, string[]>();
  for (const { verb, id, object } of works)
    if (object.address.catalog === 'pg_extension' && ['create', 'alter'].includes(verb))
      extensions.set(object.id.name, [...(extensions.get(object.id.name) ?? []), id]);
  takingDown(context, plan, byId, remover, add);
  referring(context, add);
  puttingUp(context, works, provider, add);
  for (const work of works) {
    const drop = `drop ${work.object.key}`;
    if (work.verb === 'create') add(drop, work.id, cutReplace(context, byId.get(drop), work));
    for (const id of extensions.get(work.object.extension ?? '') ?? []) add(id, work.id);
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
  comingBack(works, context, add);
  looking(works, context, add);
  carrying(works, context, add);
  sameName(works, context, add);
  bodies(works, provider, add);
  found(works, context, add);
  return edges;
}

/** What PostgreSQL finds by itself is there before what stands on the same operators and functions, which may be all that is recorded. */
function found(works: readonly Work[], { wanted, around }: Context, add: AddEdge): void {
  const finding = works.filter(
    ({ verb, after }) =>
      verb === 'create' && after !== null && kindOf(after.id.kind).foundByUse?.(after as never) === true,
  );
  if (finding.length === 0) return;
  const users = dependentsOf(around.catalog);
  for (const { id, object, after } of finding)
    for (const { on } of after?.dependsOn ?? []) {
      if (!RUNS.has(wanted.get(on)?.address.catalog ?? '')) continue;
      for (const { from, type } of users.get(on) ?? [])
        if (type !== 'body' && from.key !== object.key)
          for (const verb of ['create', 'alter']) add(id, `${verb} ${from.key}`, { soft: true });
    }
}

/** Catalogs of what expressions call. */
const RUNS: ReadonlySet<string> = new Set(['pg_proc', 'pg_operator']);

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
