import { type Key, quoteIdent, sqlName } from '../../model/id.js';
import type { Assumption } from '../footprint.js';
import { pathKey } from '../heirs.js';
import type { Of, Surroundings } from '../kind.js';
import { printedName } from '../words.js';
import type { TableAttributes } from './index.js';

type Table = Of<TableAttributes>;

/** A bound over one column: that column, and the condition of the rows that belong there, of the table `t`. */
interface Place {
  readonly column: string;
  readonly condition: string;
}

/** `null`: the key is no single column, or the bound is one of hashes or the default one's. */
function placeOf(partitionKey: string, bound: string): Place | null {
  const [, how, key = ''] = /^(LIST|RANGE) \(("(?:[^"]|"")+"|[\w$]+)\)$/.exec(partitionKey) ?? [];
  const column = printedName(key)[0];
  if (how === undefined || column === undefined) return null;
  const value = `t.${quoteIdent(column)}`;
  if (how === 'LIST') {
    const list = /^FOR VALUES IN \((.*)\)$/s.exec(bound)?.[1];
    if (list === undefined) return null;
    const nulls = /\bNULL\b/.test(list.replace(/'(?:[^']|'')*'/g, "''"));
    const condition = `coalesce(${value} in (${list}), false)${nulls ? ` or ${value} is null` : ''}`;
    return { column, condition };
  }
  const [, from, to] = /^FOR VALUES FROM \((.*)\) TO \((.*)\)$/s.exec(bound) ?? [];
  if (from === undefined || to === undefined) return null;
  const limits = [
    `${value} is not null`,
    ...(from === 'MINVALUE' ? [] : [`${value} >= ${from}`]),
    ...(to === 'MAXVALUE' ? [] : [`${value} < ${to}`]),
  ];
  return { column, condition: limits.join(' and ') };
}

/**
 * Where rows have to be for a table to become a partition, or to get another bound: those that it has inside of it, and none
 * in the default partition that would belong there. `other`: the default partition as it is.
 */
export function misplaced(
  o: Table,
  before: Table | null,
  other: Table | undefined,
  around: Surroundings,
): Assumption[] {
  const { partitionOf, bound } = o.attributes;
  if (partitionOf === null || bound === null) return [];
  const parent = around.catalog.objects.get(pathKey('table', printedName(partitionOf)));
  const place = placeOf(String(parent?.attributes.partitionKey ?? ''), bound);
  if (place === null) return [];
  const { column, condition } = place;
  const columnOf = ({ id }: Pick<Table, 'id'>): Key => pathKey('column', [id.schema ?? '', id.name, column]);
  const will = parent === undefined ? undefined : around.catalog.objects.get(columnOf(parent as never));
  // Partitions of a partition may leave it; values of another type may come to lie elsewhere, as those of the user's own.
  const about = (table: Table, fault: string, where: string): Assumption[] => {
    const was = around.standing?.(columnOf(table));
    const stays = ['type', 'collation'].every((name) => was?.attributes[name] === will?.attributes[name]);
    const own = was?.dependsOn.some(
      ({ on }) => around.catalog.objects.get(on)?.address.catalog === 'pg_type',
    );
    if (was === undefined || !stays || own === true) return [];
    if (around.standing?.(table.key)?.attributes.partitionKey !== null) return [];
    return [{ relation: table.key, needs: [was.key], fault, where: () => where }];
  };
  const moves =
    before !== null && (before.attributes.bound !== bound || before.attributes.partitionOf !== partitionOf);
  const name = quoteIdent(column);
  return [
    ...(moves ? about(o, `have a value in ${name} outside of ${bound}`, `not (${condition})`) : []),
    ...(other === undefined || (before !== null && !moves)
      ? []
      : about(other, `have a value in ${name} that belongs to ${sqlName(o.id)}: ${bound}`, condition)),
  ];
}
