import type { Catalog, CatalogObject } from '../model/catalog.js';
import type { Key } from '../model/id.js';
import type { Parked } from '../plan/undo.js';
import type { RowSource } from './load.js';
import type { SequencePosition, TableData } from './manifest.js';

/** What a plan that brings something back has rows from. */
export interface RowsInput {
  readonly id: string;
  readonly tables: readonly TableData[];
  readonly sequences: readonly SequencePosition[];
  readonly parked: readonly Parked[];
  readonly source: RowSource | null;
  readonly live: Catalog;
  /** Objects as they shall be. */
  readonly objects: ReadonlyMap<Key, CatalogObject>;
}
