import type { Session } from '../database/session.js';
import type { StateStatement } from '../manifest/state.js';
import type { Attributes, Catalog, CatalogObject } from '../model/catalog.js';
import type { Key, ObjectId } from '../model/id.js';
import type { AlterContext, AttributeRule, Of, Surroundings } from './attribute.js';
import type { Deed, Footprint } from './footprint.js';
import type { Entry, ManifestDocument } from './manifest.js';
import type { OnlineMembers } from './online.js';
import type { ParkContext, Parking } from './parking.js';
import type {
  Access,
  AskedPrivilege,
  Carried,
  Detachment,
  Heir,
  Modelled,
  Modelling,
  NewNames,
  RowPolicy,
  Sides,
  Spelling,
} from './shapes.js';

export type { AlterContext, AttributeRule, Of, Surroundings } from './attribute.js';
export type { ParkContext, Parking } from './parking.js';

export type * from './shapes.js';

/** Everything reconcile knows of one kind of object. */
export interface Kind<A extends object = Attributes> extends OnlineMembers<A> {
  /** The manifest's key. */
  readonly name: string;
  /** The key in `keep:` and `drop:`, and of the section in its parent's manifest. */
  readonly plural: string;
  /** What COMMENT ON, ALTER … OWNER TO and GRANT ON call it. */
  readonly sqlType: string;
  /** pg_depend's class. */
  readonly catalog: string;
  /** Lives inside a relation (or domain), whose fate it shares. */
  readonly part: boolean;
  /** Has parts although it is no relation: its rows' relid names it to them. */
  readonly holdsParts?: boolean;
  /** A part whose name is unique in the schema, so that it can be named without its relation (indexes). */
  readonly nameInSchema?: boolean;
  /** Its objects stand in no schema: a dot in their names is an ordinary character. */
  readonly global?: boolean;
  readonly owned: boolean;
  /** acldefault's letter and GRANT's word; `null` where the kind has no privileges. */
  readonly privileges: {
    readonly letter: string;
    readonly word: string;
    readonly defaults: string | null;
    /** What GRANT names of a part that has privileges by itself. Default: its relation, each privilege with the part's name. */
    on?(object: Of<A>): string;
  } | null;
  /** Whether GRANT takes it, where the kind has privileges. Default: it does. */
  grantable?(object: Of<A>): boolean;
  /** Goes with its parent without a statement of its own, and comes with it. Default: dropped by the parent only. */
  readonly createdWithParent?: boolean;
  /** Its creation sets a comment of its own: only a comment that state writes is set and compared. */
  readonly bringsComment?: boolean;
  /**
   * Privileges that whoever makes or redefines it needs on what it stands on, by acldefault's letter of that one.
   * Default: USAGE on types, languages, servers and foreign-data wrappers.
   */
  asks?(object: Of<A>): Readonly<Record<string, AskedPrivilege>>;
  /** The privilege on its relation with which another than the owner makes it. Default: only the owner may. */
  readonly madeWith?: 'trigger';
  /** The attribute that a role needs to make it. */
  readonly madeBy?: 'createrole';
  /** What a backup calls it where dropping it loses what it holds as a whole; parts with rows are columns. */
  readonly loss?: 'table' | 'materialized view' | 'sequence';
  /** Dropping it loses rows. */
  readonly holdsRows?: boolean;
  /** What it holds is computed from elsewhere: making it anew loses nothing. */
  derived?(object: Of<A>): boolean;
  /** Whether it can be tied again to what hands things down to it, once that is made anew. Default: it can. */
  tiesTo?(object: Of<A>, source: CatalogObject): boolean;
  /** Whether a change of its ties leaves the one to that parent alone throughout. Default: it does not. */
  staysTied?(before: Of<A>, after: Of<A>, parent: CatalogObject): boolean;
  /** How its rows are kept where it is made anew; `null`: they are lost. */
  carry?(before: Of<A>, after: Of<A>, live: Surroundings, wanted: Surroundings): Carried | null;
  /** Rank among creations that nothing else orders; lower first. */
  readonly rank: number;
  /** A SELECT of the reader's row shape (catalog/rows.ts) for a server_version_num. */
  read(version: number): string;
  /** Definitions whose printing holds a lock per object: read in batches by oid. Columns: oid, attributes. */
  readLocking?: (version: number) => string;
  create(object: Of<A>, around: Surroundings): readonly string[];
  /** Attributes that it gets when it is made, whatever it shall be, because of what it stands on. */
  becomes?(object: Of<A>, around: Surroundings): Partial<A>;
  /** What must stand around its creation in a plan, to be as before afterwards. */
  around?(
    object: Of<A>,
    around: Surroundings,
  ): { before: readonly string[]; after: readonly string[] } | null;
  /**
   * What makes it in a scratch as nothing but an heir of those parents (`schema.name`) that hand down; `null` where none
   * does. For partitions and children that state does not speak of.
   */
  asHeir?(object: Of<A>, handsDown: (name: string) => boolean): string | null;
  drop(object: Of<A>, around: Surroundings): readonly string[];
  /** Moves it away with its rows instead of dropping it (`how: park`). Absent: it is dropped all the same. */
  park?(object: Of<A>, context: ParkContext): Parking;
  rename?(object: Of<A>, newName: string): readonly string[];
  /**
   * Names that it has in the database beside its own, as the kind that renames them writes them: an identity column's
   * sequence, and from 18 on the constraint behind NOT NULL.
   */
  ownNames?(object: Of<A>, version: number): readonly ObjectId[];
  /** The object whose name is its own too (an identity's sequence goes by its column's). */
  bears?(object: Of<A>): Key;
  /** What statements call it, where that is not its identity here. */
  calledIn?(object: Of<A>): ObjectId;
  /** Its name, where that is made of others' (a cast's types), once those have theirs. */
  nameOf?(object: Of<A>, now: NewNames): string;
  /** Attributes that hold names in a form of the kind's own, after renames. `now`: what an object will be called. */
  renamedIn?(object: Of<A>, now: (key: Key) => ObjectId | null, version: number): Partial<A>;
  /** Whether it is nothing but the other, shown under another name (a compatibility view of a table). */
  mirrors?(object: Of<A>, other: CatalogObject): boolean;
  /** Whether one may be the other under a new name that nobody declared. Default: all attributes are equal. */
  alike?(a: Of<A>, b: Of<A>): boolean;
  readonly attributes: { readonly [K in keyof A]-?: AttributeRule<A> };
  /** Overrides for `SQLTYPE name` in COMMENT, OWNER TO, GRANT. */
  commentTarget?(object: Of<A>): string;
  /**
   * Cuts the object loose from another that must be dropped and made anew, without rebuilding it, and ties it on again.
   * `null`: it has to be rebuilt. `alone`: it is cut loose from what hands it down as well, so that nothing carries it.
   * `around`: what shall be, where its statements are asked for.
   */
  detach?(
    object: Of<A>,
    after: Of<A>,
    on: CatalogObject,
    alone: boolean,
    around?: Surroundings,
  ): Detachment | null;
  /** The text that PostgreSQL does not look into for dependencies; `searchPath` is the object's own setting. */
  body?(object: Of<A>): { language: string; text: string; searchPath: string | null } | null;
  /** The body, and the type whose rows it gives with their columns by place; `null`: it gives none. */
  givesRows?(object: Of<A>): { readonly type: string; readonly text: string } | null;
  /** CREATE takes AUTHORIZATION: the object is its owner's from the first. */
  readonly authorization?: boolean;
  /** Its creation makes a relation of its own (an index), for which the table's owner needs CREATE on the schema. */
  makesRelation?(object: Of<A>): boolean;
  /** What can be made of it while the rows around it have no values for it yet; the rest follows as a change. Default: all. */
  bare?(object: Of<A>): Of<A>;
  /** It is there by nature (a view's column): only its comment, privileges and default come and go. */
  facetOnly?(object: Of<A>): boolean;
  /** Kinds of parts that `create` writes into its own statement. */
  readonly inlines?: readonly string[];
  /** PostgreSQL itself rebuilds it when a column under it changes its type; `wanted`: what the columns change to. */
  survivesRetype?: boolean | ((object: Of<A>, live: Catalog, wanted: Catalog) => boolean);
  /**
   * Whether a copy that is handed down has what it does not get again where PostgreSQL rebuilds its source, what it is a copy
   * of (a name that was chosen for it, settings), or gets what it has not. A comment is such, whatever the kind.
   */
  forgets?(copy: Of<A>, around: Surroundings, source: CatalogObject): boolean;
  /** What PostgreSQL rebuilds so becomes the property of the role that changes the type. */
  readonly goesToRetyper?: boolean;
  /** What stands in for the object in a scratch: its name and signature, nothing that it holds. Default: `create`. */
  standIn?(object: Of<A>, around: Surroundings): readonly string[];
  /** A statement that can only run once another object is there (a sequence's OWNED BY). */
  follow?(object: Of<A>, around: Surroundings): { on: Key; sql: readonly string[] } | null;
  /** The name under which it stays where it cannot be dropped; `null`: it is dropped. `around`: the live side. */
  leavesAs?(object: Of<A>, around: Surroundings): string | null;
  /** Its name stays when what hands it down gets another one (a partition's copy of a foreign key). */
  keepsName?(object: Of<A>): boolean;
  /** What hands the object down (a partition's copy of an index, an inherited column); `null` where nothing does. */
  heir?(object: Of<A>): Heir | null;
  /** Dropping what hands it down can leave it behind, with what it holds, as its table's own. Default: it goes along. */
  readonly outlivesSource?: boolean;
  /** Whether it can hand anything down yet, as a partitioned table's index does and another's does not. Default: it does. */
  handsDown?(object: Of<A>, catalog: Catalog): boolean;
  /** The object whose owner is always its own too (a sequence's table). */
  sharesOwner?(object: Of<A>): Key | null;
  /** The object it is part of can only have it from the first: that one is made anew. */
  rebuildsParent?(object: Of<A>, around: Surroundings): boolean;
  /** Its change can only be made where the object that it is part of is made anew (the type of a partition key's column). */
  remakesParent?(change: AlterContext<A>): boolean;
  /** No statement makes it alone: what it stands on counts as its parent's (an attribute of a composite type). */
  standsThroughParent?(object: Of<A>): boolean;
  /** It has to be there before anything stands on what it is part of. Default: it may come later. */
  beforeUse?(object: Of<A>, around: Surroundings): boolean;
  /** PostgreSQL would take the object for that copy of a parent's when its table is tied to one. */
  mistakenFor?(object: Of<A>, copy: Of<A>): boolean;
  /** As it can be made beside itself for its print alone, whatever there is. Default: as it is. */
  probe?(object: Of<A>): Of<A>;
  /** What its relation can have but one of (a primary key): the old one goes before a new one comes. */
  single?(object: Of<A>): string | null;
  /** Names in its own catalog that it takes up beside its own, as schema and name. */
  alsoNamed?(object: Of<A>): readonly (readonly [schema: string, name: string])[];
  /** It shall not be handed down to what is tied to its relation: it is made behind those ties. */
  alone?(object: Of<A>): boolean;
  /** It has to be there before its table can be tied to a parent; all else that is handed down comes with the tie. */
  neededToTie?(object: Of<A>, around: Surroundings): boolean;
  /** Live objects that a change uses up, so that nothing else drops them (a serial's sequence becomes an identity's). */
  absorbs?(change: AlterContext<A>): readonly Key[];
  /** Statements of a change that come before anything is made: names that it gives up. */
  release?(change: AlterContext<A>): readonly string[];
  /** Statements that can only run once all its parts are as they shall be (attaching a partition). `before` is null for what is new. */
  finish?(after: Of<A>, before: Of<A> | null, around: Surroundings): readonly string[];
  /**
   * Its creation makes a shell, which what it needs itself may name (a base type's functions); `finish` makes it whole,
   * for all else. What it needs and that names it goes with it.
   */
  readonly shell?: boolean;
  /**
   * How a circle of objects that stand on each other is opened: what makes it, or leaves it, standing on nothing with the
   * same columns, and what then makes it whole in place.
   */
  readonly opens?: {
    hollow(object: Of<A>): string;
    whole(object: Of<A>, around: Surroundings): string;
  };
  /** Partitioned tables in which it looks for rows, and so in all their partitions. */
  looksInto?(object: Of<A>, around: Surroundings): readonly Key[];
  /** It can stand aside under another name, its values and all, while its successor is made. */
  readonly standsAside?: true | ((object: Of<A>) => readonly string[]);
  /** An in-place definition that can always be run again (CREATE OR REPLACE …). */
  readonly orReplace?: boolean;
  /** Made and changed by the connecting role, whoever owns it: owners alone may not. */
  readonly asConnecting?: boolean;
  /** Only superusers can own it: an owner that is none is left out of account. */
  readonly superuserOwned?: boolean;
  /** Only a superuser makes and redefines it (functions of untrusted languages): owners that are none cannot. */
  superuserOnly?(object: Of<A>, catalog: Catalog): boolean;
  /** The role that its steps run as, where that is not the owner. */
  role?(object: Of<A>): string | null;
  /** Whether it is there anyway, with its relation, and only what is said of it comes and goes (a comment on a view's column). */
  onlySaid?(object: Of<A>): boolean;
  /** Whether its owner owns all that its steps act on; where not, the connecting role runs them. Default: yes. */
  ownsAll?(object: Of<A>, sides: Sides): boolean;
  /**
   * Whether PostgreSQL chooses it by itself where it fits (a cast, an operator class) and records at most what it is
   * made of: it is there before whatever stands on the same.
   */
  foundByUse?(object: Of<A>): boolean;
  /** Where its steps stand among all others: `up` what makes and changes it, `down` what drops it. Default: by rank. */
  readonly order?: { readonly up?: 'first' | 'last'; readonly down?: 'first' | 'last' };
  /** It acts on rows that come into its relation. */
  readonly actsOnRows?: boolean;
  /** It acts on other statements: a scratch makes it behind all of them and takes it away before it is used further. */
  readonly watches?: boolean;
  /**
   * It stays when an object that it mentions is dropped (a publication's table): what is left of it then. `null`: it does
   * not let that one go (a column that a publication names).
   */
  lets?(object: Of<A>, gone: CatalogObject): A | null;
  /** Its statements hold secrets: plans and messages show every literal in them as `***`. */
  readonly secret?: boolean;
  /** Whether it has secrets that its attributes do not show. Default: all of a kind that is `secret` have. */
  hides?(object: Of<A>): boolean;
  /** It belongs to all databases of the server: in scope only where it is declared, kept or dropped by name. */
  readonly shared?: boolean;
  /** Where its identity holds types. */
  readonly spelling?: Spelling;
  /** What stands in a scratch's place where it can hold none; `statements` are all of state's, in order; `read` is what the scratch holds. */
  model?(
    session: Session,
    statements: readonly StateStatement[],
    given: Modelling,
  ): Promise<readonly Modelled[]>;
  /** The creating statement as state's statements leave it, where reading back does not give all of it (secrets). */
  told?(object: Of<A>, statements: readonly StateStatement[]): string | null;
  /** What it is when it is made from a catalog alone, which holds no secrets, and what that lacks; `null`: it is whole. */
  withoutSecrets?(object: Of<A>): { readonly object: Of<A>; readonly left: string } | null;
  /** Attributes of a declared object that a scratch cannot show: what the statement says of them. */
  meant?(object: Of<A>): Partial<A>;
  /** Its creating statement as the embedded engine takes it, which has 32 bits and loads no library. `meant` says what that leaves out. */
  narrow?(sql: string): string;
  /** An object that was read on another major as a server of this one would show it; `null`: not at all. */
  adapt?(object: Of<A>, version: number): Of<A> | null;
  /** Who gets how far with it, for a plan's access. Absent: not shown there. */
  readonly access?: Access<A>;
  /** Limits the rows of the relation that it is part of. */
  rowPolicy?(object: Of<A>): RowPolicy;
  /** What its statements lock, rewrite and read of relations that are there, where the attributes' rules do not say it. */
  footprint?(deed: Deed<A>): Footprint;
  /** How `import` writes it as a manifest; `null` where only SQL says it. Absent: always SQL, made by `create`. */
  document?(object: Of<A>, around: Surroundings): ManifestDocument | null;
  /** How `import` writes it in the section of its relation's manifest. Absent: SQL beside it. */
  entry?(object: Of<A>, around: Surroundings): Entry;
}

/** The registry's view of a kind: attributes are opaque. */
export type AnyKind = Kind<Attributes>;

/** Forgets a kind's attribute type for the registry; its functions only ever get objects that its own reader made. */
export function defineKind<A extends object>(kind: Kind<A>): AnyKind {
  return kind as unknown as AnyKind;
}
