import { keyOf, objectId, quoteIdent } from '../../model/id.js';
import { hasChildren, pathKey } from '../heirs.js';
import { buildConcurrently } from '../index/online.js';
import type { Of } from '../kind.js';
import { isPassingName, type OnlineChange, type OnlineWay, passingName, type Stage } from '../online.js';
import { relationOf } from '../relation.js';
import { optionText } from '../table/options.js';
import { printedName } from '../words.js';
import { names } from './assumes.js';
import { unforced } from './forced.js';
import type { ConstraintAttributes } from './index.js';
import { constraintHeir } from './inherited.js';

type Constraint = Of<ConstraintAttributes>;
type Change = OnlineChange<ConstraintAttributes>;
type Way = OnlineWay<ConstraintAttributes>;

/** Checks and foreign keys are added NOT VALID and validated afterwards; keys get an index that was built before. */
export function constraintOnline(change: Change): Way | null {
  const { after, around } = change;
  const a = after.attributes;
  if (a.domain || !a.enforced || constraintHeir(after) !== null) return null;
  if (hasChildren(after.id.schema, after.id.table ?? '', around)) return null;
  return 'cf'.includes(a.type) ? validatedLater(change) : keyOnIndex(change);
}

/** Without a foreign key whose check needs forced row-level security lifted for as long as it takes. */
function validatedLater({ after, around }: Change): Way | null {
  if (unforced(after, around) !== null || after.parent === null) return null;
  const others =
    after.attributes.type === 'f' ? after.dependsOn.map(({ on }) => around.catalog.objects.get(on)) : [];
  const referenced = new Set(others.flatMap((one) => one?.parent ?? []).filter((on) => on !== after.parent));
  return {
    entry: 'constraints',
    meanwhile: { ...after, attributes: { ...after.attributes, validated: false } },
    stages: [
      {
        sql: [`alter table ${relationOf(after)} validate constraint ${quoteIdent(after.id.name)}`],
        long: true,
        locks: [
          { on: after.parent, mode: 'SHARE UPDATE EXCLUSIVE' },
          ...[...referenced].map((on) => ({ on, mode: 'ROW SHARE' })),
        ],
      },
    ],
  };
}

/** ADD CONSTRAINT USING INDEX takes columns that are NOT NULL already for a primary key: else it would read every row. */
function keyOnIndex({ before, after, sql, around, live }: Change): Way | null {
  const a = after.attributes;
  const [, word = '', nulls = '', tail = ''] =
    /^(PRIMARY KEY|UNIQUE)( NULLS NOT DISTINCT)? (\(.*\))$/s.exec(a.definition) ?? [];
  if (word === '' || / WITHOUT OVERLAPS\)/.test(tail) || a.tablespace !== null || after.parent === null)
    return null;
  const table = around.parent(after as never);
  if (table?.attributes.replicaIdentity === `index ${after.id.name}`) return null;
  if (
    word === 'PRIMARY KEY' &&
    !columnsOf(tail, after).every((key) => isNotNull(live.objects.get(key)?.attributes))
  )
    return null;
  const options = a.options.length === 0 ? '' : ` with (${a.options.map(optionText).join(', ')})`;
  const fresh = passingName('new', after.key);
  const build = buildConcurrently(after, fresh, `USING btree ${tail}${nulls}${options}`, true);
  const index = keyOf(objectId('index', after.id.schema, fresh, { table: after.id.table }));
  const found = live.objects.get(index)?.attributes;
  const ready =
    found?.valid === true && found.unique === true && found.definition === `USING btree ${tail}${nulls}`;
  const head = `alter table ${relationOf(after)}`;
  const name = quoteIdent(after.id.name);
  const timing = `${a.deferrable ? ' deferrable' : ''}${a.deferred ? ' initially deferred' : ''}`;
  const swap: Stage = {
    sql: [
      ...(before === null ? [] : [`${head} drop constraint ${name}`]),
      `${head} add constraint ${name} ${word.toLowerCase()} using index ${quoteIdent(fresh)}${timing}`,
      ...sql.slice(1),
    ],
    locks: [{ on: after.parent, mode: 'ACCESS EXCLUSIVE' }],
  };
  return {
    entry: 'constraints',
    meanwhile: before,
    stages: [...(ready ? [] : [build]), swap],
    uses: ready ? [index] : [],
  };
}

const isNotNull = (column: { readonly [name: string]: unknown } | undefined): boolean =>
  column?.notNull === true && column.notNullValid === true;

/** Keys of the columns of `(a, b) INCLUDE (c)` in front of INCLUDE. */
function columnsOf(tail: string, { id }: Constraint): string[] {
  const list = /^\(([^()]*)\)/.exec(tail)?.[1] ?? '';
  return names(list).map((name) =>
    pathKey('column', [id.schema ?? '', id.table ?? '', printedName(name)[0] ?? '']),
  );
}

/** A check that stands in for NOT NULL until that is set. */
export const leftoverConstraint = (o: Constraint): Stage | null =>
  isPassingName(o.id.name) && o.attributes.type === 'c' && o.parent !== null && constraintHeir(o) === null
    ? {
        sql: [`alter table ${relationOf(o)} drop constraint ${quoteIdent(o.id.name)}`],
        locks: [{ on: o.parent, mode: 'ACCESS EXCLUSIVE' }],
      }
    : null;
