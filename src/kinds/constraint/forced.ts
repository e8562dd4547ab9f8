import type { CatalogObject } from '../../model/catalog.js';
import { sqlName } from '../../model/id.js';
import { rolesOf } from '../../model/roles.js';
import type { Of, Surroundings } from '../kind.js';
import type { ConstraintAttributes } from './index.js';

/**
 * A foreign key is checked by a query of the table's owner, which forced row-level security would cut short: it fails
 * with row_security = off. So force is lifted from both tables for as long as the check takes. Of a table of somebody
 * else that check keeps away, and looks row by row, unless the owner has all that the other has.
 */
export function unforced(
  o: Of<ConstraintAttributes>,
  around: Surroundings,
): { before: readonly string[]; after: readonly string[] } | null {
  const bound = boundBy(o, around);
  if (bound.length === 0) return null;
  const set = (words: string): string[] =>
    bound.map((table) => `alter table ${sqlName(table.id)} ${words} row level security`);
  return { before: set('no force'), after: set('force') };
}

/** The tables from which force is lifted. */
export function boundBy(o: Of<ConstraintAttributes>, around: Surroundings): CatalogObject[] {
  const own = around.parent(o as never);
  const role = around.catalog.roles.get(own?.owner ?? '');
  if (o.attributes.type !== 'f' || own === undefined || role?.superuser || role?.bypassRls) return [];
  const tables = new Map<string, CatalogObject>([[own.key, own]]);
  for (const { on } of o.dependsOn) {
    const object = around.catalog.objects.get(on);
    const table = object === undefined || object.parent === null ? object : around.parent(object);
    if (table !== undefined) tables.set(table.key, table);
  }
  const theirs = rolesOf(around.catalog, own.owner ?? '');
  return [...tables.values()].filter(
    ({ owner, attributes }) =>
      theirs.has(owner ?? '') && attributes.rowSecurity === true && attributes.forceRowSecurity === true,
  );
}
