import type { Catalog } from '../model/catalog.js';
import type { Key } from '../model/id.js';

export interface Renames {
  /** The live catalog, each renamed object under its new name. */
  readonly live: Catalog;
  /** New key → the key it has in the database. */
  readonly renames: ReadonlyMap<Key, Key>;
}

/** Which `renamed_from` act: the new name is absent, an old one present and undeclared. */
export function resolveRenames(live: Catalog, _desired: Catalog): Renames {
  return { live, renames: new Map() };
}
