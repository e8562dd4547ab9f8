import type { Catalog, CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import type { Parked } from '../plan/undo.js';

/** What an object is moved away with, instead of being dropped. */
export interface ParkContext {
  /** What goes along with it. */
  readonly taken: readonly CatalogObject[];
  /** Names that are taken where it goes. */
  readonly names: readonly string[];
  /** Where it goes. */
  readonly schema: string;
  /** Who moves it; `null`: the connecting role. */
  readonly role: string | null;
  readonly catalog: Catalog;
  parts(of: Key, kind: string): readonly CatalogObject[];
  /** Whether the plan drops another object. */
  goes(key: Key): boolean;
}

export interface Parking {
  readonly sql: readonly string[];
  readonly parked: readonly Parked[];
}
