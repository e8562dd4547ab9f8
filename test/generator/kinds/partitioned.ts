import { columnsOf } from '../columns.js';
import { constraintsOf, keysOf } from '../constraints.js';
import type { Dice } from '../dice.js';
import { literal, quote } from '../names.js';
import { comment, role, tail } from '../tail.js';
import type { Column, Maker, Part, Self } from '../world.js';
import { TABLE_PRIVILEGES } from './table.js';

type Strategy = 'range' | 'list' | 'hash';

/** Partitioned tables with their partitions, which may be partitioned themselves. Every other part of \`others\` is one. */
const partitioned: Maker = {
  kind: 'partitioned',
  rank: 11,
  weight: 5,
  make(self, world) {
    const { dice, sql, rename, parts } = self;
    const strategy = dice.pick<Strategy>(0, ['range', 'list', 'hash']);
    const key: Column = { name: 'the key', type: dice.pick(1, ['integer', 'bigint']), family: 'int' };
    const columns = columnsOf(sql, parts, world).map((column) =>
      column?.clause.includes('as identity') || column?.generated ? null : column,
    );
    const present = columns.filter((column) => column !== null);
    const constraints = constraintsOf(
      sql,
      self.others.filter(({ place }) => place % 2 === 1),
      columns,
      world,
      [key.name],
    );
    const list = [`${quote(key.name)} ${key.type}${dice.flag(2, 3) ? ' not null' : ''}`];
    list.push(...present.map(({ clause }) => clause), ...constraints.map(({ clause }) => clause));
    return {
      sqlName: sql,
      columns: [...columns, key],
      facts: keysOf(columns, constraints),
      sql: [
        `${rename}create table ${sql} (\n  ${list.join(',\n  ')}\n) partition by ${strategy} (${keyOf(dice, key)})`,
        ...present.flatMap(({ after }) => after),
        ...constraints.flatMap(({ after }) => after),
        ...self.others
          .filter(({ place }) => place % 2 === 0)
          .flatMap((part) => partition(self, part, strategy, key)),
        ...(dice.flag(5, 3) ? defaultPartition(self, strategy) : []),
        ...tail(dice, {
          on: `table ${sql}`,
          grantOn: `table ${sql}`,
          privileges: TABLE_PRIVILEGES,
          owned: true,
        }),
      ],
    };
  },
};

const keyOf = (dice: Dice, key: Column): string =>
  dice.flag(3, 8) ? `abs(${quote(key.name)})` : quote(key.name);

/** Bounds that overlap no other place's. */
function bounds(strategy: Strategy, place: number, dice: Dice): string {
  switch (strategy) {
    case 'range':
      return `from (${place === 0 && dice.flag(1, 4) ? 'minvalue' : place * 100}) to (${place * 100 + dice.pick(2, [100, 50, 10])})`;
    case 'list':
      return `in (${[1, 2, 3]
        .slice(0, 1 + dice.below(1, 3))
        .map((value) => place * 10 + value)
        .join(', ')}${place === 0 && dice.flag(2, 3) ? ', null' : ''})`;
    default:
      return `with (modulus ${dice.pick(1, [8, 8, 16])}, remainder ${place})`;
  }
}

function partition({ schema, name, sql, dice }: Self, part: Part, strategy: Strategy, key: Column): string[] {
  const own = part.dice;
  const child = `${quote(schema)}.${quote(`${name.slice(0, 18)} ${part.name}`.slice(0, 40))}`;
  const values = `for values ${bounds(strategy, part.place, own)}`;
  const deeper = own.flag(3, 5);
  const made = own.flag(4, 5) && !deeper;
  const list = own.flag(5, 6)
    ? ` (constraint ${quote(`${part.name} own`)} check (${quote(key.name)} <> 77))`
    : '';
  const head = part.rename.replace(/renamed_from .*\n/, '');
  return [
    made
      ? `create table ${child} (like ${sql} including all)`
      : `${head === '' ? '' : ''}create table ${child} partition of ${sql}${list} ${values}${deeper ? ` partition by list (${quote(key.name)})` : ''}`,
    ...(made ? [`alter table ${sql} attach partition ${child} ${values}`] : []),
    ...(deeper
      ? [
          `create table ${quote(schema)}.${quote(`${`${name.slice(0, 15)} ${part.name}`.slice(0, 32)} sub`)} partition of ${child} default`,
        ]
      : []),
    ...(own.flag(6, 5)
      ? [`alter table ${child} alter column ${quote(key.name)} set default ${own.at(7) % 9}`]
      : []),
    ...(own.flag(8, 6) ? [`grant select on ${child} to ${role(own.at(8))}`] : []),
    ...(own.flag(9, 6) && dice.at(0) >= 0 ? [`create index on ${child} (${quote(key.name)})`] : []),
    ...(own.flag(10, 8) && !deeper ? [`alter table ${child} set (fillfactor = 70)`] : []),
    ...comment(own, `table ${child}`),
  ];
}

function defaultPartition({ schema, name, sql, dice }: Self, strategy: Strategy): string[] {
  if (strategy === 'hash') return [];
  const child = `${quote(schema)}.${quote(`${name.slice(0, 18)} rest`)}`;
  return [
    `create table ${child} partition of ${sql} default`,
    ...(dice.flag(6, 4) ? [`comment on table ${child} is ${literal('the rest')}`] : []),
  ];
}

export const PARTITIONED: readonly Maker[] = [partitioned];
