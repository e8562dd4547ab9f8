import { diff } from '../diff/diff.js';
import type { Surroundings } from '../kinds/kind.js';
import { kindOf } from '../kinds/registry.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import { type Key, quoteIdent } from '../model/id.js';
import type { Action, Diagnostic, Plan, Refusal } from '../model/plan.js';
import type { Position } from '../model/position.js';
import type { Platform } from '../platforms/index.js';
import { accessChanges } from './access/index.js';
import { orphans } from './bodies.js';
import { putAhead } from './circles.js';
import { closure } from './closure.js';
import { likeRefusals, retired, withLikes } from './compatibility.js';
import { type Context, makeContext } from './context.js';
import { withCopies } from './copies.js';
import { type Define, definer } from './definitions.js';
import { edgesOf, nodesOf } from './edges.js';
import { expectedAfter } from './expected.js';
import { fingerprint } from './fingerprint.js';
import { sort } from './graph.js';
import { withHandedOver } from './handover.js';
import { addHazards } from './hazards.js';
import { ledger } from './ledger.js';
import { addLocks } from './locks.js';
import { lossesOf } from './losses.js';
import { planObject } from './object.js';
import { withPossibleOwners, withSharedOwners } from './owners.js';
import { actionOf, plannedStep } from './planned-step.js';
import {
  blockerRefusals,
  type Guard,
  guardRefusals,
  neededRefusals,
  ownerRefusals,
  strictRefusals,
  unlistedRefusals,
} from './refusals.js';
import { type Relate, relater } from './related.js';
import { idleRenames } from './renames/idle.js';
import { likelyRenames } from './renames/likely.js';
import type { RenameStep } from './renames/steps.js';
import { renameEdges, renameRefusals, renameWorks } from './renames/works.js';
import type { Loss, PlannedStep } from './result.js';
import { rowOrderRefusals } from './row-order.js';
import { rowsHeldRefusals } from './rows-held.js';
import { fates } from './scope.js';
import { ownerRole } from './step-roles.js';
import type { Parked } from './undo.js';
import { unverifiable } from './unverifiable.js';
import { withWipedGrants } from './wiped.js';
import type { Work } from './work.js';
import { allWorks } from './works.js';

export interface PlanInput {
  readonly environment: string;
  /** The live catalog as it was read, before any definition was spelled as the scratch spells it: for the fingerprint. */
  readonly read: Catalog;
  readonly live: Catalog;
  readonly desired: Catalog;
  readonly schemas: readonly string[] | null;
  readonly platform: Platform;
  readonly keep: ReadonlySet<Key>;
  readonly drop: ReadonlySet<Key>;
  /** What becomes of what is in `drop`. */
  readonly how: 'drop' | 'park';
  /** Where the environment asks for an object to be dropped. */
  readonly dropAt: ReadonlyMap<Key, Position>;
  /** New key → the key in the database; `live` has the new ones already. */
  readonly renames: ReadonlyMap<Key, Key>;
  readonly renameSteps: readonly RenameStep[];
  readonly unlisted: 'keep' | 'report' | 'refuse' | 'drop';
  /** What is of a kind that is not managed refuses the plan. */
  readonly strict: boolean;
  readonly guard: Guard;
  readonly defaultOwner: string | null;
  readonly connecting: string;
  readonly refusals: readonly Refusal[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface Computed {
  readonly plan: Plan;
  readonly steps: readonly PlannedStep[];
  /** What each step was made of, in the same order. */
  readonly works: readonly Work[];
  /** Attributes and surroundings of the wanted side. */
  readonly around: Surroundings;
  /** The role that an object's steps run as. */
  readonly roleOf: (object: CatalogObject) => string | null;
  readonly expected: ReadonlyMap<Key, CatalogObject | null>;
  readonly losses: readonly Loss[];
  /** Every object as it will be. */
  readonly after: ReadonlyMap<Key, CatalogObject>;
  /** What an object looks like before and after. */
  readonly define: Define;
  /** What changes and what stands on it. */
  readonly relate: Relate;
  readonly parked: readonly Parked[];
}

/** The plan, from two catalogs alone: no database is asked. */
export function computePlan(input: PlanInput): Computed {
  const whole = input.unlisted === 'drop';
  const owned = withPossibleOwners(withCopies(input.desired, input.live), input.live, input.connecting);
  const desired = withLikes(owned, input.live, whole);
  const fate = fates({ ...input, desired, whole });
  const gone = retired(input.live, desired, fate);
  for (const key of gone.keys()) fate.set(key, 'dropped');
  const dropAt = new Map([...gone, ...input.dropAt]);
  const drop = new Set<Key>();
  for (const [key, value] of fate) if (value === 'dropped' || (whole && value === 'unlisted')) drop.add(key);
  const different = diff({ live: input.live, desired, drop, renames: input.renames, whole });
  const changes = withWipedGrants(
    withHandedOver(withSharedOwners(different, input.live), input.live),
    input.live,
  );
  const context = makeContext({ ...input, desired, changes, fates: fate, parks: parksOf(input, drop) });
  const shape = closure(context);
  const works = allWorks(context, shape);
  const renames = renameWorks(input.renameSteps, context);
  works.push(...renames.map(({ work }) => work));
  addLocks(works, context);
  addHazards(works, context);
  const edges = edgesOf(works, shape, context);
  const first = renameEdges(renames, works, edges);
  const all = sort(nodesOf([...works, ...first.works]), [...edges, ...first.edges]).map((node) => node.value);
  putAhead(all);
  const ordered = all.filter((work) => work.sql.length > 0);
  follow(ordered, context);
  const account = ledger(input.live, fate, input.schemas, input.platform);
  const unlisted = whole ? [] : account.unlisted;
  const refusals = [
    ...input.refusals,
    ...blockerRefusals(shape.blockers, context),
    ...renameRefusals(renames, (key) => shape.gone.has(key), context),
    ...(input.unlisted === 'refuse' ? unlistedRefusals(unlisted, input.live.objects, desired.objects) : []),
    ...(input.strict ? strictRefusals([...input.diagnostics, ...account.diagnostics]) : []),
    ...ownerRefusals(context),
    ...neededRefusals(context),
    ...rowOrderRefusals(ordered, context),
    ...rowsHeldRefusals(ordered, context),
    ...likeRefusals(desired, input.live.version),
    ...guardRefusals(ordered, input.guard),
  ];
  const lost = orphans(ordered, shape, context);
  const likely = likelyRenames(
    ordered,
    shape,
    context,
    (object) => dropAt.has(object.key) || input.drop.has(object.key),
  );
  const access = accessChanges(context, ordered, input.platform);
  const steps = ordered.map((work) => plannedStep(work, context, dropAt));
  const plan: Plan = {
    version: 1,
    environment: input.environment,
    fingerprint: fingerprint(input.read, steps, fate),
    summary: summarise(ordered),
    accounted: account.accounted,
    refusals,
    steps: steps.map(({ step }) => step),
    unlisted: unlisted.flatMap((key) => {
      const object = input.live.objects.get(key);
      return object === undefined ? [] : planObject(object.id);
    }),
    ...(access.length === 0 ? {} : { access: [...access] }),
    diagnostics: [
      ...input.diagnostics,
      ...account.diagnostics,
      ...unverifiable(input.live, desired),
      ...lost,
      ...likely,
      ...idleRenames(shape, context),
    ],
  };
  return {
    plan,
    steps,
    works: ordered,
    around: context.around,
    roleOf: (object) => ownerRole(object, context),
    expected: expectedAfter(all, changes, context),
    losses: lossesOf(ordered, context),
    after: context.wanted,
    define: definer(context),
    relate: relater(ordered, context),
    parked: ordered.flatMap((work) => work.parked ?? []),
  };
}

/** What the environment's drop set names, or a schema that it names holds. */
function parksOf(input: PlanInput, drop: ReadonlySet<Key>): Set<Key> {
  const named = (key: Key): boolean => {
    const schema = input.live.objects.get(key)?.id.schema;
    return input.drop.has(key) || (schema != null && input.drop.has(schemaKey(schema)));
  };
  return new Set(input.how === 'park' ? [...drop].filter(named) : []);
}

/** Statements that wait for another object (OWNED BY a column that comes later) join the later of both works. */
function follow(works: readonly Work[], context: Context): void {
  const maker = new Map<Key, Work>();
  for (const work of works) if (work.verb === 'create') for (const key of work.touches) maker.set(key, work);
  for (const [at, work] of works.entries()) {
    if (work.verb !== 'create') continue;
    const late = kindOf(work.object.id.kind).follow?.(work.object as never, context.around);
    if (late == null) continue;
    const other = maker.get(late.on);
    const host = other !== undefined && works.indexOf(other) > at ? other : work;
    host.sql.push(...late.sql);
  }
}

function summarise(works: readonly Work[]): Record<Action, number> {
  const summary: Record<Action, number> = {
    create: 0,
    alter: 0,
    replace: 0,
    rename: 0,
    drop: 0,
    park: 0,
    rows: 0,
  };
  const seen = new Set<string>();
  for (const work of works) {
    const action = actionOf(work);
    const mark = `${action} ${work.object.key}`;
    if (!seen.has(mark)) summary[action]++;
    seen.add(mark);
  }
  return summary;
}

export const schemaKey = (name: string): Key => `schema ${quoteIdent(name)}`;
