import { kindOf } from '../../kinds/registry.js';
import type { CatalogObject } from '../../model/catalog.js';
import { type Key, quoteIdent } from '../../model/id.js';
import type { Refusal } from '../../model/plan.js';
import type { Context } from '../context.js';
import type { Edge } from '../graph.js';
import { heirOf, tiesChange } from '../heirs.js';
import { planObject } from '../object.js';
import { mayCreateIn } from '../roles.js';
import { ownerRole } from '../step-roles.js';
import { makeWork, type Work } from '../work.js';
import { slotsOf } from './sequence.js';
import type { RenameStep } from './steps.js';

/** A rename as a node of the graph, with what it has to wait for. */
export interface RenameWork {
  readonly step: RenameStep;
  readonly work: Work;
}

/** One work per step of the renames, in their order. */
export function renameWorks(steps: readonly RenameStep[], context: Context): RenameWork[] {
  const slots = steps.flatMap((step) => {
    const object = context.live.objects.get(step.key);
    return object === undefined ? [] : slotsOf(object, object.id);
  });
  const wanted = new Set(slots);
  return steps.flatMap((step) => {
    const before = context.live.objects.get(step.key);
    if (before === undefined) return [];
    // Its name may be another's next.
    const inTheWay = slotsOf(before, step.fromId).some((slot) => wanted.has(slot));
    if (!inTheWay && goesAlong(before, step, context)) return [];
    const after = context.wanted.get(step.key) ?? before;
    const work = makeWork('rename', 'rename', after, { before, after, role: roleOf(before, step, context) });
    const id = step.aside ? `aside ${step.key}` : work.id;
    work.sql.push(...step.sql);
    for (const key of step.touches) work.touches.add(key);
    const hazard = step.aside ? null : hazardOf(after, step, context);
    if (hazard !== null) work.hazards.push({ kind: 'rename', message: hazard });
    return { step, work: { ...work, id, formerly: step.fromId } };
  });
}

/**
 * What is made anew with its relation comes under the name that it shall have; so does a copy of what is made anew,
 * unless its table is cut loose before.
 */
function goesAlong(object: CatalogObject, step: RenameStep, { removed, changes, live }: Context): boolean {
  const alone = step.touches.length === 1 && !step.aside;
  const again = removed.has(object.key) && removed.has(object.parent ?? '');
  // What is handed down to tables that stay goes by its new name there, too; a column may be.
  const stays = (): boolean =>
    kindOf(object.id.kind).holdsRows === true ||
    [...live.objects.values()].some(
      (copy) => !removed.has(copy.parent ?? '') && heirOf(copy)?.from.includes(object.key) === true,
    );
  if (alone && again && !stays()) return true;
  if (object.parent !== null && tiesChange(changes.get(object.parent))) return false;
  const from = heirOf(object)?.from ?? [];
  const gone = from.length > 0 && from.every((key) => removed.has(key)) && removed.has(object.key);
  const left = from.some((key) => removed.has(live.objects.get(key)?.parent ?? ''));
  return gone && alone && (!left || removed.has(object.parent ?? ''));
}

/** The owner, where it may create in the schema: PostgreSQL asks for that too when a schema's object gets a new name. */
function roleOf(object: CatalogObject, step: RenameStep, context: Context): string | null {
  const holder = object.parent === null ? undefined : context.live.objects.get(object.parent);
  const role = ownerRole(object, context, (holder ?? object).owner);
  const inSchema =
    object.parent === null ||
    kindOf(object.id.kind).nameInSchema === true ||
    step.sql.some((text) => /^alter (sequence|index) .* rename to /s.test(text));
  const schema = `schema ${quoteIdent(step.into ?? object.id.schema ?? '')}`;
  const fresh = context.live.objects.get(schema) ?? context.wanted.get(schema);
  return role === null || !inSchema || mayCreateIn(context.live, role, fresh) ? role : null;
}

/** Clients call these by name; what stands on their tables is not called by anybody. */
function hazardOf(object: CatalogObject, step: RenameStep, context: Context): string | null {
  const kind = kindOf(object.id.kind);
  if (kind.part && kind.holdsRows !== true) return null;
  if (step.from === object.key) return null;
  const old = step.from.slice(step.from.indexOf(' ') + 1);
  const stays = [...context.desired.objects.values()].some(
    (one) => one.parent === null && one.key.endsWith(` ${old}`),
  );
  return stays ? `was ${step.from}` : `was ${step.from}: whoever still uses that name fails from then on`;
}

/** What the renames wait for, and what waits for them: everything else speaks in the new names. */
export function renameEdges(
  renames: readonly RenameWork[],
  works: readonly Work[],
  edges: readonly Edge[],
): { works: Work[]; edges: Edge[] } {
  const [first] = renames;
  if (first === undefined) return { works: [], edges: [] };
  const barrier: Work = {
    ...first.work,
    id: 'renames',
    sql: [],
    hazards: [],
    touches: new Set(),
    locks: new Map(),
  };
  const own = new Set(renames.map(({ work }) => work.id));
  const result: Edge[] = [];
  const add = (before: string, after: string, soft: boolean): void =>
    void result.push({ before, after, soft });
  const early = new Set<string>();
  let previous: string | null = null;
  for (const { step, work } of renames) {
    if (previous !== null) add(previous, work.id, false);
    previous = work.id;
    add(work.id, barrier.id, false);
    for (const other of works) {
      const frees =
        other.verb === 'drop' &&
        slotsOf(other.object, other.object.id).some((slot) => step.needs.includes(slot));
      const makesRoom =
        other.verb === 'create' && other.object.key === `schema ${quoteIdent(step.into ?? '')}`;
      if (!frees && !makesRoom) continue;
      add(other.id, work.id, false);
      early.add(other.id);
    }
  }
  behind(early, edges);
  for (const work of works) if (!own.has(work.id) && !early.has(work.id)) add(barrier.id, work.id, true);
  for (const { work } of renames) {
    const under = (object: CatalogObject): boolean =>
      object.parent === work.object.key || `schema ${quoteIdent(object.id.schema ?? '')}` === work.object.key;
    for (const other of works) if (early.has(other.id) && under(other.object)) add(work.id, other.id, true);
  }
  return { works: [barrier], edges: result };
}

/** Adds everything that has to come before what is there. */
function behind(early: Set<string>, edges: readonly Edge[]): void {
  const before = new Map<string, string[]>();
  for (const edge of edges) before.set(edge.after, [...(before.get(edge.after) ?? []), edge.before]);
  const queue = [...early];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const id of before.get(at) ?? []) {
      if (!early.has(id)) queue.push(id);
      early.add(id);
    }
  }
}

/** Names that a rename needs and something has that stays. */
export function renameRefusals(
  renames: readonly RenameWork[],
  gone: (key: Key) => boolean,
  context: Context,
): Refusal[] {
  const needed = new Map(
    renames.flatMap(({ step, work }) => step.needs.map((slot) => [slot, work] as const)),
  );
  if (needed.size === 0) return [];
  return [...context.live.objects.values()].flatMap((object) => {
    const work = slotsOf(object, object.id).flatMap((slot) => needed.get(slot) ?? [])[0];
    if (work === undefined || gone(object.key) || work.touches.has(object.key)) return [];
    return {
      code: 'rename_blocked',
      message: `${work.object.key} cannot get its name: ${object.key} has it`,
      object: planObject(object.id),
      hint: `name ${object.key} under drop:, rename it too, or choose another name`,
    };
  });
}
