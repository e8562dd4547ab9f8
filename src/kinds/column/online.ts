import { keyOf, objectId, quoteIdent } from '../../model/id.js';
import { names } from '../constraint/assumes.js';
import { hasChildren } from '../heirs.js';
import type { Of } from '../kind.js';
import { type OnlineChange, type OnlineWay, passingName, type Stage } from '../online.js';
import { relationOf } from '../relation.js';
import { printedName } from '../words.js';
import { automatic, type ColumnAttributes } from './definition.js';
import { columnHeir } from './inherited.js';

type Column = Of<ColumnAttributes>;

/**
 * NOT NULL whose check of the rows lets others write: from 18 on NOT VALID first, before it by a check that proves it
 * (the manual: ALTER TABLE, SET NOT NULL).
 */
export function columnOnline(change: OnlineChange<ColumnAttributes>): OnlineWay<ColumnAttributes> | null {
  const { before, after, around } = change;
  const a = after.attributes;
  if (before === null || after.parent === null || a.of !== 'r' || !a.notNull || !a.notNullValid) return null;
  if (columnHeir(after) !== null || hasChildren(after.id.schema, after.id.table ?? '', around)) return null;
  if (a.identity !== '' || inPrimaryKey(change)) return null;
  if (around.version < 180000) return before.attributes.notNull ? null : byCheck(change, after.parent);
  const name = quoteIdent(a.notNullName ?? automatic(after.id));
  return {
    entry: 'constraints',
    meanwhile: { ...after, attributes: { ...a, notNullValid: false } },
    stages: [validate(after, name, after.parent)],
  };
}

function byCheck({ after, live }: OnlineChange<ColumnAttributes>, on: string): OnlineWay<ColumnAttributes> {
  const table = `alter table ${relationOf(after)}`;
  const column = quoteIdent(after.id.name);
  const name = passingName('new', after.key);
  const key = keyOf(objectId('constraint', after.id.schema, name, { table: after.id.table }));
  const check = live.objects.get(key)?.attributes;
  const locks = [{ on, mode: 'ACCESS EXCLUSIVE' }];
  const add: Stage = {
    sql: [`${table} add constraint ${name} check (${column} is not null) not valid`],
    locks,
  };
  return {
    entry: 'constraints',
    meanwhile: { ...after, attributes: { ...after.attributes, notNull: false } },
    stages: [
      ...(check === undefined ? [add] : []),
      ...(check?.validated === true ? [] : [validate(after, name, on)]),
      { sql: [`${table} alter column ${column} set not null`, `${table} drop constraint ${name}`], locks },
    ],
    uses: check === undefined ? [] : [key],
  };
}

const validate = (o: Column, name: string, on: string): Stage => ({
  sql: [`alter table ${relationOf(o)} validate constraint ${name}`],
  long: true,
  locks: [{ on, mode: 'SHARE UPDATE EXCLUSIVE' }],
});

/** A primary key makes its columns NOT NULL itself. */
function inPrimaryKey({ after, around }: OnlineChange<ColumnAttributes>): boolean {
  const table = around.parent(after as never);
  const keys = table === undefined ? [] : around.parts(table, 'constraint');
  return keys.some(({ attributes: { type, definition } }) => {
    const list = /^PRIMARY KEY \(([^()]*)\)/.exec(String(definition))?.[1] ?? '';
    return type === 'p' && names(list).some((one) => printedName(one)[0] === after.id.name);
  });
}
