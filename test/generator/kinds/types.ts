import { literal, quote, TEXTS } from '../names.js';
import { comment, tail } from '../tail.js';
import { conditionOn, constantOf, PLAIN, typeOf } from '../types.js';
import type { Maker } from '../world.js';

const USAGE = ['usage'];

const schema: Maker = {
  kind: 'schema',
  rank: 0,
  weight: 3,
  make: ({ dice, name, rename }) => ({
    sqlName: quote(name),
    sql: [
      `${rename}create schema ${quote(name)}`,
      ...tail(dice, {
        on: `schema ${quote(name)}`,
        grantOn: `schema ${quote(name)}`,
        privileges: ['usage', 'create'],
        owned: true,
      }),
    ],
  }),
};

const LABELS = [...TEXTS, 'a', 'b', 'c', 'd', 'New', 'OLD', '1', 'null'];

const enumType: Maker = {
  kind: 'enum',
  rank: 2,
  weight: 5,
  make({ dice, sql, rename }) {
    const count = dice.below(0, 5);
    const labels = [...new Set([1, 2, 3, 4, 5].slice(0, count + 1).map((place) => dice.pick(place, LABELS)))];
    return {
      sqlName: sql,
      facts: { label: labels[0] ?? '' },
      sql: [
        `${rename}create type ${sql} as enum (${labels.map(literal).join(', ')})`,
        ...tail(dice, { on: `type ${sql}`, grantOn: `type ${sql}`, privileges: USAGE, owned: true }),
      ],
    };
  },
};

const domain: Maker = {
  kind: 'domain',
  rank: 3,
  weight: 4,
  make({ dice, sql, rename, others }, world) {
    const type = dice.flag(0, 6) ? typeOf(dice, 1, world) : dice.pick(1, PLAIN);
    const clauses: string[] = [];
    if (type.family === 'text' && dice.flag(2, 6)) clauses.push('collate "C"');
    const value = dice.flag(3, 3) ? constantOf({ type: type.sql, family: type.family }, dice, 4) : null;
    if (value !== null) clauses.push(`default ${value}`);
    if (dice.flag(5, 5)) clauses.push('not null');
    const column = { name: 'value', type: type.sql, family: type.family };
    for (const { dice: own, name } of others.slice(0, 2))
      clauses.push(`constraint ${quote(name)} check (${conditionOn(column, 'value', own, 0)})`);
    return {
      sqlName: sql,
      facts: { family: type.family },
      sql: [
        `${rename}create domain ${sql} as ${type.sql} ${clauses.join(' ')}`,
        ...others
          .slice(0, 2)
          .flatMap((one) => comment(one.dice, `constraint ${quote(one.name)} on domain ${sql}`)),
        ...tail(dice, { on: `domain ${sql}`, grantOn: `domain ${sql}`, privileges: USAGE, owned: true }),
      ],
    };
  },
};

const composite: Maker = {
  kind: 'composite_type',
  rank: 4,
  weight: 4,
  make({ dice, sql, rename, parts }, world) {
    const columns = parts.map((part) => ({ ...part, type: typeOf(part.dice, 0, world) }));
    const list = columns.map(
      ({ name, type, dice: own }) =>
        `${quote(name)} ${type.sql}${type.family === 'text' && own.flag(3, 6) ? ' collate "C"' : ''}`,
    );
    return {
      sqlName: sql,
      sql: [
        `${rename}create type ${sql} as (${list.join(', ')})`,
        ...columns.flatMap((one) => comment(one.dice, `column ${sql}.${quote(one.name)}`)),
        ...tail(dice, { on: `type ${sql}`, grantOn: `type ${sql}`, privileges: USAGE, owned: true }),
      ],
    };
  },
};

const range: Maker = {
  kind: 'range_type',
  rank: 4,
  weight: 2,
  make({ dice, sql, rename, name }, world) {
    const own = world.earlier(dice.at(1), 'domain', 'enum', 'composite_type');
    const subtype =
      dice.flag(0, 4) && own !== null
        ? own.sql
        : dice.pick(1, ['integer', 'numeric', 'text', 'float8', 'date']);
    const more: string[] = [];
    if (dice.flag(2, 4)) more.push(`multirange_type_name = ${quote(`m${name}`.slice(0, 40))}`);
    if (subtype === 'float8' && dice.flag(3, 2)) more.push('subtype_diff = float8mi');
    if (subtype === 'text' && dice.flag(3, 2)) more.push('collation = "C"');
    return {
      sqlName: sql,
      sql: [
        `${rename}create type ${sql} as range (${[`subtype = ${subtype}`, ...more].join(', ')})`,
        ...tail(dice, { on: `type ${sql}`, grantOn: `type ${sql}`, privileges: USAGE, owned: true }),
      ],
    };
  },
};

const sequence: Maker = {
  kind: 'sequence',
  rank: 5,
  weight: 3,
  make({ dice, sql, rename }) {
    const clauses: string[] = [];
    if (dice.flag(0, 3)) clauses.push(`as ${dice.pick(1, ['bigint', 'integer', 'smallint'])}`);
    if (dice.flag(2, 3)) clauses.push(`increment by ${dice.pick(3, ['1', '5', '-1'])}`);
    if (dice.flag(4, 3)) clauses.push(`minvalue ${dice.pick(5, ['-100', '1', '7'])} maxvalue 1000`);
    if (dice.flag(6, 3)) clauses.push(`start with ${dice.pick(7, ['7', '100', '1000'])}`);
    if (dice.flag(8, 3)) clauses.push(`cache ${dice.pick(9, ['1', '20'])}`);
    if (dice.flag(10, 3)) clauses.push('cycle');
    return {
      sqlName: sql,
      sql: [
        `${rename}create ${dice.flag(11, 9) ? 'unlogged ' : ''}sequence ${sql} ${clauses.join(' ')}`,
        ...tail(dice, {
          on: `sequence ${sql}`,
          grantOn: `sequence ${sql}`,
          privileges: ['usage', 'select', 'update'],
          owned: true,
        }),
      ],
    };
  },
};

export const TYPES: readonly Maker[] = [schema, enumType, domain, composite, range, sequence];
