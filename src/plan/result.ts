import type { Size } from '../catalog/sizes.js';
import type { Session } from '../database/session.js';
import type { Assumption } from '../kinds/footprint.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import type { Plan, Step } from '../model/plan.js';
import type { Define } from './definitions.js';
import type { Relate } from './related.js';
import type { Undo } from './undo.js';

/** What apply has to know of a step beyond what the plan file shows. */
export interface PlannedStep {
  readonly step: Step;
  /** What is run where the step shows less: statements with secrets. Default: the step's own. */
  readonly run?: readonly string[];
  /** Run as the step's role before its statements, where SQL alone cannot do it: rows that are loaded. */
  readonly perform?: (session: Session) => Promise<void>;
  /** Everything whose definition this step may change: its object, what it takes, and their parts. */
  readonly touches: readonly Key[];
  /** Existing relations to lock before the first write, in the strongest mode the step needs. */
  readonly relations: readonly { readonly key: Key; readonly mode: string }[];
  /** What the step's role (or, for `null`, the connecting role) must be able to do. */
  readonly requires: readonly Requirement[];
  /** What rows that are there have to be like. */
  readonly assumes?: readonly Assumption[];
}

/** A step outside the one transaction: in a short one of its own, or alone. */
export interface OnlineStep extends PlannedStep {
  /** It reads every row or builds an index, and may take long. */
  readonly long: boolean;
  /** What takes away what it leaves behind when it fails. */
  readonly undo: string | null;
  /** What must be there, or (`null`) gone, once it is done. Names that only pass by are among them. */
  readonly leaves: ReadonlyMap<Key, CatalogObject | null>;
}

/** One privilege that a step needs, told apart from the catalog alone. */
export interface Requirement {
  readonly what:
    | 'ownership'
    | 'create'
    | 'usage'
    | 'references'
    | 'select'
    | 'trigger'
    | 'execute'
    | 'superuser'
    | 'createrole'
    | 'membership'
    | 'giving';
  /** The object (or for `membership` and `giving`, nothing) it is needed on. */
  readonly on: Key | null;
  /** For ownership: the owner; for membership: the role to become a member of; for giving: the new owner. */
  readonly role: string | null;
  /** The role that must have it, where that is not who runs the step; superusers that run it do without. */
  readonly of?: string;
  /** Asked of whoever connects, not of the step's role: SET ROLE goes by the session's user. */
  readonly connecting?: true;
}

/** Rows that a step would destroy. */
export interface Loss {
  readonly stepId: string;
  /** The live relation that holds the rows. */
  readonly relation: CatalogObject;
  /** Columns whose values are lost; `null`: whole rows (with the relation itself). */
  readonly columns: readonly string[] | null;
  readonly kind: 'table' | 'materialized view' | 'sequence' | 'column';
}

/** What helps reviewers and is no part of the plan file. */
export interface ReviewAids {
  /** What an object looks like before and after. */
  readonly define: Define;
  /** What changes and what stands on it, for a picture. */
  readonly relate: Relate;
  /** How large the relations are that steps lock, by `schema.relation` as in `locks`: estimates, which change by the hour. */
  readonly sizes: Sizes;
}

export type Sizes = ReadonlyMap<string, Size>;

/** The plan with everything that apply needs and the file does not show. */
export interface PlanResult extends ReviewAids {
  /** Every object of the database as it will be when the plan has run. */
  readonly after: ReadonlyMap<Key, CatalogObject>;
  readonly plan: Plan;
  /** The live catalog the plan was made from. */
  readonly live: Catalog;
  readonly steps: readonly PlannedStep[];
  /** What is committed before BEGIN, in order: `live` is as these leave it. Default nothing. */
  readonly ahead?: readonly OnlineStep[];
  /** What follows COMMIT, in order. Default nothing. */
  readonly online?: readonly OnlineStep[];
  /** Every touched object as it must be after the steps; `null`: gone. */
  readonly expected: ReadonlyMap<Key, CatalogObject | null>;
  readonly losses: readonly Loss[];
  /** What the history keeps, so that the plan can be undone; without it, it cannot. */
  readonly undo?: Undo;
  /**
   * Whether two definitions of the same object mean the same although they are printed differently
   * (another major printed one of them): by normal form in a scratch. Only asked where prints differ.
   */
  same(expected: CatalogObject, actual: CatalogObject): Promise<boolean>;
}
