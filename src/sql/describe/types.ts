import type { ObjectRef, StatementClass } from '../../manifest/state.js';

/** What a statement does to an object that it does not create. Names are as written: a schema not given is `null`. */
export interface Alteration {
  readonly ref: ObjectRef;
  readonly what: 'attributes' | 'owner' | 'grants' | 'comment' | 'rename' | 'drop';
  /** The new owner; CURRENT_USER and its like in upper case. */
  readonly owner?: string;
  readonly newName?: string;
  /** SET SCHEMA. */
  readonly newSchema?: string;
}

export interface Description {
  readonly class: StatementClass;
  /** The object that is declared first, then what comes with it. Schemas are filled in. */
  readonly creates: readonly ObjectRef[];
  readonly alters: readonly Alteration[];
  /** What it sets search_path to, as SQL text after `set search_path to`; `null`: back to the default. */
  readonly searchPath?: string | null;
  /** Whom it makes act; `null`: who connects again. */
  readonly role?: string | null;
  /** Whether bodies of routines are checked from here on. */
  readonly checksBodies?: boolean;
  /** The words of a statement that acts on rows or on the server, not on definitions. */
  readonly untold?: string;
}
