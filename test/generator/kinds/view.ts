import { literal, quote } from '../names.js';
import { comment, role, tail } from '../tail.js';
import { conditionOn, constantOf } from '../types.js';
import type { Column, Entry, Made, Maker, Self, World } from '../world.js';
import { TABLE_PRIVILEGES } from './table.js';

const RELATIONS = ['table', 'view', 'materialized_view', 'partitioned', 'foreign_table'];

interface Query {
  readonly sql: string;
  readonly columns: readonly (Column | null)[];
  /** PostgreSQL can write through it. */
  readonly simple: boolean;
}

/** A query over one or two earlier relations. Columns keep their places, so that views on views keep theirs. */
function queryOf({ dice }: Self, world: World): Query | null {
  const from = world.earlier(dice.at(1), ...RELATIONS);
  if (from === null) return null;
  const columns = (from.columns ?? []).map((column, place) =>
    column !== null && (dice.at(2) >> (place % 12)) % 4 !== 3 ? renamed(column, dice.at(3) + place) : null,
  );
  const present = columns.flatMap((column) => (column === null ? [] : [column]));
  const list = present.map(
    (column) => `t.${quote(column.from)}${column.from === column.name ? '' : ` as ${quote(column.name)}`}`,
  );
  const first = (from.columns ?? []).find((column) => column !== null);
  const where =
    first && dice.flag(4, 3) ? ` where ${conditionOn(first, `t.${quote(first.name)}`, dice, 5)}` : '';
  const extra = expressions(dice, first ?? null, world);
  const simple = `select ${[...list, ...extra].join(', ')} from ${from.sql} t`;
  const [column] = present;
  switch (dice.pick(7, ['simple', 'simple', 'group', 'join', 'union', 'with', 'star', 'sub'])) {
    case 'group':
      if (column === undefined || ['json', 'xml', 'point', 'composite_type'].includes(column.family)) break;
      return {
        sql: `select t.${quote(column.from)} as ${quote(column.name)}, count(*) as n from ${from.sql} t${where} group by t.${quote(column.from)} having count(*) > 0`,
        columns: [column],
        simple: false,
      };
    case 'join': {
      const other = world.earlier(dice.at(8), ...RELATIONS);
      if (other === null) break;
      return { sql: `${simple} left join ${other.sql} o on true${where}`, columns, simple: false };
    }
    case 'union':
      if (column === undefined || ['json', 'xml', 'point', 'composite_type'].includes(column.family)) break;
      return {
        sql: `select t.${quote(column.from)} as ${quote(column.name)} from ${from.sql} t union all select null`,
        columns: [column],
        simple: false,
      };
    case 'with':
      return { sql: `with "w q" as (${simple}${where}) select * from "w q"`, columns, simple: false };
    case 'star':
      return {
        sql: `select t.*, row_number() over () as rn from ${from.sql} t${where}`,
        columns: from.columns ?? [],
        simple: false,
      };
    case 'sub':
      return {
        sql: `${simple} where exists (select 1 from ${from.sql} s where s is not distinct from t) order by 1 limit 5`,
        columns,
        simple: false,
      };
    default:
  }
  return { sql: `${simple}${where}`, columns, simple: true };
}

type Shown = Column & { readonly from: string };

const renamed = (column: Column, number: number): Shown =>
  number % 5 === 4
    ? { ...column, from: column.name, name: `${column.name.slice(0, 20)} v${number % 3}` }
    : { ...column, from: column.name };

function expressions(dice: Self['dice'], first: Column | null, world: World): string[] {
  const found: string[] = [];
  if (first !== null && dice.flag(9, 3))
    found.push(`coalesce(t.${quote(first.name)}::text, 'none') as "as text"`);
  if (dice.flag(10, 4)) found.push(`${literal("it's")}::text as k, 1 as one`);
  if (first !== null && dice.flag(11, 5))
    found.push(
      `case when t.${quote(first.name)} is null then 'a'::varchar when t.${quote(first.name)}::text in ('a', 'b') then 'b' end as c`,
    );
  const routine = dice.flag(12, 4) ? world.earlier(dice.at(13), 'function') : null;
  if (routine?.facts?.call !== undefined) found.push(`${routine.facts.call} as called`);
  return found;
}

const view: Maker = {
  kind: 'view',
  rank: 20,
  weight: 9,
  make(self, world) {
    const query = queryOf(self, world);
    if (query === null) return null;
    const { dice, sql, rename } = self;
    const options: string[] = [];
    if (world.major >= 15 && dice.flag(14, 4)) options.push('security_invoker = true');
    if (dice.flag(15, 5)) options.push('security_barrier = true');
    const check =
      query.simple && dice.flag(16, 5) ? ` with ${dice.pick(17, ['local', 'cascaded'])} check option` : '';
    const present = query.columns.filter((column) => column !== null);
    const [column] = present;
    return {
      sqlName: sql,
      columns: query.columns,
      sql: [
        `${rename}create view ${sql}${options.length > 0 ? ` with (${options.join(', ')})` : ''} as ${query.sql}${check}`,
        ...(column && dice.flag(18, 6) ? viewColumn(self, column) : []),
        ...tail(dice, {
          on: `view ${sql}`,
          grantOn: `table ${sql}`,
          privileges: TABLE_PRIVILEGES,
          owned: true,
        }),
      ],
    };
  },
};

function viewColumn({ dice, sql }: Self, column: Column): string[] {
  const name = quote(column.name);
  const value = constantOf(column, dice, 20);
  return [
    ...(value !== null && dice.flag(19, 2)
      ? [`alter view ${sql} alter column ${name} set default ${value}`]
      : []),
    `comment on column ${sql}.${name} is ${literal('view: # column')}`,
    `grant select (${name}) on ${sql} to ${role(dice.at(19))}`,
  ];
}

const materialized: Maker = {
  kind: 'materialized_view',
  rank: 21,
  weight: 3,
  make(self, world): Made | null {
    const query = queryOf(self, world);
    if (query === null) return null;
    const { dice, sql, rename } = self;
    const column = query.columns.find((one) => one !== null);
    return {
      sqlName: sql,
      columns: query.columns,
      sql: [
        `${rename}create materialized view ${sql}${dice.flag(14, 4) ? ' with (fillfactor = 70)' : ''} as ${query.sql} with ${dice.flag(15, 3) ? 'no ' : ''}data`,
        ...(column && dice.flag(18, 4) ? [`comment on column ${sql}.${quote(column.name)} is 'mat'`] : []),
        ...tail(dice, {
          on: `materialized view ${sql}`,
          grantOn: `table ${sql}`,
          privileges: TABLE_PRIVILEGES,
          owned: true,
        }),
      ],
    };
  },
};

const instead = (relation: Entry): boolean => relation.kind === 'view';

const trigger: Maker = {
  kind: 'trigger',
  rank: 35,
  weight: 4,
  make({ dice, name, rename }, world) {
    const relation = world.earlier(dice.at(1), 'table', 'view', 'partitioned', 'foreign_table');
    const routine = world.earlier(dice.at(2), 'function');
    if (relation === null || routine?.facts?.returns !== 'trigger') return null;
    const column = relation.columns?.find((one) => one !== null);
    const sql = quote(name);
    const when = column && dice.flag(3, 4) ? ` when (new.${quote(column.name)} is not null)` : '';
    const update = column && dice.flag(4, 4) ? `update of ${quote(column.name)}` : 'update';
    const event = instead(relation)
      ? `instead of ${dice.pick(5, ['insert', 'update', 'delete', 'insert or update'])} on ${relation.sql} for each row`
      : dice.pick(5, [
          `before insert or ${update} on ${relation.sql} for each row${when}`,
          `after ${update} on ${relation.sql} for each row${when}`,
          `after insert on ${relation.sql} referencing new table as "new rows" for each statement`,
          `before delete on ${relation.sql} for each row`,
          `after truncate on ${relation.sql} for each statement`,
          `after update on ${relation.sql} referencing old table as was new table as "is" for each statement`,
        ]);
    const constraint = !instead(relation) && dice.flag(6, 6);
    const call = `execute function ${routine.facts.name}(${dice.pick(7, ['', '', "'a', 'it''s'", "'\\'"])})`;
    return {
      sqlName: sql,
      sql: [
        constraint
          ? `${rename}create constraint trigger ${sql} after insert or ${update} on ${relation.sql} ${dice.pick(8, ['', 'deferrable initially deferred'])} for each row${when} ${call}`
          : `${rename}create trigger ${sql} ${event} ${call}`,
        ...(dice.flag(9, 5) && !instead(relation)
          ? [
              `alter table ${relation.sql} ${dice.pick(10, ['disable', 'enable always', 'enable replica'])} trigger ${sql}`,
            ]
          : []),
        ...comment(dice, `trigger ${sql} on ${relation.sql}`),
      ],
    };
  },
};

const policy: Maker = {
  kind: 'policy',
  rank: 36,
  weight: 5,
  make({ dice, name, rename }, world) {
    const relation = world.earlier(dice.at(1), 'table', 'partitioned');
    const column = relation?.columns?.[dice.at(2) % Math.max(1, relation.columns.length)];
    if (!relation || !column) return null;
    const condition = conditionOn(column, quote(column.name), dice, 3);
    const other = world.earlier(dice.at(5), 'table', 'view');
    const using =
      dice.flag(5, 4) && other !== null
        ? `exists (select 1 from ${other.sql} o where ${condition})`
        : condition;
    const command = dice.pick(6, ['all', 'select', 'insert', 'update', 'delete']);
    const to = dice.flag(7, 2)
      ? ` to ${role(dice.at(8))}${dice.flag(8, 3) ? `, ${role(dice.at(8) + 1)}` : ''}`
      : '';
    const clauses = [
      command === 'insert' ? '' : ` using (${using})`,
      command === 'insert' || (dice.flag(9, 3) && command !== 'select' && command !== 'delete')
        ? ` with check (${condition})`
        : '',
    ];
    return {
      sqlName: quote(name),
      sql: [
        `${rename}create policy ${quote(name)} on ${relation.sql} as ${dice.flag(10, 4) ? 'restrictive' : 'permissive'} for ${command}${to}${clauses.join('')}`,
        ...comment(dice, `policy ${quote(name)} on ${relation.sql}`),
      ],
    };
  },
};

const rule: Maker = {
  kind: 'rule',
  rank: 37,
  weight: 2,
  make({ dice, name, rename }, world) {
    const relation = world.earlier(dice.at(1), 'table', 'view');
    if (relation === null) return null;
    const column = relation.columns?.find((one) => one !== null);
    const where = column && dice.flag(2, 3) ? ` where new.${quote(column.name)} is not null` : '';
    const action = dice.pick(3, [
      'do instead nothing',
      'do also nothing',
      'do also notify n',
      `do also select 1`,
    ]);
    return {
      sqlName: quote(name),
      sql: [
        `${rename}create rule ${quote(name)} as on ${dice.pick(4, ['insert', 'update'])} to ${relation.sql}${where} ${action}`,
        ...comment(dice, `rule ${quote(name)} on ${relation.sql}`),
      ],
    };
  },
};

export const VIEWS: readonly Maker[] = [view, materialized, trigger, policy, rule];
