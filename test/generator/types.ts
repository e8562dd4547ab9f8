import type { Dice } from './dice.js';
import { literal, TEXTS } from './names.js';
import type { Column, World } from './world.js';

/** A type as SQL names it, and what its values are like. */
export interface Type {
  readonly sql: string;
  readonly family: string;
}

const BUILT_IN: readonly Type[] = [
  { sql: 'integer', family: 'int' },
  { sql: 'text', family: 'text' },
  { sql: 'bigint', family: 'int' },
  { sql: 'varchar(40)', family: 'text' },
  { sql: 'numeric(12,2)', family: 'int' },
  { sql: 'boolean', family: 'bool' },
  { sql: 'timestamp with time zone', family: 'time' },
  { sql: 'date', family: 'date' },
  { sql: 'uuid', family: 'uuid' },
  { sql: 'jsonb', family: 'json' },
  { sql: 'integer[]', family: 'ints' },
  { sql: 'text[]', family: 'texts' },
  { sql: 'smallint', family: 'int' },
  { sql: 'bytea', family: 'bytes' },
  { sql: 'char(3)', family: 'text' },
  { sql: 'int4range', family: 'range' },
  { sql: 'inet', family: 'inet' },
  { sql: 'interval', family: 'interval' },
  { sql: 'tsvector', family: 'words' },
  { sql: 'double precision', family: 'int' },
  { sql: 'varchar', family: 'text' },
  { sql: 'numeric', family: 'int' },
  { sql: 'name', family: 'text' },
  { sql: 'timestamp(3) without time zone', family: 'time' },
  { sql: 'varchar(10)[]', family: 'texts' },
  { sql: 'point', family: 'point' },
  { sql: 'bit(4)', family: 'bit' },
  { sql: 'interval day to second(2)', family: 'interval' },
  { sql: 'regclass', family: 'reg' },
  { sql: 'json', family: 'json' },
  { sql: 'oid', family: 'oid' },
  { sql: 'xml', family: 'xml' },
  { sql: 'timetz', family: 'other' },
  { sql: '"char"', family: 'text' },
];

/** A type by two places of the dice: a built-in one, or one of the world's own. */
export function typeOf(dice: Dice, place: number, world: World): Type {
  const number = dice.at(place);
  if (number % 5 < 4)
    return BUILT_IN[Math.floor(number / 5) % (number % 2 === 0 ? 8 : BUILT_IN.length)] ?? INT;
  const own = world.earlier(dice.at(place + 1), 'enum', 'domain', 'composite_type', 'range_type');
  if (own === null) return INT;
  const family = own.kind === 'domain' ? (own.facts?.family ?? 'own') : own.kind;
  return dice.flag(place + 1, 7) ? { sql: `${own.sql}[]`, family: 'array' } : { sql: own.sql, family };
}

const INT: Type = { sql: 'integer', family: 'int' };

export const PLAIN: readonly Type[] = BUILT_IN.slice(0, 9);

/** A constant, or an expression without columns, of that type; `null` where none is known. */
export function constantOf(
  { family, type }: Pick<Column, 'family' | 'type'>,
  dice: Dice,
  place: number,
): string | null {
  // ADD COLUMN computes a default, and these cannot hold all of them.
  const short = type === 'char(3)' || type === 'varchar(10)[]';
  const text = literal(dice.pick(place, TEXTS));
  switch (family) {
    case 'int':
      return dice.pick(place, ['0', '42', '-7', '(1 + 2)', "length('abc')", "'5'", '3::int']);
    case 'text':
      return dice.pick(place, [
        "'a'",
        short ? "'c'" : text,
        short ? "'b'" : 'current_user',
        "('x' || 'y')",
        "lower('ABC')",
        'null',
        "E'a\\nb'",
      ]);
    case 'bool':
      return dice.pick(place, ['true', 'false', '(1 > 2)', 'not true']);
    case 'time':
      return dice.pick(place, [
        'now()',
        "'2020-01-01 00:00'",
        'current_timestamp',
        "now() + interval '1 day'",
      ]);
    case 'date':
      return dice.pick(place, ['current_date', "'2020-02-29'", "date '2021-01-01'", 'now()::date']);
    case 'uuid':
      return dice.pick(place, ['gen_random_uuid()', "'00000000-0000-0000-0000-000000000001'"]);
    case 'json':
      return dice.pick(place, ["'{}'", `'{"a": [1, 2], "b": "# x"}'`, "'null'"]);
    case 'ints':
      return dice.pick(place, ["'{}'", 'array[1,2]', "'{1,2}'::int[]"]);
    case 'texts':
      return dice.pick(place, ["'{}'", `array[${short ? "'b'" : text}]`, "'{a,b}'::text[]"]);
    case 'bytes':
      return dice.pick(place, ["'\\x00ff'", "''"]);
    case 'range':
      return dice.pick(place, ["'empty'", "'[1,5)'", 'int4range(1, 3)']);
    case 'interval':
      return dice.pick(place, ["'1 day'", "interval '2 hours 3 minutes'"]);
    case 'inet':
      return "'10.0.0.1'";
    case 'words':
      return dice.pick(place, ["''", "to_tsvector('english', 'a fat cat')"]);
    case 'point':
      return "'(1,2)'";
    case 'bit':
      return "B'1010'";
    case 'reg':
      return "'pg_class'";
    case 'enum':
    case 'composite_type':
      return dice.flag(place, 2) ? `null::${type}` : null;
    default:
      return null;
  }
}

/** A condition on a column, true for many values. */
export function conditionOn(column: Column, sql: string, dice: Dice, place: number): string {
  switch (column.family) {
    case 'int':
      return dice.pick(place, [
        `${sql} > 0`,
        `${sql} >= 0 and ${sql} < 1000000`,
        `${sql} in (1, 2, 3)`,
        `${sql} between 1 and 10`,
        `not (${sql} = 5)`,
        `${sql} % 2 = 0 or ${sql} is null`,
      ]);
    case 'text':
      return dice.pick(place, [
        `${sql} <> ''`,
        `length(${sql}) < 100`,
        `${sql} in ('a', 'b')`,
        `${sql} like ${literal(`${dice.pick(place + 1, TEXTS)}%`)}`,
        `${sql} ~ '^[a-z]+$'`,
        `${sql} = any (array['x', 'y'])`,
        `lower(${sql}) = ${sql}`,
        `${sql} is distinct from 'no'`,
      ]);
    case 'bool':
      return dice.pick(place, [sql, `${sql} is not false`, `not ${sql}`]);
    case 'time':
    case 'date':
      return dice.pick(place, [
        `${sql} > '2000-01-01'`,
        `extract(year from ${sql}) > 1999`,
        `${sql} is not null`,
      ]);
    case 'json':
      return dice.pick(place, [`${sql} is not null`, `(${sql} ->> 'a') is null`, `${sql}::text <> '{}'`]);
    case 'ints':
    case 'texts':
      return dice.pick(place, [`cardinality(${sql}) < 9`, `array_length(${sql}, 1) is null`]);
    default:
      return dice.pick(place, [`${sql} is not null`, `${sql}::text <> ''`]);
  }
}
