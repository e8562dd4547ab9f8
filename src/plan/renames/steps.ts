import { kindOf } from '../../kinds/registry.js';
import type { Catalog, CatalogObject } from '../../model/catalog.js';
import { compareText, type Key, type ObjectId } from '../../model/id.js';
import { Names, type Target } from './names.js';
import { bearerOf } from './own-names.js';
import { inSequence, type Move, slotsOf } from './sequence.js';

/** Statements that rename one object and what follows it, or that move it out of others' way first. */
export interface RenameStep {
  /** The object's key under its new name, and the one it has in the database. */
  readonly key: Key;
  readonly from: Key;
  readonly fromId: ObjectId;
  readonly sql: readonly string[];
  /** Keys (new) of everything that gets a new name by it. */
  readonly touches: readonly Key[];
  readonly aside: boolean;
  /** Names that are to be free before it runs, as `slotsOf` writes them. */
  readonly needs: readonly string[];
  /** The schema that it moves into; `null` where it stays in its own. */
  readonly into: string | null;
}

/** Everything that renames mean for a plan. */
export interface Renamed {
  /** The live catalog, each object under its new name. */
  readonly live: Catalog;
  /** New key → the key it has in the database, for all that have a rename of their own. */
  readonly renames: ReadonlyMap<Key, Key>;
  readonly steps: readonly RenameStep[];
}

/** One rename: the live object, the name it gets, and whom it follows (a live key). */
export interface Rename {
  readonly object: CatalogObject;
  readonly target: Target;
  readonly follows: Key | null;
}

/** Containers first, each with what follows it. */
function inOrder(renames: readonly Rename[]): Move[] {
  const leaders = renames.filter((one) => one.follows === null);
  const rank = ({ object }: Rename): number =>
    (object.parent !== null ? 1000 : 0) + kindOf(object.id.kind).rank;
  leaders.sort((a, b) => rank(a) - rank(b) || compareText(a.object.key, b.object.key));
  return leaders.flatMap((leader) => [leader, ...renames.filter((one) => one.follows === leader.object.key)]);
}

/** The steps of all renames, in the order in which they run. A follower's statements stand in its leader's step. */
export function renameSteps(live: Catalog, renames: readonly Rename[]): RenameStep[] {
  const moves = inOrder(renames);
  const targets = new Map(moves.map(({ object, target }) => [object.key, target]));
  const names = new Names(live, targets);
  const still = new Set<string>();
  for (const object of live.objects.values())
    if (!targets.has(object.key)) for (const slot of slotsOf(object, names.idOf(object))) still.add(slot);
  const steps: { -readonly [K in keyof RenameStep]: RenameStep[K] }[] = [];
  for (const { move, sql, aside } of inSequence(live, moves, (slot) => still.has(slot))) {
    const bearer = bearerOf(move.object, live);
    const touched = names.keyOf(bearer);
    const needs = aside
      ? []
      : slotsOf(move.object, names.idOf(move.object)).filter((slot) => still.has(slot));
    const last = steps.at(-1);
    if (move.follows !== null && !aside && last?.from === move.follows && !last.aside) {
      last.sql = [...last.sql, ...sql];
      last.touches = [...last.touches, touched];
      last.needs = [...last.needs, ...needs];
      continue;
    }
    const into = !aside && move.target.schema !== null ? move.target.schema : null;
    steps.push({
      key: touched,
      from: bearer.key,
      fromId: bearer.id,
      sql,
      touches: [touched],
      aside,
      needs,
      into,
    });
  }
  return steps.filter((step) => step.sql.length > 0);
}
