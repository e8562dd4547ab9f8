import { merge } from '../diff/diff.js';
import { differingAttributes } from '../diff/equal.js';
import { kindOf } from '../kinds/registry.js';
import type { Catalog, CatalogObject } from '../model/catalog.js';
import type { Problem } from '../model/errors.js';
import { type Key, qualified } from '../model/id.js';
import { slotsOf } from '../plan/renames/sequence.js';
import type { Undo } from '../plan/undo.js';
import { wanted } from './wanted.js';

/** What is in the database now, as far as it may be in the way. */
export interface There {
  readonly live: Catalog;
  /** What comes back. */
  readonly chosen: ReadonlySet<Key>;
  /** Objects of the database by the names that they take up. */
  readonly names: ReadonlyMap<string, Key>;
  /** What the apply made. */
  readonly made: readonly Key[];
  /** Relations that the apply gave something which their partitions and heirs have from them. */
  readonly grown: readonly Key[];
  /** What parts belonged to, by their keys before. */
  readonly parents: ReadonlyMap<Key, Key | null>;
}

export function thereNow(live: Catalog, undo: Undo, chosen: ReadonlySet<Key>): There {
  const names = new Map<string, Key>();
  for (const object of live.objects.values()) {
    for (const slot of slotsOf(object, object.id)) names.set(slot, object.key);
  }
  const grown = new Set(undo.made.flatMap((key) => live.objects.get(key)?.parent ?? []));
  return {
    live,
    chosen,
    names,
    made: undo.made,
    grown: [...grown].filter((key) => !undo.made.includes(key)),
    parents: new Map(undo.objects.map(({ key, parent }) => [key, parent])),
  };
}

/** What stands in the way of an object; `same`: it is there already as it was; `null`: nothing. */
export function conflictOf(object: CatalogObject, changed: boolean, there: There): Problem | 'same' | null {
  const { live, chosen } = there;
  const { key, id } = object;
  const now = live.objects.get(key);
  const conflict = (message: string, hint: string): Problem => ({ code: 'conflict', message, hint });
  if (changed) {
    if (now === undefined)
      return conflict(
        `${key} cannot get its values back: it is not there any more`,
        'choose other tables with --table',
      );
    const rule = there.made.find((other) => judges(live.objects.get(other), now));
    return rule === undefined
      ? null
      : conflict(
          `${key} cannot get its values back: ${rule} was made for those of today`,
          'roll the apply back, drop that one first, or choose other tables with --table',
        );
  }
  if (now !== undefined) {
    if (kindOf(id.kind).holdsRows !== true && sameDefinition(now, object)) return 'same';
    return conflict(
      `${key} is there already`,
      'rename or drop it first, or choose other tables with --table',
    );
  }
  const taken = slotsOf(object, id).flatMap((slot) => there.names.get(slot) ?? [])[0];
  if (taken !== undefined)
    return conflict(`${key} cannot have its name: ${taken} has it`, 'rename that one first');
  const grown = there.grown.find(
    (relation) => object.parent === null && object.dependsOn.some(({ on }) => on === relation),
  );
  if (grown !== undefined && kindOf(id.kind).holdsRows === true)
    return conflict(
      `${key} cannot come back as part of ${grown}, which has got what it had not`,
      'roll the apply back, or choose other tables with --table',
    );
  if (object.parent !== null && !live.objects.has(object.parent) && !chosen.has(object.parent))
    return conflict(
      `${key} cannot come back: ${object.parent} is not there any more`,
      'choose other tables with --table',
    );
  const untied = object.dependsOn.find(({ on }) => {
    const source = chosen.has(on) ? undefined : live.objects.get(on);
    return source !== undefined && kindOf(id.kind).tiesTo?.(object as never, source) === false;
  });
  if (untied !== undefined)
    return conflict(
      `${key} cannot come back as part of ${untied.on}, which has been made anew`,
      'roll the apply back, or choose other tables with --table',
    );
  const from = kindOf(id.kind)
    .heir?.(object)
    ?.from.find((one) => !handsDown(one, live) && !chosen.has(one));
  if (from !== undefined)
    return conflict(
      `${key} cannot come back: it was a copy of ${from}, which has none any more`,
      'roll the apply back, or choose other tables with --table',
    );
  const left = leftFrom(object, there);
  if (left !== undefined)
    return conflict(
      `${key} cannot come back: ${object.parent} had it from ${left} and has left that`,
      'roll the apply back, or choose other tables with --table',
    );
  if (
    id.schema !== null &&
    !live.objects.has(`schema ${qualified(null, id.schema)}`) &&
    !chosen.has(`schema ${qualified(null, id.schema)}`)
  )
    return conflict(
      `${key} cannot come back: there is no schema ${id.schema}`,
      `create schema ${qualified(null, id.schema)}`,
    );
  if (object.owner !== null && !live.roles.has(object.owner))
    return conflict(
      `${key} cannot come back: its owner ${object.owner} is no role any more`,
      `create role ${qualified(null, object.owner)}`,
    );
  return null;
}

/** The table that a part came from which its own table, that is still there, is no child of any more. */
function leftFrom(object: CatalogObject, { live, chosen, parents }: There): Key | undefined {
  const table =
    object.parent === null || chosen.has(object.parent) ? undefined : live.objects.get(object.parent);
  const heir = kindOf(object.id.kind).heir?.(object as never) ?? null;
  if (table === undefined || heir === null || heir.local) return undefined;
  const sources = heir.from.flatMap((key) => live.objects.get(key)?.parent ?? parents.get(key) ?? []);
  return sources.find((source) => !table.dependsOn.some(({ on }) => on === source));
}

/** Whether it is part of the same relation and looks at the values (a check, a policy), as an index does not. */
function judges(object: CatalogObject | undefined, column: CatalogObject): boolean {
  if (object === undefined || object.key === column.key || object.parent !== column.parent) return false;
  const kind = kindOf(object.id.kind);
  const depends = object.dependsOn.some(({ on }) => on === column.key);
  return depends && kind.holdsRows !== true && kind.makesRelation?.(object as never) !== true;
}

function handsDown(key: Key, live: Catalog): boolean {
  const object = live.objects.get(key);
  return object !== undefined && kindOf(object.id.kind).handsDown?.(object, live) !== false;
}

function sameDefinition(live: CatalogObject, object: CatalogObject): boolean {
  const after = merge(live, wanted(object), false);
  return differingAttributes(live, after, Object.keys(object.attributes)).length === 0;
}
