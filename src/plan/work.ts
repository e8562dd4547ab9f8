import type { Assumption } from '../kinds/footprint.js';
import type { CatalogObject } from '../model/catalog.js';
import type { Key, ObjectId } from '../model/id.js';
import type { Action } from '../model/plan.js';
import type { Parked } from './undo.js';

/** One node of the plan's graph: statements that run together, as one role, for one object. */
export interface Work {
  readonly id: string;
  readonly action: Action;
  readonly verb:
    | 'carry'
    | 'drop'
    | 'refill'
    | 'release'
    | 'rename'
    | 'alter'
    | 'owner'
    | 'create'
    | 'restore'
    | 'finish';
  readonly object: CatalogObject;
  readonly before: CatalogObject | null;
  readonly after: CatalogObject | null;
  role: string | null;
  sql: string[];
  /** Parts that go by themselves before it, where a circle is cut: each with its own step, whose role runs that. */
  ahead: { readonly part: Key; readonly of: Work; readonly sql: readonly string[] }[];
  takes: Key[];
  touches: Set<Key>;
  rewrite: boolean;
  /** Rows are read, or indexes built, under the locks. */
  scan: boolean;
  build: boolean;
  destructive: boolean;
  /** What rows that are there have to be like. */
  assumes: Assumption[];
  hazards: { kind: string; message: string }[];
  /** Lock modes by relation key. */
  locks: Map<Key, string>;
  /** What this work renames is called so in the database. */
  readonly formerly?: ObjectId;
  /** Tables that it moves away instead of dropping them. */
  parked?: readonly Parked[];
}

/** A node of the graph with nothing to do yet. */
export function makeWork(
  verb: Work['verb'],
  action: Action,
  object: CatalogObject,
  more: Partial<Work>,
): Work {
  return {
    id: `${verb} ${object.key}`,
    action,
    verb,
    object,
    before: null,
    after: null,
    role: null,
    sql: [],
    ahead: [],
    takes: [],
    touches: new Set([object.key]),
    rewrite: false,
    scan: false,
    build: false,
    assumes: [],
    destructive: false,
    hazards: [],
    locks: new Map(),
    ...more,
  };
}

/** What stands on an object that shall go, and does not go itself. */
export interface Blocker {
  readonly gone: Key;
  readonly standing: CatalogObject;
  readonly why: 'dropped' | 'rebuilt' | 'untied';
}
