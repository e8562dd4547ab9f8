import { columnsOf } from '../columns.js';
import { constraintsOf, keysOf } from '../constraints.js';
import type { Dice } from '../dice.js';
import { tail } from '../tail.js';
import type { Maker } from '../world.js';

export const TABLE_PRIVILEGES = ['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger'];

const table: Maker = {
  kind: 'table',
  rank: 10,
  weight: 14,
  make({ dice, sql, rename, parts, others }, world) {
    const parent = dice.flag(0, 6) ? world.earlier(dice.at(1), 'table') : null;
    const inherited = new Set(parent?.columns?.flatMap((column) => column?.name ?? []));
    const own = parts.filter((part) => !inherited.has(part.name));
    const columns = columnsOf(sql, own, world);
    const constraints = constraintsOf(sql, others, columns, world);
    const present = columns.filter((column) => column !== null);
    const list = [...present, ...constraints].map(({ clause }) => clause);
    const unlogged = dice.flag(2, 12) ? 'unlogged ' : '';
    return {
      sqlName: sql,
      columns,
      facts: keysOf(columns, constraints),
      sql: [
        `${rename}create ${unlogged}table ${sql} (\n  ${list.join(',\n  ')}\n)${parent === null ? '' : ` inherits (${parent.sql})`}${options(dice)}`,
        ...present.flatMap(({ after }) => after),
        ...constraints.flatMap(({ after }) => after),
        ...settings(dice, sql),
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

function options(dice: Dice): string {
  return dice.flag(3, 8)
    ? ` with (${dice.pick(4, ['fillfactor = 80', 'autovacuum_enabled = false', 'parallel_workers = 2, toast.autovacuum_enabled = false'])})`
    : '';
}

function settings(dice: Dice, sql: string): string[] {
  const found: string[] = [];
  if (dice.flag(5, 5)) found.push(`alter table ${sql} enable row level security`);
  if (dice.flag(6, 9)) found.push(`alter table ${sql} force row level security`);
  if (dice.flag(7, 10))
    found.push(`alter table ${sql} replica identity ${dice.pick(8, ['full', 'nothing'])}`);
  return found;
}

export const TABLES: readonly Maker[] = [table];
