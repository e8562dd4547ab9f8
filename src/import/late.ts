import type { Surroundings } from '../kinds/kind.js';
import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import { compareText, type Key } from '../model/id.js';
import { isTied } from '../plan/heirs.js';
import { wholePartSql } from './sql.js';

/** Parts that are not written beside their relation. */
export interface Late {
  readonly parts: ReadonlySet<CatalogObject>;
  /** Their statements by the path of the file that they stand in. */
  readonly sql: ReadonlyMap<string, readonly string[]>;
}

/**
 * Parts that hand nothing down, such as an index made on its table alone: they stand in the last file of the tables that
 * are tied to theirs, which would get copies otherwise.
 */
export function lateParts(
  paths: ReadonlyMap<CatalogObject, string>,
  partsOf: (key: Key) => readonly CatalogObject[],
  around: Surroundings,
): Late {
  const tied = new Map<Key, string[]>();
  for (const [object, path] of paths)
    if (isTied(object)) for (const { on } of object.dependsOn) tied.set(on, [...(tied.get(on) ?? []), path]);
  const parts = new Set<CatalogObject>();
  const sql = new Map<string, readonly string[]>();
  for (const [object, path] of paths) {
    const files = tied.get(object.key);
    if (files === undefined) continue;
    const last = [...files, path].sort(compareText).at(-1) ?? path;
    for (const part of partsOf(object.key)) {
      if (kindOf(part.id.kind).alone?.(part as never) !== true) continue;
      parts.add(part);
      sql.set(last, [...(sql.get(last) ?? []), ...wholePartSql(part, around)]);
    }
  }
  return { parts, sql };
}
