import type { Dice } from './dice.js';
import { quote } from './names.js';
import { comment } from './tail.js';
import { conditionOn } from './types.js';
import type { Column, Part, World } from './world.js';

export interface MadeConstraint {
  /** Inside of CREATE TABLE. */
  readonly clause: string;
  readonly after: readonly string[];
}

/** Families that btree can compare. */
const KEYS = [
  'int',
  'text',
  'bool',
  'time',
  'date',
  'uuid',
  'enum',
  'inet',
  'range',
  'bytes',
  'interval',
  'ints',
  'texts',
];

export const comparable = (column: Column | null | undefined): column is Column =>
  column !== null && column !== undefined && KEYS.includes(column.family);

/** @param key columns that a unique key must hold (a partition key) */
export function constraintsOf(
  table: string,
  others: readonly Part[],
  columns: readonly (Column | null)[],
  world: World,
  key: readonly string[] = [],
): MadeConstraint[] {
  let primary = false;
  return others.flatMap((part) => {
    const body = bodyOf(part.dice, columns, world, key, primary);
    if (body === null) return [];
    if (body.startsWith('primary')) primary = true;
    const named = !part.dice.flag(10, 4);
    const name = quote(part.name);
    return {
      clause: `${named ? part.rename : ''}${named ? `constraint ${name} ` : ''}${body}`,
      after: named ? comment(part.dice, `constraint ${name} on ${table}`) : [],
    };
  });
}

function bodyOf(
  dice: Dice,
  columns: readonly (Column | null)[],
  world: World,
  key: readonly string[],
  primary: boolean,
): string | null {
  const column = columns[dice.at(1) % Math.max(1, columns.length)];
  const second = columns[dice.at(2) % Math.max(1, columns.length)];
  const list = (): string | null => {
    if (!comparable(column) || column.type === 'xml') return null;
    const names = [column.name, ...(comparable(second) && dice.flag(3, 2) ? [second.name] : []), ...key];
    return [...new Set(names)].map(quote).join(', ');
  };
  const late = dice.pick(4, ['', '', '', ' deferrable', ' deferrable initially deferred']);
  switch (dice.pick(0, ['check', 'unique', 'primary', 'foreign', 'exclude', 'check'])) {
    case 'check': {
      if (column === null || column === undefined) return null;
      const more = dice.flag(5, 8)
        ? ' no inherit'
        : world.major >= 18 && dice.flag(5, 6)
          ? ' not enforced'
          : '';
      return `check (${conditionOn(column, quote(column.name), dice, 6)})${more}`;
    }
    case 'unique': {
      const names = list();
      if (names === null) return null;
      const include = dice.flag(5, 6) && second && key.length === 0 ? ` include (${quote(second.name)})` : '';
      const nulls = world.major >= 15 && dice.flag(6, 5) ? ' nulls not distinct' : '';
      return `unique${nulls} (${names})${include}${dice.flag(7, 6) ? ' with (fillfactor = 70)' : ''}${late}`;
    }
    case 'primary': {
      const names = primary || column?.generated ? null : list();
      return names === null ? null : `primary key (${names})${late}`;
    }
    case 'foreign':
      return column ? foreign(dice, column, world, late) : null;
    default:
      if (column?.family !== 'range' || key.length > 0) return null;
      return `exclude using gist (${quote(column.name)} with &&)${dice.flag(5, 3) ? ` where (${quote(column.name)} is not null)` : ''}${late}`;
  }
}

function foreign(dice: Dice, column: Column, world: World, late: string): string | null {
  const target = world.earlier(dice.at(2), 'table', 'partitioned');
  const name = target?.facts?.[`key:${column.type}`];
  if (!target || name === undefined) return null;
  const match = dice.flag(5, 6) ? ' match full' : '';
  const update = dice.pick(6, ['', '', ' on update cascade', ' on update set null']);
  const remove = dice.pick(7, ['', '', ' on delete cascade', ' on delete set null', ' on delete restrict']);
  return `foreign key (${quote(column.name)}) references ${target.sql} (${name})${match}${update}${remove}${late}`;
}

/** Single columns that foreign keys can point to, by their type. */
export function keysOf(
  columns: readonly (Column | null)[],
  constraints: readonly MadeConstraint[],
): Record<string, string> {
  const keys: Record<string, string> = {};
  for (const column of columns) {
    if (column === null) continue;
    const name = quote(column.name);
    if (
      constraints.some(
        ({ clause }) => clause.includes(`primary key (${name})`) || clause.includes(`unique (${name})`),
      )
    )
      keys[`key:${column.type}`] ??= name;
  }
  return keys;
}
