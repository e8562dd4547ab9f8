import { kindOf } from '../kinds/registry.js';
import type { State } from '../manifest/state.js';
import type { Catalog } from '../model/catalog.js';
import { type Key, keyOf, objectId } from '../model/id.js';
import type { Diagnostic } from '../model/plan.js';
import type { Position } from '../model/position.js';

const FACET = /^\s*(grant|revoke|comment)\b/i;

/**
 * Privileges and comments that state gives to what comes with another object and is none of its own (the
 * constraint behind NOT NULL): one diagnostic for each file.
 */
export function unmanaged(state: State, desired: Catalog): Diagnostic[] {
  const besides = new Set<Key>();
  for (const object of desired.objects.values())
    for (const id of kindOf(object.id.kind).ownNames?.(object as never, desired.version) ?? [])
      besides.add(keyOf(id));
  for (const object of desired.objects.values()) {
    const managed = kindOf(object.id.kind).calledIn?.(object as never);
    if (managed !== undefined) besides.delete(keyOf(managed));
  }
  const files = new Map<string, { readonly first: Position; readonly keys: Set<Key> }>();
  for (const statement of state.statements) {
    if (!FACET.test(statement.sql)) continue;
    for (const { kind, schema, name, table } of statement.alters ?? []) {
      const key = keyOf(objectId(kind, schema ?? 'public', name, { table }));
      if (!besides.has(key) || desired.objects.has(key)) continue;
      const { at } = statement;
      const known = files.get(at.file) ?? { first: at, keys: new Set<Key>() };
      files.set(at.file, known);
      known.keys.add(key);
    }
  }
  return [...files.values()].map(({ first, keys }) => ({
    level: 'warning',
    code: 'statement_without_effect',
    message: `${listed([...keys])}: what comes with a column has no privileges or comment of its own here, and what state says of them is not brought about`,
    file: first.file,
    line: first.line,
    column: first.column,
  }));
}

const listed = (keys: readonly Key[]): string =>
  `${keys.slice(0, 3).join(', ')}${keys.length > 3 ? ` and ${keys.length - 3} more` : ''}`;
