import type { CatalogObject } from '../../model/catalog.js';
import { sqlName } from '../../model/id.js';
import type { AlterContext, Of, Surroundings } from '../kind.js';
import { carrier } from './carrier.js';
import { alter, byIndex, madeAlone, replicaIdentity } from './create.js';
import type { TableAttributes } from './index.js';
import { optionsSql } from './options.js';

type Table = Of<TableAttributes>;

const attach = (o: Table): string =>
  `alter table ${o.attributes.partitionOf} attach partition ${sqlName(o.id)} ${o.attributes.bound ?? ''}`;

/** Leaves what is no longer, or no longer in the same way, a parent. */
export function leave({ before, after }: AlterContext<TableAttributes>): string[] {
  const [b, a] = [before.attributes, after.attributes];
  const stays = b.partitionOf === a.partitionOf && b.bound === a.bound;
  return [
    ...(b.partitionOf !== null && !stays
      ? [`alter table ${b.partitionOf} detach partition ${sqlName(after.id)}`]
      : []),
    ...b.inherits
      .filter((parent) => !a.inherits.includes(parent))
      .map((parent) => `${alter(after)} no inherit ${parent}`),
    ...(b.ofType !== null && b.ofType !== a.ofType ? [`${alter(after)} not of`] : []),
  ];
}

/**
 * ATTACH PARTITION hands an identity down one step only, and DETACH took it from all below (tried on 17 and 18): the
 * partitions of a partition get it as they are attached once more.
 */
function identitiesBelow(o: Table, around: Surroundings): string[] {
  const numbered = around.version >= 170000 && o.attributes.partitionKey !== null;
  if (!numbered || !around.parts(o as never, 'column').some((column) => column.attributes.identity !== ''))
    return [];
  const own = sqlName(o.id);
  return [...around.catalog.objects.values()].flatMap((object) => {
    if (object.attributes.partitionOf !== own || object.attributes.bound == null) return [];
    const child = object as unknown as Table;
    const is = around.standing?.(object.key);
    const there =
      is === undefined
        ? !madeAlone(child, around)
        : is.attributes.partitionOf === own && is.attributes.bound === child.attributes.bound;
    if (!there) return [];
    return [
      `alter table ${own} detach partition ${sqlName(child.id)}`,
      attach(child),
      ...identitiesBelow(child, around),
    ];
  });
}

/** Ties a table to the parents that it has not had. */
export function tie(after: Table, before: Table, around?: Surroundings): string[] {
  const [b, a] = [before.attributes, after.attributes];
  const joins = a.partitionOf !== null && (b.partitionOf !== a.partitionOf || b.bound !== a.bound);
  return [
    ...(joins ? [attach(after)] : []),
    ...(joins && around !== undefined ? identitiesBelow(after, around) : []),
    ...a.inherits
      .filter((parent) => !b.inherits.includes(parent))
      .map((parent) => `${alter(after)} inherit ${parent}`),
    ...(a.ofType !== null && b.ofType !== a.ofType ? [`${alter(after)} of ${a.ofType}`] : []),
  ];
}

const alone = (o: Table): Table => ({
  ...o,
  attributes: { ...o.attributes, partitionOf: null, bound: null, inherits: [] },
});

/** Whether the index that is the replica identity is there already: one that is made names itself. */
function identityStands(after: Table, around: Surroundings): boolean {
  if (!byIndex(after)) return false;
  const name = after.attributes.replicaIdentity.slice('index '.length);
  return ['index', 'constraint'].some((kind) =>
    around
      .parts(after as never, kind)
      .some((one) => one.id.name === name && around.standing?.(one.key) !== undefined),
  );
}

/** Ties a table to its parents, names the index that is its replica identity, and sets its TOAST table's parameters, once columns and indexes are there. */
export function finish(after: Table, before: Table | null, around: Surroundings): string[] {
  const changed = before !== null && before.attributes.replicaIdentity !== after.attributes.replicaIdentity;
  const index = changed && identityStands(after, around) ? [replicaIdentity(after)] : [];
  if (before !== null) {
    const carried = carrier(after, before, around);
    const { later } = optionsSql({ before, after, around });
    return [...carried.before, ...tie(after, before, around), ...carried.after, ...index, ...later];
  }
  return [...(madeAlone(after, around) ? tie(after, alone(after), around) : []), ...index];
}

/** How a part's table comes to its parents: by its own change, when it is made alone, or since one of them is made anew. */
function tieOf(part: Pick<CatalogObject, 'id'>, around: Surroundings): 'change' | 'made' | 'again' | null {
  const table = around.parent(part as CatalogObject);
  if (table?.id.kind !== 'table') return null;
  const after = table as unknown as Table;
  const before = around.standing?.(table.key) as unknown as Table | undefined;
  if (before === undefined) return madeAlone(after, around) ? 'made' : null;
  if (tie(after, before).length > 0) return 'change';
  const { partitionOf, inherits } = after.attributes;
  const parents = partitionOf === null ? inherits : [partitionOf];
  return parents.some((parent) => around.standing?.(`table ${parent}`) === undefined) ? 'again' : null;
}

/** Whether a part's table is tied to its parents only once the part is there. */
export const tiedLater = (part: Pick<CatalogObject, 'id'>, around: Surroundings): boolean =>
  tieOf(part, around) !== null;

/** Whether what is handed down to a part's table comes with the tie itself: to a partition, a typed or a new table it does not. */
export function comesWithTie(part: Pick<CatalogObject, 'id'>, around: Surroundings): boolean {
  const table = around.parent(part as CatalogObject);
  if (table === undefined || tieOf(part, around) !== 'change') return false;
  return table.attributes.partitionOf === null && table.attributes.ofType === null;
}
