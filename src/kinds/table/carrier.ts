import { quoteIdent, sqlName } from '../../model/id.js';
import { automatic, type ColumnAttributes, columnDefinition } from '../column/definition.js';
import { columnHeir } from '../column/inherited.js';
import type { ConstraintAttributes } from '../constraint/index.js';
import { constraintHeir } from '../constraint/inherited.js';
import { handedDown } from '../heirs.js';
import type { Of, Surroundings } from '../kind.js';
import type { TableAttributes } from './index.js';

type Table = Of<TableAttributes>;
type Column = Of<ColumnAttributes>;
type Check = Of<ConstraintAttributes>;

/** Statements before and behind those that tie a table to its parents. */
export interface Carrier {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * What a table that is there gets from a new parent alone. INHERIT wants it there before, and then it stays the table's
 * own as well (pg_attribute.attislocal, pg_constraint.conislocal) for good: so another parent, an empty one, hands it
 * down first and goes when the real one is there.
 */
export function carrier(after: Table, before: Table, around: Surroundings): Carrier {
  const parents = after.attributes.inherits.filter((name) => !before.attributes.inherits.includes(name));
  const columns = (around.parts(after as never, 'column') as unknown as Column[]).filter((column) =>
    handedDown(columnHeir(column)),
  );
  const checks = (around.parts(after as never, 'constraint') as unknown as Check[]).filter(
    (check) => check.attributes.type === 'c' && handedDown(constraintHeir(check)),
  );
  const isNew = ({ key }: { key: string }): boolean => around.standing?.(key as never) === undefined;
  const fresh = columns.filter(isNew);
  const rules = checks.filter(isNew);
  if (parents.length === 0 || (fresh.length === 0 && rules.length === 0)) return { before: [], after: [] };
  const name = sqlName({ ...after.id, name: freeName(after, around) });
  const [child, own] = [`alter table ${sqlName(after.id)}`, `alter table ${name}`];
  const all = around.parts(after as never, 'column') as unknown as Column[];
  const shared = rules.length === 0 ? [] : all.filter((column) => !fresh.includes(column));
  const lines = shared.map((column) => columnDefinition(bare(column), around.version));
  return {
    before: [
      `create table ${name} (${lines.join(', ')})`,
      `${child} inherit ${name}`,
      ...fresh.flatMap((column) => added(column, own, around.version)),
      ...rules.map(
        ({ id, attributes }) =>
          `${own} add constraint ${quoteIdent(id.name)} ${attributes.definition}${unchecked(attributes)}`,
      ),
    ],
    after: [`${child} no inherit ${name}`, `drop table ${name}`],
  };
}

/** A column under the name that its NOT NULL shall have here. */
function added(column: Column, own: string, version: number): string[] {
  const a = column.attributes;
  const notNullName = version < 180000 ? null : (a.notNullName ?? automatic(column.id));
  const given = { ...column, attributes: { ...a, notNullName } };
  return [
    `${own} add column ${columnDefinition(given, version)}`,
    ...(a.storage === null
      ? []
      : [`${own} alter column ${quoteIdent(column.id.name)} set storage ${a.storage}`]),
  ];
}

/** Its name and type: what INHERIT compares. */
function bare(column: Column): Column {
  const { attributes: a } = column;
  const kept = a.generated === '' ? null : a.default;
  return {
    ...column,
    attributes: {
      ...a,
      default: kept,
      identity: '',
      identityOptions: null,
      notNull: false,
      compression: null,
    },
  };
}

function freeName(table: Table, { catalog }: Surroundings): string {
  const taken = new Set(
    [...catalog.objects.values()].flatMap(({ id }) => (id.schema === table.id.schema ? id.name : [])),
  );
  let name = 'reconcile_parent';
  while (taken.has(name)) name += '_';
  return name;
}

/** NOT ENFORCED is never validated either. */
const unchecked = ({ enforced, validated }: ConstraintAttributes): string => {
  if (!enforced) return ' not enforced';
  return validated ? '' : ' not valid';
};
