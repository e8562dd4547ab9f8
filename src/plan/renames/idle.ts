import { dottedName } from '../../manifest/names.js';
import { keyOf } from '../../model/id.js';
import type { Diagnostic } from '../../model/plan.js';
import type { Closure } from '../closure.js';
import type { Context } from '../context.js';
import { planObject } from '../object.js';

/**
 * A `renamed_from` that does nothing, for both names are there, while what has the earlier one goes in the same plan: its
 * rows do not come along, as who wrote that may think.
 */
export function idleRenames({ roots }: Closure, { live, desired, changes }: Context): Diagnostic[] {
  return [...desired.objects.values()].flatMap((object) => {
    const { declaration, id, key, parent } = object;
    if (declaration === undefined || changes.get(key)?.action === 'create' || !live.objects.has(key))
      return [];
    return declaration.renamedFrom.flatMap((written): Diagnostic[] => {
      const name =
        parent !== null || id.schema === null ? { schema: null, name: written } : dottedName(written).name;
      const from = live.objects.get(keyOf({ ...id, name: name.name, schema: name.schema ?? id.schema }));
      if (from === undefined || from.key === key || !roots.has(from.key)) return [];
      const { file, line, column } = declaration.at;
      return [
        {
          level: 'warning',
          code: 'rename_not_possible',
          message: `${from.key} is dropped, not renamed to ${key}, which is there already: move its rows first, or drop the other one by hand`,
          file,
          line,
          column,
          object: planObject(from.id),
        },
      ];
    });
  });
}
