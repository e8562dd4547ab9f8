import { createHash } from 'node:crypto';
import { type Change, diff } from '../diff/diff.js';
import { stable } from '../diff/equal.js';
import type { Surroundings } from '../kinds/kind.js';
import { kindOf } from '../kinds/registry.js';
import type { Catalog, CatalogObject, Json } from '../model/catalog.js';
import { compareText, type Key, qualified, quoteIdent } from '../model/id.js';
import type { Action, Diagnostic, Plan, Refusal, Step } from '../model/plan.js';
import type { Position } from '../model/position.js';
import type { Platform } from '../platforms/index.js';
import { accessChanges } from './access/index.js';
import { orphans } from './bodies.js';
import { closure } from './closure.js';
import { likeRefusals, retired, withLikes } from './compatibility.js';
import { type Context, makeContext } from './context.js';
import { withCopies } from './copies.js';
import { type Define, definer } from './definitions.js';
import { edgesOf, nodesOf } from './edges.js';
import { sort } from './graph.js';
import { withHandedOver } from './handover.js';
import { addHazards } from './hazards.js';
import { ledger } from './ledger.js';
import { addLocks } from './locks.js';
import { lossesOf } from './losses.js';
import { planObject } from './object.js';
import { withPossibleOwners, withSharedOwners } from './owners.js';
import { blockerRefusals, type Guard, guardRefusals, strictRefusals, unlistedRefusals } from './refusals.js';
import { type Relate, relater } from './related.js';
import { likelyRenames } from './renames/likely.js';
import type { RenameStep } from './renames/steps.js';
import { renameEdges, renameRefusals, renameWorks } from './renames/works.js';
import { requirementsOf } from './requirements.js';
import type { Loss, PlannedStep } from './result.js';
import { type Fate, fates } from './scope.js';
import { shownSql } from './secrets.js';
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
  const ordered = all.filter((work) => work.sql.length > 0);
  follow(ordered, context);
  const account = ledger(input.live, fate, input.schemas, input.platform);
  const unlisted = whole ? [] : account.unlisted;
  const refusals = [
    ...input.refusals,
    ...blockerRefusals(shape.blockers, context),
    ...renameRefusals(renames, (key) => shape.gone.has(key), context),
    ...(input.unlisted === 'refuse' ? unlistedRefusals(unlisted, input.live.objects) : []),
    ...(input.strict ? strictRefusals([...input.diagnostics, ...account.diagnostics]) : []),
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
  const steps = ordered.map((work): PlannedStep => planned(work, context, dropAt));
  const plan: Plan = {
    version: 1,
    environment: input.environment,
    fingerprint: fingerprint(input, steps, fate),
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
    const mark = `${work.action} ${work.object.key}`;
    if (!seen.has(mark)) summary[work.action]++;
    seen.add(mark);
  }
  return summary;
}

const relationName = (key: Key, context: Context): string => {
  const id = (context.live.objects.get(key) ?? context.wanted.get(key))?.id;
  return id === undefined ? key : qualified(id.schema, id.name);
};

/** A relation that the work itself renames is locked under the name it has. */
const lockedName = (key: Key, work: Work, context: Context): string =>
  key === work.object.key && work.formerly !== undefined
    ? qualified(work.formerly.schema, work.formerly.name)
    : relationName(key, context);

function planned(work: Work, context: Context, dropAt: ReadonlyMap<Key, Position>): PlannedStep {
  const locks = [...work.locks].map(([key, mode]) => ({ mode, on: lockedName(key, work, context), key }));
  locks.sort((a, b) => compareText(a.on, b.on));
  const at =
    work.after?.declaration?.at ?? dropAt.get(work.object.key) ?? declaredParent(work.object, context);
  const takes = work.takes.flatMap((key) => context.live.objects.get(key)?.id ?? []);
  const shown = shownSql(work);
  const step: Step = {
    id: work.id,
    action: work.action,
    object: planObject(work.object.id),
    role: work.role,
    sql: shown,
    takes: takes.map(planObject),
    locks: locks.map(({ mode, on }) => ({ mode, on })),
    rewrite: work.rewrite,
    destructive: work.destructive,
    hazards: work.hazards,
    reason: at === undefined || at.file === '' ? null : { file: at.file, line: at.line },
  };
  return {
    step,
    ...(shown === work.sql ? {} : { run: work.sql }),
    touches: [...work.touches],
    relations: locks
      .filter(({ key }) => context.live.objects.has(key))
      .map(({ key, mode }) => ({ key, mode })),
    requires: requirementsOf(work, context),
    assumes: work.assumes,
  };
}

/** A part that is dropped because its relation's listing is complete: the relation's own place. */
function declaredParent(object: CatalogObject, context: Context): Position | undefined {
  return object.parent === null ? undefined : context.desired.objects.get(object.parent)?.declaration?.at;
}

function definition(object: CatalogObject): Json {
  const rules = kindOf(object.id.kind).attributes;
  const attributes = Object.entries(object.attributes).filter(([name]) => rules[name]?.unverifiable !== true);
  return [
    object.key,
    Object.fromEntries(attributes),
    object.owner,
    object.comment,
    (object.grants ?? []) as unknown as Json,
  ];
}

/** sha256 over the live definitions in and around the scope, and over the steps; not over what depends on who reads. */
function fingerprint(input: PlanInput, steps: readonly PlannedStep[], fates: ReadonlyMap<Key, Fate>): string {
  const hash = createHash('sha256');
  const keys = [...input.read.objects.keys()].sort(compareText);
  for (const key of keys) {
    const object = input.read.objects.get(key);
    if (object === undefined) continue;
    if (kindOf(object.id.kind).shared === true && fates.get(key) === 'outside') continue;
    hash.update(stable(definition(object)));
  }
  hash.update(stable(steps.map(({ step }) => step) as unknown as Json));
  return hash.digest('hex');
}

/** Every touched object as the proof must find it. */
function expectedAfter(
  works: readonly Work[],
  changes: ReadonlyMap<Key, Change>,
  context: Context,
): Map<Key, CatalogObject | null> {
  const expected = new Map<Key, CatalogObject | null>();
  for (const work of works) {
    // What comes by itself (a partition's copy of a check) has no statement, and is expected all the same.
    if (work.sql.length === 0 && work.verb !== 'create') continue;
    for (const key of work.touches) expected.set(key, context.wanted.get(key) ?? null);
  }
  for (const change of changes.values()) {
    if (change.renamedFrom !== null && !context.wanted.has(change.renamedFrom))
      expected.set(change.renamedFrom, null);
    const rules = kindOf(change.after?.id.kind ?? change.before?.id.kind ?? '').attributes;
    const wanted = context.wanted.get(change.key);
    if (wanted !== undefined && change.attributes.some((name) => rules[name]?.comesAlong === true))
      expected.set(change.key, wanted);
  }
  return expected;
}

export const schemaKey = (name: string): Key => `schema ${quoteIdent(name)}`;
