import { literal, quote, TEXTS } from '../names.js';
import { comment, tail } from '../tail.js';
import { constantOf, typeOf } from '../types.js';
import type { Made, Maker, Self, World } from '../world.js';

const EXECUTE = ['execute'];

/** Functions, trigger functions and functions over tables, in SQL and PL/pgSQL. */
const routine: Maker = {
  kind: 'function',
  rank: 30,
  weight: 9,
  make(self, world) {
    const { dice } = self;
    if (dice.flag(1, 4)) return triggerFunction(self);
    return overTable(self, world) ?? plain(self, world);
  },
};

function plain(self: Self, world: World): Made {
  const { dice, sql, rename, parts } = self;
  const result = typeOf(dice, 2, world);
  const list = parts.slice(0, 3).map((part) => ({ part, type: typeOf(part.dice, 0, world) }));
  let optional = false;
  const argumentsSql = list.map(({ part, type }) => {
    const value =
      optional || part.dice.flag(3, 3)
        ? (constantOf({ type: type.sql, family: type.family }, part.dice, 4) ?? 'null')
        : null;
    optional ||= value !== null;
    return `${part.dice.flag(5, 4) ? '' : `${quote(part.name)} `}${type.sql}${value === null ? '' : ` default ${value}`}`;
  });
  const value = constantOf({ type: result.sql, family: result.family }, dice, 4) ?? 'null';
  const signature = `${sql}(${list.map(({ type }) => type.sql).join(', ')})`;
  const body = dice.pick(5, [
    `language sql as ${literal(`select (${value})::${result.sql}`)}`,
    `language plpgsql as ${literal(`\nbegin\n\treturn (${value})::${result.sql}; -- ${dice.pick(6, TEXTS).replace('\n', ' ')}\nend\n`)}`,
    `language sql return (${value})::${result.sql}`,
    `language sql begin atomic select 1; select (${value})::${result.sql}; end`,
  ]);
  return {
    sqlName: signature,
    facts: { returns: result.sql, ...(list.length === 0 ? { call: `${sql}()` } : {}) },
    sql: [
      `${rename}create function ${sql}(${argumentsSql.join(', ')}) returns ${dice.flag(8, 6) ? 'setof ' : ''}${result.sql} ${options(self)} ${body}`,
      ...tail(dice, {
        on: `function ${signature}`,
        grantOn: `function ${signature}`,
        privileges: EXECUTE,
        owned: true,
      }),
    ],
  };
}

function options({ dice }: Self): string {
  const found: string[] = [];
  if (dice.flag(9, 3)) found.push(dice.pick(10, ['immutable', 'stable', 'volatile']));
  if (dice.flag(11, 5)) found.push('strict');
  if (dice.flag(12, 5)) found.push('security definer');
  if (dice.flag(13, 5)) found.push(`parallel ${dice.pick(14, ['safe', 'restricted'])}`);
  if (dice.flag(15, 6)) found.push('cost 7');
  if (dice.flag(16, 6))
    found.push(
      dice.pick(17, [
        "set search_path = ''",
        'set search_path to public, "a.b"',
        "set work_mem = '8MB'",
        "set timezone = 'Europe/Berlin'",
      ]),
    );
  if (dice.flag(18, 9)) found.push('leakproof');
  return found.join(' ');
}

function triggerFunction({ dice, sql, rename }: Self): Made {
  const body = dice.pick(2, [
    'begin return new; end',
    'begin return null; end',
    `begin\n  raise notice ${literal('%')}, tg_op;\n  return new;\nend`,
  ]);
  return {
    sqlName: `${sql}()`,
    facts: { returns: 'trigger', name: sql },
    sql: [
      `${rename}create function ${sql}() returns trigger language plpgsql as ${literal(body)}`,
      ...tail(dice, {
        on: `function ${sql}()`,
        grantOn: `function ${sql}()`,
        privileges: EXECUTE,
        owned: true,
      }),
    ],
  };
}

/** Rows of a relation, its row type as an argument, or a query in a body. */
function overTable({ dice, sql, rename }: Self, world: World): Made | null {
  if (!dice.flag(3, 2)) return null;
  const table = world.earlier(dice.at(4), 'table', 'view', 'partitioned');
  const column = table?.columns?.find((one) => one !== null);
  if (table === null || !column) return null;
  const name = quote(column.name);
  const [args, rest] = dice.pick(5, [
    ['', `returns setof ${table.sql} language sql stable as ${literal(`select * from ${table.sql}`)}`],
    [table.sql, `returns ${column.type} language sql as ${literal(`select ($1).${name}`)}`],
    ['', `returns bigint language sql begin atomic select count(${name}) from ${table.sql}; end`],
    [
      '',
      `returns table (x ${column.type}, y bigint) language plpgsql as ${literal(`begin return query select t.${name}, count(*) from ${table.sql} t group by 1; end`)}`,
    ],
    [
      '',
      `returns ${table.sql}.${name}%type language sql as ${literal(`select ${name} from ${table.sql} limit 1`)}`,
    ],
    ['', `returns setof ${column.type} language sql begin atomic select t.${name} from ${table.sql} t; end`],
  ]);
  return {
    sqlName: `${sql}(${args})`,
    sql: [
      `${rename}create function ${sql}(${args}) ${rest}`,
      ...tail(dice, {
        on: `function ${sql}(${args})`,
        grantOn: `function ${sql}(${args})`,
        privileges: EXECUTE,
        owned: true,
      }),
    ],
  };
}

const procedure: Maker = {
  kind: 'procedure',
  rank: 30,
  weight: 2,
  make({ dice, sql, rename }, world) {
    const table = world.earlier(dice.at(1), 'table');
    const type = typeOf(dice, 2, world);
    const args = dice.pick(4, ['', `a ${type.sql}`, `inout a ${type.sql}`]);
    const body = dice.pick(5, [
      `language plpgsql as ${literal('begin null; end')}`,
      table === null ? `language sql as ''` : `language sql begin atomic delete from ${table.sql}; end`,
      table === null
        ? `language sql as 'select 1'`
        : `language plpgsql as ${literal(`begin delete from ${table.sql}; end`)}`,
    ]);
    const target = `${sql}(${args === '' ? '' : type.sql})`;
    return {
      sqlName: target,
      sql: [
        `${rename}create procedure ${sql}(${args}) ${dice.flag(6, 4) ? 'security definer ' : ''}${body}`,
        ...tail(dice, {
          on: `procedure ${target}`,
          grantOn: `procedure ${target}`,
          privileges: EXECUTE,
          owned: true,
        }),
      ],
    };
  },
};

const aggregate: Maker = {
  kind: 'aggregate',
  rank: 32,
  weight: 1,
  make({ dice, sql, rename }) {
    const [args, definition] = dice.pick(1, [
      ['integer', "sfunc = int4pl, stype = integer, initcond = '0'"],
      ['integer', 'sfunc = int4pl, stype = integer'],
      ['bigint', 'sfunc = int8pl, stype = bigint, combinefunc = int8pl, parallel = safe'],
      ['anyelement', 'sfunc = array_append, stype = anycompatiblearray'],
      [
        'double precision',
        "sfunc = float8_accum, stype = float8[], finalfunc = float8_avg, initcond = '{0,0,0}'",
      ],
      ['integer', 'sfunc = int4pl, stype = integer, msfunc = int4pl, minvfunc = int4mi, mstype = integer'],
    ]);
    const fixed = args === 'anyelement' ? 'anycompatible' : args;
    const fixedDefinition =
      args === 'anyelement' ? 'sfunc = array_append, stype = anycompatiblearray' : definition;
    return {
      sqlName: `${sql}(${fixed})`,
      sql: [
        `${rename}create aggregate ${sql}(${fixed}) (${fixedDefinition})`,
        ...tail(dice, {
          on: `aggregate ${sql}(${fixed})`,
          grantOn: `function ${sql}(${fixed})`,
          privileges: EXECUTE,
          owned: true,
        }),
      ],
    };
  },
};

const eventTrigger: Maker = {
  kind: 'event_trigger',
  rank: 60,
  weight: 1,
  make({ dice, name, rename }) {
    const sql = quote(name);
    const made = quote(`f of ${name}`.slice(0, 30));
    return {
      sqlName: sql,
      sql: [
        `create function public.${made}() returns event_trigger language plpgsql as 'begin end'`,
        `${rename}create event trigger ${sql} on ${dice.pick(1, ['ddl_command_end', 'sql_drop', 'ddl_command_start'])}${dice.flag(2, 2) ? " when tag in ('CREATE TABLE', 'DROP TABLE')" : ''} execute function public.${made}()`,
        ...(dice.flag(3, 4)
          ? [`alter event trigger ${sql} ${dice.pick(4, ['disable', 'enable replica', 'enable always'])}`]
          : []),
        ...comment(dice, `event trigger ${sql}`),
      ],
    };
  },
};

export const ROUTINES: readonly Maker[] = [routine, procedure, aggregate, eventTrigger];
