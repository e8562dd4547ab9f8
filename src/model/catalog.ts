import type { Key, ObjectId } from './id.js';
import type { Position } from './position.js';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Attributes = Record<string, Json>;

/** One privilege of one grantee, as aclexplode gives it. */
export interface Grant {
  /** A role's name; `PUBLIC` for everybody. */
  readonly grantee: string;
  readonly grantor: string;
  /** Upper case, as the manual spells it: `SELECT`, `USAGE`, … */
  readonly privilege: string;
  readonly grantable: boolean;
  /** The column, for column privileges; `null` for the object as a whole. */
  readonly column: string | null;
}

/** How an object depends on another: pg_depend's types, or `body` for a reference found in a routine's text. */
export type DependencyType = 'normal' | 'auto' | 'internal' | 'body';
export interface Dependency {
  readonly on: Key;
  readonly type: DependencyType;
}

/** Where an object sits in the system catalogs. Never compared between databases. */
export interface Address {
  /** The system catalog's name, `pg_class` … */
  readonly catalog: string;
  readonly oid: number;
  /** Column number; 0 for whole objects. */
  readonly sub: number;
}

export interface CatalogObject {
  readonly id: ObjectId;
  readonly key: Key;
  /** The kind's own attributes: definitions printed with search_path = ''. */
  readonly attributes: Attributes;
  /** `null` for kinds that have no owner of their own (columns, policies, …). */
  readonly owner: string | null;
  /** Effective privileges, built-in defaults expanded, owner's included; `null` for kinds without. Sorted. */
  readonly grants: readonly Grant[] | null;
  readonly comment: string | null;
  /** The object this is a part of (a policy's table); `null` where it stands alone. */
  readonly parent: Key | null;
  readonly dependsOn: readonly Dependency[];
  /** The extension that owns it; `null` where none does. */
  readonly extension: string | null;
  readonly address: Address;
  /** Live side only: PostgreSQL, making it anew by itself, would print it otherwise than state's statement is printed. */
  readonly respelled?: boolean;
  /** Desired side only: what the state says of it, and where. */
  readonly declaration?: Declaration;
}

/** What state says about one object. */
export interface Declaration {
  readonly at: Position;
  /** The user's own text of the whole creating statement, to be run as a step; `null` where it is made from attributes. */
  readonly text: string | null;
  /** Attributes that the state decides; `all` for .sql. */
  readonly attributes: 'all' | ReadonlySet<string>;
  /** Kinds of parts whose listing is complete (`policy`, `index`, …); `all` for .sql. */
  readonly sections: 'all' | ReadonlySet<string>;
  /** Whether owner, grants and comment are mentioned. */
  readonly owner: boolean;
  readonly grants: boolean;
  readonly comment: boolean;
  /** Nothing in state names it: it came with what it belongs to. Default false. */
  readonly implied?: boolean;
  /** State does not make it: what state does not say of it stays, whatever else state is. Default false. */
  readonly elsewhere?: boolean;
  /** Earlier names, oldest first. */
  readonly renamedFrom: readonly string[];
  /** Its owner and privileges are those of this object. */
  readonly like?: Key;
}

export interface Role {
  readonly name: string;
  readonly superuser: boolean;
  readonly inherit: boolean;
  readonly bypassRls: boolean;
  readonly createDb: boolean;
  /** Roles it is a direct member of. `set`: may SET ROLE (always true before 16). */
  readonly memberOf: readonly { role: string; inherit: boolean; set: boolean; admin: boolean }[];
}

/** One row of pg_default_acl, exploded. `schema` null = for the whole database. */
export interface DefaultPrivileges {
  readonly role: string;
  readonly schema: string | null;
  /** pg_default_acl.defaclobjtype: r S f T n */
  readonly objectType: string;
  readonly grants: readonly Grant[];
}

/** A live object of a kind that is not managed yet. */
export interface Unmanaged {
  readonly kind: string;
  readonly schema: string | null;
  readonly name: string;
  readonly extension: string | null;
}

/** All objects of one database, as values. */
export interface Catalog {
  /** server_version_num, e.g. 150018. */
  readonly version: number;
  readonly objects: ReadonlyMap<Key, CatalogObject>;
  readonly roles: ReadonlyMap<string, Role>;
  readonly defaultPrivileges: readonly DefaultPrivileges[];
  /** Privileges that extensions gave their members (pg_init_privs); where one said nothing, there is no entry. */
  readonly initialGrants: ReadonlyMap<Key, readonly Grant[]>;
  readonly unmanaged: readonly Unmanaged[];
  /** Session facts that literals depend on: TimeZone, DateStyle, IntervalStyle; and encoding, collate, ctype of the database. */
  readonly settings: Readonly<Record<string, string>>;
}
