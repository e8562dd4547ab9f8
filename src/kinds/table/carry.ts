import { createHash } from 'node:crypto';
import type { CatalogObject } from '../../model/catalog.js';
import { quoteIdent, sqlName } from '../../model/id.js';
import { base, isString, using } from '../column/conversion.js';
import type { ColumnAttributes } from '../column/definition.js';
import { narrows } from '../column/narrows.js';
import { counterOf } from '../column/serial.js';
import { hasChildren } from '../heirs.js';
import type { Carried, Of, Surroundings } from '../kind.js';
import { countsOn } from '../sequence/bounds.js';
import type { TableAttributes } from './index.js';
import { isType } from './park.js';

type Table = Of<TableAttributes>;
type Column = Of<ColumnAttributes>;

const columnsOf = (table: Table, around: Surroundings): readonly Column[] =>
  around.parts(table as never, 'column') as never;
const stored = ({ attributes }: Column): boolean => attributes.generated === '';

/**
 * Keeps the rows of a table that becomes partitioned, or is no longer: PostgreSQL can change neither in place. They wait
 * in a temporary table, values of the user's own types as texts, and identities count on.
 */
export function carryRows(
  before: Table,
  after: Table,
  live: Surroundings,
  wanted: Surroundings,
): Carried | null {
  const parted = [before, after].filter(({ attributes }) => attributes.partitionKey !== null).length;
  if (parted === 0) return null;
  const [was, is] = [columnsOf(before, live), columnsOf(after, wanted)];
  const kept = was.flatMap((from): Kept[] => {
    const to = is.find(({ id }) => id.name === from.id.name);
    return to === undefined || !stored(from) || !stored(to) ? [] : [{ from, to }];
  });
  const mark = createHash('sha256').update(before.key).digest('hex').slice(0, 8);
  const rows = `reconcile_rows_${mark}`;
  const positions = counting(kept, rows, live, wanted);
  const [from, into] = [partitionsBelow(before, live), partitionsBelow(after, wanted)];
  // It holds none itself, before and afterwards: partitions that stay keep theirs, others lose them.
  if (parted === 2) {
    const stay = from.every(({ key }) => wanted.catalog.objects.has(key));
    return { ...counted(positions), lost: stay ? [] : null, rewrites: false };
  }
  // A partition that stays keeps its rows itself; those of foreign tables lie elsewhere.
  const foreign = [...from, ...into].some(({ id }) => id.kind !== 'table');
  if (kept.length === 0 || foreign || from.some(({ key }) => wanted.catalog.objects.has(key))) return null;
  // A column that is computed from now on loses its values too, and a narrower type some of them.
  const whole = kept.filter(({ from: { attributes: a }, to: { attributes: b } }) => {
    return a.type === b.type || !narrows(a.type, b.type);
  });
  const lost = was.filter((one) => stored(one) && !whole.some(({ from }) => from === one));
  const own = ({ from }: Kept): boolean =>
    from.dependsOn.some(({ on }) => isType(live.catalog.objects.get(on)));
  const out = kept.map((one) => {
    const name = quoteIdent(one.from.id.name);
    return own(one) ? `${name}::text as ${name}` : name;
  });
  const values = kept.map((one) => {
    const [name, type] = [quoteIdent(one.from.id.name), one.to.attributes.type];
    // An explicit cast to a string of limited length would cut values silently.
    if (own(one)) {
      const text = isString(type, wanted);
      return text && !type.endsWith('[]') ? name : `${name}::${text ? base(type) : type}`;
    }
    return `${name}${using(name, one.from.attributes.type, type, wanted).replace(/^ using .*?::/, '::')}`;
  });
  // Children of its own are no part of it; partitions are all of it.
  const only = hasChildren(before.id.schema, before.id.name, live) && before.attributes.partitionKey === null;
  const table = sqlName(after.id);
  const forced = after.attributes.forceRowSecurity;
  const counters = counted(positions);
  return {
    from: [...from.map(({ key }) => key), ...counters.from],
    into: [...into.map(({ key }) => key), ...counters.into],
    lost: lost.map(({ id }) => id.name),
    rewrites: true,
    before: [
      // Policies would hide rows from the owner, too.
      ...(before.attributes.forceRowSecurity
        ? [`alter table ${sqlName(before.id)} no force row level security`]
        : []),
      ...aside(rows, `select ${out.join(', ')} from ${only ? 'only ' : ''}${sqlName(before.id)}`),
      ...counters.before,
    ],
    after: [
      ...(forced ? [`alter table ${table} no force row level security`] : []),
      `insert into ${table} (${kept.map(({ to }) => quoteIdent(to.id.name)).join(', ')}) overriding system value select ${values.join(', ')} from pg_temp.${rows}`,
      ...(forced ? [`alter table ${table} force row level security`] : []),
      ...counters.after,
    ],
  };
}

const aside = (name: string, query: string): string[] => [
  `create temporary table ${name} on commit drop as ${query}`,
  `grant select on pg_temp.${name} to public`,
];

interface Kept {
  readonly from: Column;
  readonly to: Column;
}

/** A sequence that is made anew with its column, and where its position waits. */
interface Position {
  readonly old: Counter;
  readonly now: Counter;
  readonly side: string;
}
type Counter = NonNullable<ReturnType<typeof counterOf>>;

function counting(kept: readonly Kept[], rows: string, live: Surroundings, wanted: Surroundings): Position[] {
  return kept.flatMap(({ from, to }, at) => {
    const [old, now] = [counterOf(from, live), counterOf(to, wanted)];
    // A serial's own sequence stays.
    const stays = from.attributes.identity === '' && to.attributes.identity === '';
    return old === null || now === null || stays ? [] : [{ old, now, side: `${rows}_${at}` }];
  });
}

const counted = (positions: readonly Position[]): Pick<Carried, 'from' | 'into' | 'before' | 'after'> => ({
  from: positions.map(({ old }) => old.key),
  into: positions.map(({ now }) => now.key),
  before: positions.flatMap(({ old, side }) => aside(side, `select last_value, is_called from ${old.name}`)),
  after: positions.map(({ now, side }) => countsOn(now.name, `pg_temp.${side}`, now.bounds)),
});

/** Partitions of a table, and theirs, on one side. */
function partitionsBelow(table: Pick<CatalogObject, 'id'>, around: Surroundings): CatalogObject[] {
  const found: CatalogObject[] = [];
  for (const queue = [table.id]; queue.length > 0; ) {
    const parent = sqlName(queue.pop() ?? table.id);
    for (const object of around.catalog.objects.values()) {
      if (object.parent !== null || object.attributes.partitionOf !== parent) continue;
      found.push(object);
      queue.push(object.id);
    }
  }
  return found;
}
