import type { Catalog, CatalogObject, Json } from '../model/catalog.js';
import type { Key, ObjectId } from '../model/id.js';

/** A catalog object whose attributes are known to be of one kind's shape. */
export type Of<A> = Omit<CatalogObject, 'attributes'> & { readonly attributes: A };

/** What a kind's functions may look at beside the object itself. */
export interface Surroundings {
  /** The side the object is rendered from. */
  readonly catalog: Catalog;
  /** server_version_num of the server that will run the SQL. */
  readonly version: number;
  /** Parts of an object in the same catalog, of one kind, in catalog order. */
  parts(of: CatalogObject, kind: string): readonly CatalogObject[];
  parent(of: CatalogObject): CatalogObject | undefined;
  /** On the live side: what will be there when the plan has run. */
  readonly after?: ReadonlyMap<Key, CatalogObject>;
  /** On the wanted side: the live object, where it is neither dropped nor made anew. */
  standing?(key: Key): CatalogObject | undefined;
  /** On the wanted side: whether a constraint of another relation, live or wanted, has the name, NOT NULL included. */
  taken?(id: ObjectId): boolean;
}

export interface AlterContext<A> {
  readonly before: Of<A>;
  readonly after: Of<A>;
  /** Names of all attributes that change together. */
  readonly changed: ReadonlySet<string>;
  /** It is handed down, and what hands it down is changed in place: only its own settings are left to change. */
  readonly follows: boolean;
  readonly around: Surroundings;
}

/** How one attribute of a kind changes in place. */
export interface AttributeRule<A> {
  /** `replace`: only by dropping and creating anew. A function may answer `replace` for some changes. */
  alter: 'replace' | ((change: AlterContext<A>) => readonly string[] | 'replace');
  /** Only what a manifest writes out is compared: the server chooses it otherwise (an extension's version). */
  onlyExplicit?: boolean;
  /** A definition in SQL text, compared by normal form where prints differ. */
  definition?: boolean;
  /** Objects that stand on this one must be taken down before the change and put back after it. */
  disturbs?: boolean | ((change: AlterContext<A>) => boolean);
  /** On which side of its change what refers to it changes as well. Default: it does not matter. */
  referrers?: (change: AlterContext<A>) => 'before' | 'behind';
  rewrite?: boolean | ((change: AlterContext<A>) => boolean);
  /** Rows or values are lost. */
  destructive?: (change: AlterContext<A>) => boolean;
  /** An heir's own: not decided by what it is handed down from. */
  own?: boolean;
  /** Attributes whose change, where it is handed down, takes an heir's own value away: it is given again. */
  lostWith?: readonly string[];
  /** It ties the object to one that hands things down to it (a partition's parent, a typed table's type). */
  tie?: boolean;
  /** Lock taken on the relation. Default ACCESS EXCLUSIVE; `null` none. */
  lock?: string | null | ((change: AlterContext<A>) => string | null);
  hazards?: (change: AlterContext<A>) => readonly { kind: string; message: string }[];
  /** Where `alter` has nothing to say, another object's step changes it: the proof awaits the change. */
  comesAlong?: boolean;
  /**
   * Whether two values differ only by what the object stands on (a view's columns by its tables'). Not compared where the
   * object is put back as it was.
   */
  carried?(was: A, is: A): boolean;
  /** Never changed, and why: where state says something else, the plan says so. */
  leftAlone?: string;
  /** No statement takes the value away from what is there: it stays. `parent`: the relation it is part of, as it shall be. */
  stays?(was: A, will: A, parent: CatalogObject | undefined): boolean;
  /** A list whose order means nothing. */
  unordered?: boolean;
  /** Only says how it is made: what is there already stays as it is. `null`: as PostgreSQL makes it. */
  made?: boolean;
  /** `null` means that whoever reads may not see it: it is reported and never compared. */
  unverifiable?: boolean;
  /** A manifest that does not say leaves it as it is, even where state is the whole truth. */
  inWriting?: boolean;
  /** As PostgreSQL makes it where nothing is said: where state has it otherwise, a statement has said so. `unsaid` alone means `null`. */
  usual?: Json | ((attributes: A) => Json);
  /** The usual means that state does not say: it is left as it is; `unlisted`: unless state is the whole truth. */
  unsaid?: boolean | 'unlisted';
  /** One part of a relation at most has it: where one gets it, the others lose it. */
  oneAtMost?: boolean;
}
