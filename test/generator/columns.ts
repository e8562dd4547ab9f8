import type { Dice } from './dice.js';
import { quote } from './names.js';
import { comment, role, tail } from './tail.js';
import { constantOf, typeOf } from './types.js';
import type { Column, Part, World } from './world.js';

/** A column as CREATE TABLE lists it, and what is said of it afterwards. */
export interface MadeColumn extends Column {
  readonly clause: string;
  readonly after: readonly string[];
}

/** Columns by their place in the slot, `null` where this state has none. */
export function columnsOf(table: string, parts: readonly Part[], world: World): (MadeColumn | null)[] {
  const made: (MadeColumn | null)[] = [];
  for (const part of parts) {
    while (made.length < part.place) made.push(null);
    made[part.place] = columnOf(table, part, world, made);
  }
  return made;
}

function columnOf(table: string, part: Part, world: World, earlier: readonly (Column | null)[]): MadeColumn {
  const { dice, name, rename } = part;
  const type = typeOf(dice, 0, world);
  const column = { name, type: type.sql, family: type.family };
  const clauses: string[] = [];
  const after: string[] = [];
  const q = quote(name);
  if (type.family === 'text' && type.sql !== 'name' && type.sql !== '"char"' && dice.flag(5, 6)) {
    const own = world.earlier(dice.at(6), 'collation');
    clauses.push(
      `collate ${own !== null && dice.flag(6, 2) ? own.sql : dice.pick(6, ['"C"', '"POSIX"', '"en-x-icu"'])}`,
    );
  }
  const generated = dice.flag(4, 6) ? generation(dice, column, world, earlier) : null;
  if (generated !== null) clauses.push(generated);
  else if (type.family === 'int' && /^(integer|bigint|smallint)$/.test(type.sql) && dice.flag(7, 5)) {
    const named = dice.flag(12, 2) ? ownSequence(table, name) : null;
    clauses.push(identity(dice, named));
    const on = `sequence ${named}`;
    if (named !== null)
      after.push(...tail(dice, { on, grantOn: on, privileges: ['usage', 'select', 'update'] }));
  } else {
    const value = dice.flag(3, 2) ? defaultOf(dice, column, world) : null;
    if (value !== null) clauses.push(`default ${value}`);
  }
  if (dice.flag(2, 3)) clauses.push('not null');
  if (dice.flag(8, 8))
    after.push(`alter table ${table} alter column ${q} set statistics ${dice.pick(9, [100, 0, 1000])}`);
  if (dice.flag(10, 8))
    after.push(`alter table ${table} alter column ${q} set (n_distinct = ${dice.pick(11, [-0.5, 10])})`);
  if (/^(text|varchar|jsonb|bytea|numeric)/.test(type.sql)) {
    if (dice.flag(12, 6))
      after.push(
        `alter table ${table} alter column ${q} set storage ${dice.pick(13, type.sql.startsWith('numeric') ? ['plain', 'main'] : ['external', 'main', 'plain', 'extended'])}`,
      );
    if (dice.flag(14, 8)) after.push(`alter table ${table} alter column ${q} set compression pglz`);
  }
  after.push(...comment(dice, `column ${table}.${q}`));
  if (dice.flag(15, 6))
    after.push(
      `grant ${dice.pick(16, ['select', 'update', 'insert', 'references'])} (${q}) on ${table} to ${role(dice.at(17))}${dice.flag(17, 4) ? ' with grant option' : ''}`,
    );
  return {
    ...column,
    ...(generated === null ? {} : { generated: true }),
    clause: `${rename}${q} ${type.sql} ${clauses.join(' ')}`.trim(),
    after,
  };
}

/** A name for an identity's sequence, in its table's schema. */
function ownSequence(table: string, name: string): string {
  const schema = /^(?:"(?:[^"]|"")*"|[^".]+)\.(?=.)/.exec(table)?.[0] ?? '';
  return schema + quote(`${[...name].slice(0, 9).join('')} of ${[...table].slice(-6).join('')}`);
}

function identity(dice: Dice, named: string | null): string {
  const list = [
    ...(named === null ? [] : [`sequence name ${named}`]),
    ...(dice.flag(18, 2)
      ? [dice.pick(19, ['start with 10', 'increment by 5 cache 3', 'minvalue 0 maxvalue 1000 cycle'])]
      : []),
  ];
  const options = list.length === 0 ? '' : ` (${list.join(' ')})`;
  return `generated ${dice.pick(18, ['by default', 'always'])} as identity${options}`;
}

function defaultOf(dice: Dice, column: Column, world: World): string | null {
  if (column.family === 'int' && dice.flag(18, 3)) {
    const sequence = world.earlier(dice.at(19), 'sequence');
    if (sequence !== null) return `nextval('${sequence.sql.replaceAll("'", "''")}')`;
  }
  if (dice.flag(20, 5)) {
    const routine = world.earlier(dice.at(21), 'function');
    if (routine?.facts?.returns === column.type && routine.facts.call !== undefined)
      return routine.facts.call;
  }
  if (column.family === 'enum') {
    const label = world.earlier(dice.at(1), 'enum', 'domain', 'composite_type', 'range_type')?.facts?.label;
    if (label !== undefined) return `'${label.replaceAll("'", "''")}'`;
  }
  return constantOf(column, dice, 19);
}

function generation(
  dice: Dice,
  column: Column,
  world: World,
  earlier: readonly (Column | null)[],
): string | null {
  const source = earlier[dice.at(18) % Math.max(1, earlier.length)];
  const [sql, family] =
    source === null || source === undefined || source.generated
      ? ['7', 'int']
      : [quote(source.name), source.family];
  const word = world.major >= 18 ? dice.pick(20, ['stored', 'virtual', '', 'stored']) : 'stored';
  const wrap = (text: string): string => `generated always as (${text}) ${word}`;
  if (column.family === 'int' && family === 'int')
    return wrap(dice.pick(19, [`${sql} + 1`, `abs(${sql})`, `${sql} * 2 - 1`]));
  if (column.family === 'text' && family === 'text')
    return wrap(dice.pick(19, [`upper(${sql})`, `${sql} || 'x'`, `coalesce(${sql}, 'none')`]));
  if (column.family === 'text' && family === 'int') return wrap(`(${sql})::text`);
  if (column.family === 'bool') return wrap(`${sql} is null`);
  return null;
}
