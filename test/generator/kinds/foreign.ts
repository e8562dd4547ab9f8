import { columnsOf } from '../columns.js';
import { literal, quote, TEXTS } from '../names.js';
import { comment, role, tail } from '../tail.js';
import type { Maker } from '../world.js';
import { TABLE_PRIVILEGES } from './table.js';

const wrapper: Maker = {
  kind: 'foreign_data_wrapper',
  rank: 1,
  weight: 1,
  make({ dice, name, rename }) {
    const sql = quote(name);
    return {
      sqlName: sql,
      sql: [
        `${rename}create foreign data wrapper ${sql}${dice.flag(1, 2) ? ` options ("an option" ${literal(dice.pick(2, TEXTS))}, b 'x')` : ''}`,
        ...tail(dice, {
          on: `foreign data wrapper ${sql}`,
          grantOn: `foreign data wrapper ${sql}`,
          privileges: ['usage'],
        }),
      ],
    };
  },
};

const server: Maker = {
  kind: 'server',
  rank: 2,
  weight: 1,
  make({ dice, name, rename }, world) {
    const fdw = world.earlier(dice.at(1), 'foreign_data_wrapper');
    if (fdw === null) return null;
    const sql = quote(name);
    return {
      sqlName: sql,
      sql: [
        `${rename}create server ${sql}${dice.flag(2, 3) ? " type 'a type'" : ''}${dice.flag(3, 3) ? " version '1.0'" : ''} foreign data wrapper ${fdw.sql}${dice.flag(4, 2) ? ` options (host ${literal(dice.pick(5, TEXTS))}, "Odd" '1')` : ''}`,
        ...(dice.flag(6, 3)
          ? [
              `create user mapping for ${dice.flag(7, 3) ? 'public' : role(dice.at(7))} server ${sql} options ("user" 'me')`,
            ]
          : []),
        ...tail(dice, {
          on: `server ${sql}`,
          grantOn: `foreign server ${sql}`,
          privileges: ['usage'],
          owned: false,
        }),
      ],
    };
  },
};

const foreignTable: Maker = {
  kind: 'foreign_table',
  rank: 12,
  weight: 1,
  make({ dice, sql, rename, parts }, world) {
    const from = world.earlier(dice.at(1), 'server');
    if (from === null) return null;
    const columns = columnsOf(sql, parts, world).map((column) =>
      column?.clause.includes('as identity') || column?.generated ? null : column,
    );
    const present = columns.filter((column) => column !== null);
    return {
      sqlName: sql,
      columns,
      sql: [
        `${rename}create foreign table ${sql} (\n  ${present.map(({ clause }) => clause).join(',\n  ')}\n) server ${from.sql}${dice.flag(2, 2) ? ` options (table_name ${literal(dice.pick(3, TEXTS))})` : ''}`,
        ...present.flatMap(({ after }) => after.filter((text) => !/set (storage|compression)/.test(text))),
        ...tail(dice, {
          on: `foreign table ${sql}`,
          grantOn: `table ${sql}`,
          privileges: TABLE_PRIVILEGES,
          owned: true,
        }),
      ],
    };
  },
};

/** Operators, casts, collations and what else has a schema and no rows. */
const operator: Maker = {
  kind: 'operator',
  rank: 33,
  weight: 1,
  make({ dice, schema, rename }) {
    const sign = `${dice.pick(1, ['===', '<+>', '%%%', '@#@', '~|~'])}${dice.pick(2, ['', '+', '*'])}`;
    const type = dice.pick(3, ['integer', 'text', 'boolean']);
    const procedure = { integer: 'int4eq', text: 'texteq', boolean: 'booleq' }[type] ?? '';
    const name = `${quote(schema)}.${sign}`;
    const target = `operator ${name} (${type}, ${type})`;
    return {
      sqlName: target,
      sql: [
        `${rename === '' ? '' : ''}create operator ${name} (leftarg = ${type}, rightarg = ${type}, function = ${procedure}${dice.flag(4, 3) ? `, commutator = operator(${name})` : ''}${dice.flag(5, 3) ? ', restrict = eqsel, join = eqjoinsel' : ''}${dice.flag(6, 4) ? ', hashes, merges' : ''})`,
        ...tail(dice, { on: target, owned: true }),
      ],
    };
  },
};

const cast: Maker = {
  kind: 'cast',
  rank: 34,
  weight: 1,
  make({ dice }, world) {
    const from = world.earlier(dice.at(1), 'enum', 'composite_type', 'range_type');
    if (from === null) return null;
    const target = dice.pick(2, ['integer', 'jsonb', 'boolean']);
    const sql = `(${from.sql} as ${target})`;
    return {
      sqlName: sql,
      sql: [
        `create cast ${sql} with inout${dice.pick(3, ['', ' as assignment', ' as implicit'])}`,
        ...comment(dice, `cast ${sql}`),
      ],
    };
  },
};

const collation: Maker = {
  kind: 'collation',
  rank: 1,
  weight: 2,
  make({ dice, sql, rename }) {
    const what = dice.pick(1, [
      "provider = icu, locale = 'de-u-co-phonebk'",
      "provider = icu, locale = 'en', deterministic = false",
      "provider = libc, locale = 'C'",
      "provider = icu, locale = 'und'",
    ]);
    return {
      sqlName: sql,
      sql: [
        `${rename}create collation ${sql} (${what})`,
        ...tail(dice, { on: `collation ${sql}`, owned: true }),
      ],
    };
  },
};

const dictionary: Maker = {
  kind: 'text_search_dictionary',
  rank: 1,
  weight: 1,
  make({ dice, sql, rename }) {
    return {
      sqlName: sql,
      sql: [
        `${rename}create text search dictionary ${sql} (template = ${dice.pick(1, ['simple', 'snowball, language = english', 'simple, accept = false'])}${dice.flag(2, 3) && dice.at(1) % 3 === 0 ? ', stopwords = english' : ''})`,
        ...tail(dice, { on: `text search dictionary ${sql}`, owned: true }),
      ],
    };
  },
};

const configuration: Maker = {
  kind: 'text_search_configuration',
  rank: 2,
  weight: 1,
  make({ dice, sql, rename }, world) {
    const own = world.earlier(dice.at(1), 'text_search_dictionary');
    return {
      sqlName: sql,
      sql: [
        `${rename}create text search configuration ${sql} (${dice.pick(2, ['parser = "default"', 'copy = pg_catalog.english', 'copy = pg_catalog.simple'])})`,
        ...(own === null
          ? []
          : [
              dice.at(2) % 3 === 0
                ? `alter text search configuration ${sql} add mapping for asciiword, word with ${own.sql}, simple`
                : `alter text search configuration ${sql} alter mapping for asciiword with ${own.sql}, simple`,
            ]),
        ...(dice.flag(3, 4) && dice.at(2) % 3 !== 0
          ? [`alter text search configuration ${sql} drop mapping for email, url`]
          : []),
        ...tail(dice, { on: `text search configuration ${sql}`, owned: true }),
      ],
    };
  },
};

const EXTENSIONS = [
  'citext',
  'pgcrypto',
  'hstore',
  'pg_trgm',
  'btree_gist',
  'uuid-ossp',
  'ltree',
  'unaccent',
];

/** Each once: its place among the objects decides. */
const extension: Maker = {
  kind: 'extension',
  rank: 1,
  weight: 1,
  make({ dice }, world) {
    const name = dice.pick(1, EXTENSIONS);
    const schema = dice.flag(2, 3) ? world.earlier(dice.at(3), 'schema') : null;
    return {
      sqlName: quote(name),
      sql: [`create extension ${quote(name)}${schema === null ? '' : ` schema ${schema.sql}`}`],
    };
  },
};

export const FOREIGN: readonly Maker[] = [wrapper, server, foreignTable];
export const REST: readonly Maker[] = [operator, cast, collation, dictionary, configuration, extension];
