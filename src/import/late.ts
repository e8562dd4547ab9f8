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
  const last = new Map<Key, string>();
  const behind = (key: Key, path: string): void => {
    const known = last.get(key);
    if (known === undefined || compareText(known, path) < 0) last.set(key, path);
  };
  for (const [object, path] of paths) {
    behind(object.key, path);
    if (isTied(object)) for (const { on } of object.dependsOn) behind(on, path);
  }
  const parts = new Set<CatalogObject>();
  const sql = new Map<string, readonly string[]>();
  for (const [object, path] of paths) {
    const there = last.get(object.key) ?? path;
    for (const part of partsOf(object.key)) {
      if (there === path || kindOf(part.id.kind).alone?.(part as never) !== true) continue;
      parts.add(part);
      sql.set(there, [...(sql.get(there) ?? []), ...wholePartSql(part, around)]);
    }
  }
  return { parts, sql };
}
