import type { Attributes } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import type { Of, Surroundings } from './kind.js';

/** A piece of work on one object, as far as it concerns relations that are there already. */
export interface Deed<A = Attributes> {
  readonly verb: 'create' | 'alter' | 'drop' | 'finish' | 'release' | 'restore' | 'rename';
  /** As it shall be; where it goes, as it is. */
  readonly object: Of<A>;
  readonly before: Of<A> | null;
  /** Attributes that the work's own statements change. */
  readonly changed: ReadonlySet<string>;
  /** The wanted side; for what goes, the live one. */
  readonly around: Surroundings;
  /** Keys of the tables that a column of this type is in, on the live side. */
  tablesWith(type: Key): readonly Key[];
}

/** What rows have to be like for a step to succeed: counted before BEGIN. */
export interface Assumption {
  /** The table whose rows they are, under the name that the plan gives it, as all names here. */
  readonly relation: Key;
  /** What is wrong with a row that is not, behind a count: `have no value in email`. */
  readonly fault: string;
  /** A condition that is true of such rows, of the table under the name `t`; `rows` gives other relations for FROM. */
  where(rows: (relation: Key) => string): string;
  /** Other objects that the condition names: they must be there under these names, and stay as they are. */
  readonly needs: readonly Key[];
  /** State's own code is in it, which may do anything: never asked by a plan, only by an apply, which would run it anyhow. Default false. */
  readonly code?: boolean;
  /** As PostgreSQL prints it with an empty search_path: asked with that, so that each name means what it meant. Default false. */
  readonly printed?: boolean;
}

export interface RelationLock {
  readonly on: Key;
  /** As pg_locks spells it without the suffix: `ACCESS EXCLUSIVE`, … */
  readonly mode: string;
  /** Its partitions and children get it too. Default false. */
  readonly below?: boolean;
}

/**
 * What PostgreSQL locks, rewrites and reads for a piece of work (test/locks reads it off servers). What a kind leaves
 * out is as its attributes' rules say, or ACCESS EXCLUSIVE on the relation.
 */
export interface Footprint {
  /** On the object's own relation; `null`: nothing stronger than ROW EXCLUSIVE. */
  readonly own?: string | null;
  /** Partitions and children of that relation get the same. Default: those that have the object from it. */
  readonly below?: boolean;
  readonly others?: readonly RelationLock[];
  /** Every row is written anew. */
  readonly rewrite?: boolean;
  /** Every row is read, under the lock. */
  readonly scan?: boolean;
  /** Indexes are built, under the lock. */
  readonly build?: boolean;
  readonly hazards?: readonly { kind: string; message: string }[];
  readonly assumes?: readonly Assumption[];
}
