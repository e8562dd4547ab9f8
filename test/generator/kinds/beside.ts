import { comparable } from '../constraints.js';
import { quote } from '../names.js';
import { comment, role, tail } from '../tail.js';
import { conditionOn } from '../types.js';
import type { Maker } from '../world.js';

/** What stands beside tables: indexes, statistics, publications, default privileges. */
const index: Maker = {
  kind: 'index',
  rank: 25,
  weight: 9,
  make({ dice, name, rename }, world) {
    const table = world.earlier(dice.at(1), 'table', 'materialized_view', 'partitioned', 'table');
    const columns = table?.columns ?? [];
    const column = columns[dice.at(2) % Math.max(1, columns.length)];
    const second = columns[dice.at(3) % Math.max(1, columns.length)];
    if (table === null || !column) return null;
    const q = quote(column.name);
    const method =
      column.family === 'json' ||
      column.family === 'ints' ||
      column.family === 'texts' ||
      column.family === 'words'
        ? 'gin'
        : column.family === 'range' || column.family === 'point'
          ? 'gist'
          : dice.pick(4, ['btree', 'btree', 'btree', 'hash', 'brin']);
    const keys = [keyOf()];
    if (method === 'btree' && comparable(second) && dice.flag(5, 3)) keys.push(quote(second.name));
    const extra: string[] = [];
    if (method === 'btree' && second && dice.flag(6, 6)) extra.push(`include (${quote(second.name)})`);
    const unique = method === 'btree' && dice.flag(7, 5) && table.kind !== 'partitioned';
    if (unique && world.major >= 15 && dice.flag(8, 3)) extra.push('nulls not distinct');
    if (dice.flag(9, 5))
      extra.push(
        `with (${method === 'gin' ? 'fastupdate = off' : method === 'brin' ? 'pages_per_range = 8' : 'fillfactor = 70'})`,
      );
    if (dice.flag(10, 4)) extra.push(`where ${conditionOn(column, q, dice, 11)}`);
    const sql = `${quote(table.schema)}.${quote(name)}`;
    const plainKey = unique && dice.at(10) % 4 !== 3 && !keys[0]?.includes('(');
    return {
      sqlName: sql,
      sql: [
        `${rename}create ${unique ? 'unique ' : ''}index ${quote(name)} on ${dice.flag(13, 12) && table.kind === 'partitioned' ? 'only ' : ''}${table.sql} using ${method} (${keys.join(', ')}) ${extra.join(' ')}`,
        ...(dice.flag(14, 10) && keys[0]?.includes('(')
          ? [`alter index ${sql} alter column 1 set statistics 300`]
          : []),
        ...(table.kind === 'table' && plainKey && dice.flag(15, 4)
          ? [`alter table ${table.sql} cluster on ${quote(name)}`]
          : []),
        ...comment(dice, `index ${sql}`),
      ],
    };

    function keyOf(): string {
      if (method === 'gin') return column?.family === 'json' && dice.flag(5, 2) ? `${q} jsonb_path_ops` : q;
      if (method !== 'btree') return q;
      if (column?.family === 'text' && dice.flag(16, 3))
        return dice.pick(17, [`lower(${q})`, `(${q} || 'x')`, `${q} collate "C"`, `${q} text_pattern_ops`]);
      if (column?.family === 'int' && dice.flag(16, 5)) return `(${q} + 1)`;
      return `${q}${dice.pick(18, ['', ' desc', ' desc nulls last', ' nulls first'])}`;
    }
  },
};

const statistics: Maker = {
  kind: 'statistics',
  rank: 26,
  weight: 2,
  make({ dice, sql, rename }, world) {
    const table = world.earlier(dice.at(1), 'table', 'partitioned');
    const columns = (table?.columns ?? []).filter(comparable).slice(0, 2 + dice.below(2, 2));
    if (table === null || columns.length < 2) return null;
    const kinds = dice.pick(3, ['', '(ndistinct)', '(dependencies, mcv)', '(mcv)']);
    return {
      sqlName: sql,
      sql: [
        `${rename}create statistics ${sql} ${kinds} on ${columns.map(({ name }) => quote(name)).join(', ')} from ${table.sql}`,
        ...(dice.flag(4, 4) ? [`alter statistics ${sql} set statistics 50`] : []),
        ...tail(dice, { on: `statistics ${sql}`, owned: true }),
      ],
    };
  },
};

const publication: Maker = {
  kind: 'publication',
  rank: 50,
  weight: 2,
  make({ dice, name, rename }, world) {
    const sql = quote(name);
    const first = world.earlier(dice.at(1), 'table', 'partitioned');
    const second = world.earlier(dice.at(2), 'table', 'partitioned');
    const schema = world.earlier(dice.at(3), 'schema');
    const column = first?.columns?.find((one) => one !== null && !one.generated);
    const list = [
      first === null
        ? ''
        : `table ${first.sql}${column && world.major >= 15 && dice.flag(4, 4) ? ` (${quote(column.name)})` : ''}${column?.family === 'int' && world.major >= 15 && dice.flag(5, 4) ? ` where (${quote(column.name)} > 0)` : ''}`,
      second === null || second === first || !dice.flag(6, 2) ? '' : `table ${second.sql}`,
      schema === null || world.major < 15 || !dice.flag(7, 3) ? '' : `tables in schema ${schema.sql}`,
    ].filter(Boolean);
    const what = dice.flag(8, 6) ? ' for all tables' : list.length === 0 ? '' : ` for ${list.join(', ')}`;
    const options = dice.pick(9, [
      '',
      '',
      " with (publish = 'insert, update')",
      ' with (publish_via_partition_root = true)',
    ]);
    return {
      sqlName: sql,
      sql: [
        `${rename}create publication ${sql}${what}${options}`,
        ...tail(dice, { on: `publication ${sql}` }),
      ],
    };
  },
};

/** One a role, schema and kind of object: the number of the object decides, so that none meets another. */
const defaultPrivileges: Maker = {
  kind: 'default_privileges',
  rank: 1,
  weight: 2,
  make({ dice }, world) {
    const schema = dice.flag(1, 2) ? world.earlier(dice.at(2), 'schema') : null;
    const kinds = [
      ['tables', 'select, insert'],
      ['sequences', 'usage'],
      ['functions', 'execute'],
      ['types', 'usage'],
    ] as const;
    // What an extension's functions and types are granted depends on which came first.
    const [objects, privileges] = dice.pick(3, world.has('extension') ? kinds.slice(0, 2) : kinds);
    const to = dice.flag(4, 4) ? 'public' : role(dice.at(5));
    const who = dice.flag(6, 2) ? '' : ` for role ${role(dice.at(7))}`;
    // What the connecting role makes for another who gets a grant option so depends on who makes it.
    const option = to !== 'public' && who !== '' && dice.flag(9, 4) ? ' with grant option' : '';
    const where = schema === null ? '' : ` in schema ${schema.sql}`;
    return {
      sqlName: objects,
      sql: [
        dice.flag(8, 4) && schema === null && (objects === 'functions' || objects === 'types')
          ? `alter default privileges${who} revoke all on ${objects} from public`
          : `alter default privileges${who}${where} grant ${privileges} on ${objects} to ${to}${option}`,
      ],
    };
  },
};

export const BESIDE: readonly Maker[] = [index, statistics, publication, defaultPrivileges];
