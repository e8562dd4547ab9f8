import type { ObjectRef } from '../manifest/state.js';
import type { Attributes, Catalog, CatalogObject } from '../model/catalog.js';
import type { Key, ObjectId } from '../model/id.js';
import type { Of } from './attribute.js';

/** How names that hold types, as the user wrote them, become the reader's: asked of the server, many at a time. */
export interface Spelling {
  /** Up to two texts of a reference; none where there is nothing to ask. */
  texts(ref: Pick<ObjectRef, 'schema' | 'name' | 'arguments'>): readonly string[];
  /** An SQL expression over `q.a` and `q.b`, those texts, for the oids that they name under a search_path; else NULL. */
  readonly find: string;
  /** What is printed of them with an empty search_path: over `q.found`, an array of oids, and `q.a` and `q.b`. */
  readonly sql: string;
  /** What it is of the identity. */
  readonly field: 'name' | 'arguments';
}

/** What objects of a kind that no scratch can hold are modelled from, beside the statements. */
export interface Modelling {
  readonly live: Catalog;
  readonly read: Catalog;
  readonly owner: string;
  /** Whether the scratch's roles are its own: in one on a server, others come and go. */
  readonly ownRoles: boolean;
}

/** An object of a kind that no scratch can hold, read off the statements themselves. */
export interface Modelled {
  readonly object: CatalogObject;
  /** Attributes that the statements say. */
  readonly says: ReadonlySet<string>;
}

/**
 * An object of a child table (or partition) that belongs to one of its parent's. PostgreSQL makes, changes and drops it
 * with that one; `create` then gives only what is its own. With `local` it was made by itself as well.
 */
export interface Heir {
  readonly from: readonly Key[];
  readonly local: boolean;
}

/** Statements that cut an object loose, and those that tie it on again. */
export interface Detachment {
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Its type changes meanwhile, so that what stands on it has to be made anew. Default false. */
  readonly retypes?: boolean;
  /** What is left of its attributes meanwhile, which its own change finds and leaves. Default: all. */
  readonly left?: (attributes: Attributes) => Attributes;
  /** What its own change finds where that gives it another type, so that it is not tied on again before. Default: what is left. */
  readonly found?: (attributes: Attributes) => Attributes;
}

/** A privilege on what an object stands on that whoever makes it needs. */
export type AskedPrivilege = 'usage' | 'execute' | 'references' | 'select';

/** What decides, beside grants and the owner, who gets how far with an object of a kind. */
export interface Access<A> {
  /** Privileges that a plan shows, as the manual spells them. */
  readonly privileges: readonly string[];
  /** Attributes that decide on access. */
  readonly attributes: readonly (keyof A)[];
  /** Whether policies limit rows, and those of the owner too. Default: never. */
  rowSecurity?(object: Of<A>): { readonly enabled: boolean; readonly forced: boolean };
  /** Whose rights it acts with. Absent where it does not act. */
  actsAs?(object: Of<A>): 'owner' | 'caller';
  /** What it gives are the rows of the relations that it depends on, with the rights that it acts with. */
  readonly passesOn?: boolean;
}

/** Statements that keep rows of what is made anew. */
export interface Carried {
  /** Run before it goes, and what hands its rows to it (live keys). */
  readonly before: readonly string[];
  readonly from: readonly Key[];
  /** Run once it is there, and what it hands its rows to (wanted keys). */
  readonly after: readonly string[];
  readonly into: readonly Key[];
  /** Names of the parts whose values are lost all the same; `null`: of everything that goes along. */
  readonly lost: readonly string[] | null;
  /** Whether rows are written again, and not just positions of sequences. */
  readonly rewrites: boolean;
}

/** Objects before a plan and behind it. */
export interface Sides {
  readonly live: ReadonlyMap<Key, CatalogObject>;
  readonly wanted: ReadonlyMap<Key, CatalogObject>;
}

/** What objects will be called. */
export interface NewNames {
  /** `null`: there is no such object. */
  of(key: Key): ObjectId | null;
  /** A type as it is printed with an empty search_path. */
  type(text: string): string;
}

/** What a row-level policy lets through. */
export interface RowPolicy {
  readonly permissive: boolean;
  readonly privileges: readonly string[];
  /** Role names; `PUBLIC` for everybody. */
  readonly roles: readonly string[];
  readonly using: string | null;
  readonly check: string | null;
}
