import { kindOf } from '../kinds/registry.js';
import type { CatalogObject } from '../model/catalog.js';
import { type Key, sqlName } from '../model/id.js';
import type { Refusal } from '../model/plan.js';
import type { Context } from './context.js';
import { planObject } from './object.js';
import type { Work } from './work.js';

/**
 * Refuses what PostgreSQL refuses: a table is not rewritten, and no relation dropped, while a column of another table holds
 * rows of it (find_composite_type_dependencies in tablecmds.c).
 */
export function rowsHeldRefusals(works: readonly Work[], context: Context): Refusal[] {
  const disturbed = new Map<Key, string>();
  for (const { verb, rewrite, object } of works) {
    const { parent, key } = object;
    const relation = context.live.objects.get(parent ?? key);
    if (relation?.address.catalog !== 'pg_class') continue;
    if (rewrite && verb === 'alter' && parent !== null) disturbed.set(parent, `${key} changes`);
    else if (verb === 'drop' && parent === null && context.wanted.has(key))
      disturbed.set(key, `${key} has to be dropped and made anew`);
  }
  if (disturbed.size === 0) return [];
  // What has another type meanwhile is in nobody's way.
  const cut = new Set(
    works.flatMap(({ verb, rewrite, object }) => (verb === 'release' && rewrite ? [object.key] : [])),
  );
  return [...context.live.objects.values()].flatMap((column) =>
    cut.has(column.key)
      ? []
      : heldBy(column, context).flatMap((key) => {
          const what = disturbed.get(key);
          return what === undefined ? [] : refusalOf(column, key, what);
        }),
  );
}

/** Relations whose rows a live column holds, and goes on holding. */
function heldBy(column: CatalogObject, { live, wanted, removed }: Context): Key[] {
  const { id, key, parent, dependsOn } = column;
  if (parent === null || kindOf(id.kind).holdsRows !== true || removed.has(key)) return [];
  const holds = (object: CatalogObject | undefined, on: Key): boolean => {
    const relation = live.objects.get(on);
    const type = String(object?.attributes.type ?? '').replace(/(\[\])+$/, '');
    return relation?.address.catalog === 'pg_class' && type === sqlName(relation.id);
  };
  return dependsOn.flatMap(({ on }) =>
    on !== parent && holds(column, on) && holds(wanted.get(key), on) ? [on] : [],
  );
}

const refusalOf = ({ id, key }: CatalogObject, relation: Key, what: string): Refusal => ({
  code: 'rows_held',
  message: `${what}, but ${key} holds rows of ${relation}: PostgreSQL refuses that`,
  object: planObject(id),
  hint: `give ${key} another type first (a composite type of its own, jsonb), or leave ${relation} as it is`,
});
