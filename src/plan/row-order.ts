import { kindOf } from '../kinds/registry.js';
import type { CatalogObject, Json } from '../model/catalog.js';
import { type Key, sqlName } from '../model/id.js';
import type { Refusal } from '../model/plan.js';
import { rowTypes } from '../sql/index.js';
import type { Context } from './context.js';
import { planObject } from './object.js';
import type { Work } from './work.js';

/**
 * Refuses what takes the rows of a relation by place where that is printed for another order of its columns than they
 * come to have: `ADD COLUMN` puts a column last, wherever state has it, so that values would be those of other columns.
 */
export function rowOrderRefusals(works: readonly Work[], context: Context): Refusal[] {
  const moved = movedRelations(works, context);
  if (moved.size === 0) return [];
  const makers = new Map(
    works.flatMap(({ verb, after }) => (makes.has(verb) && after !== null ? [[after.key, after]] : [])),
  );
  return [...makers.values()].flatMap((after) => {
    const live = context.live.objects.get(after.key);
    const before = new Map(live === undefined ? [] : rowTexts(live));
    return rowTexts(after).flatMap(([text, types]) => {
      if (before.has(text) && !context.removed.has(after.key)) return [];
      const order = before.has(text) ? 'was' : 'said';
      const found = types
        .map((type) => moved.get(type))
        .find((one) => one !== undefined && differ(one, order));
      return found === undefined ? [] : [refusalOf(after, found, order)];
    });
  });
}

const makes = new Set<Work['verb']>(['alter', 'create', 'finish']);

/** Columns of a relation by name, in order. */
interface Orders {
  readonly relation: CatalogObject;
  readonly was: readonly string[];
  readonly said: readonly string[];
  readonly becomes: readonly string[];
}

const differ = ({ becomes, ...orders }: Orders, which: 'was' | 'said'): boolean =>
  becomes.length !== orders[which].length || becomes.some((name, at) => name !== orders[which][at]);

/** Relations that stay and whose columns come to stand in another order than before, or than in state: by type name. */
function movedRelations(works: readonly Work[], context: Context): Map<string, Orders> {
  const { live, desired, removed } = context;
  const columns = (objects: ReadonlyMap<Key, CatalogObject>): Map<Key, CatalogObject[]> => {
    const found = new Map<Key, CatalogObject[]>();
    for (const object of objects.values()) {
      if (object.parent === null || object.address.sub <= 0) continue;
      found.set(object.parent, [...(found.get(object.parent) ?? []), object]);
    }
    for (const list of found.values()) list.sort((a, b) => a.address.sub - b.address.sub);
    return found;
  };
  const fresh = new Map<Key, string[]>();
  for (const { verb, after } of works) {
    if (verb !== 'create' || after === null || after.parent === null || after.address.sub <= 0) continue;
    fresh.set(after.parent, [...(fresh.get(after.parent) ?? []), after.id.name]);
  }
  const said = columns(desired.objects);
  const found = new Map<string, Orders>();
  for (const [key, are] of columns(live.objects)) {
    const [relation, wanted] = [live.objects.get(key), said.get(key)];
    if (relation === undefined || wanted === undefined || removed.has(key)) continue;
    const stay = are.filter((one) => !removed.has(one.key)).map(({ id }) => id.name);
    const orders: Orders = {
      relation,
      was: are.map(({ id }) => id.name),
      said: wanted.map(({ id }) => id.name),
      becomes: [...stay, ...(fresh.get(key) ?? [])],
    };
    if (differ(orders, 'was') || differ(orders, 'said')) found.set(sqlName(relation.id), orders);
  }
  return found;
}

/** Texts of a definition with the relations and types whose columns they take by place. */
function rowTexts(object: CatalogObject): [string, string[]][] {
  const kind = kindOf(object.id.kind);
  const given = kind.givesRows?.(object as never) ?? null;
  // What is read only when it runs holds names that nobody has looked up.
  const unread = kind.body?.(object as never)?.text;
  const texts = textsOf(object.attributes).flatMap((text): [string, string[]][] => {
    const types = text === unread ? [] : rowTypes(text);
    return types.length === 0 ? [] : [[text, types]];
  });
  return given === null ? texts : [...texts, [given.text, [given.type]]];
}

const textsOf = (value: Json): string[] =>
  typeof value === 'string'
    ? [value]
    : value === null || typeof value !== 'object'
      ? []
      : Object.values(value).flatMap((one) => textsOf(one as Json));

function refusalOf(object: CatalogObject, orders: Orders, order: 'was' | 'said'): Refusal {
  const { key } = orders.relation;
  const becomes = orders.becomes.join(', ');
  return {
    code: 'row_order',
    message:
      order === 'said'
        ? `${object.key} takes rows of ${key} by place: its columns come to be ${becomes} in the database and are ${orders.said.join(', ')} in state, so values would go to other columns`
        : `${object.key} takes rows of ${key} by place, whose columns come to be ${becomes} and were ${orders.was.join(', ')}: values would go to other columns`,
    object: planObject(object.id),
    hint:
      order === 'said'
        ? `write the columns of ${key} in state as they come to be in the database, new ones last`
        : `drop ${object.key} in one plan and make it again in the next`,
  };
}
