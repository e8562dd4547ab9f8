import { keyOf, qualified, quoteIdent } from '../../model/id.js';
import type { Of } from '../kind.js';
import { isPassingName, type OnlineChange, type OnlineWay, passingName, type Stage } from '../online.js';
import { relationOf } from '../relation.js';
import type { IndexAttributes } from './index.js';
import { partitionedOnline } from './online-partitions.js';

type Index = Of<IndexAttributes>;

export const BESIDE = 'SHARE UPDATE EXCLUSIVE';

/** The one way to build an index while others write (the manual: CREATE INDEX, Building Indexes Concurrently). */
export function buildConcurrently(
  o: Pick<Index, 'id' | 'parent'>,
  as: string,
  rest: string,
  unique: boolean,
): Stage {
  const relation = relationOf(o as never);
  return {
    sql: [`create ${unique ? 'unique ' : ''}index concurrently ${quoteIdent(as)} on ${relation} ${rest}`],
    alone: true,
    long: true,
    undo: `drop index concurrently if exists ${qualified(o.id.schema, as)}`,
    locks: o.parent === null ? [] : [{ on: o.parent, mode: BESIDE }],
  };
}

export const dropConcurrently = (o: Pick<Index, 'id' | 'parent'>, name: string): Stage => ({
  sql: [`drop index concurrently ${qualified(o.id.schema, name)}`],
  alone: true,
  long: true,
  locks: o.parent === null ? [] : [{ on: o.parent, mode: BESIDE }],
});

/** Built beside the old one and swapped by names. An invalid one goes first: a build that failed left it. */
export function indexOnline(change: OnlineChange<IndexAttributes>): OnlineWay<IndexAttributes> | null {
  const { before, after, sql, around, live } = change;
  const a = after.attributes;
  if (!a.valid || a.tablespace !== null || before?.attributes.partitioned === !a.partitioned) return null;
  if (a.partitioned) return partitionedOnline(change);
  if (a.partitionOf !== null) return null;
  if (around.parent(after as never)?.attributes.replicaIdentity === `index ${after.id.name}`) return null;
  const [made = '', ...rest] = sql;
  if (!/^create (unique )?index /.test(made)) return null;
  const build = (as: string): Stage => buildConcurrently(after, as, a.definition, a.unique);
  const settings: Stage[] =
    rest.length === 0
      ? []
      : [{ sql: rest, locks: after.parent === null ? [] : [{ on: after.parent, mode: BESIDE }] }];
  if (before === null || !before.attributes.valid) {
    const broken = before === null ? [] : [dropConcurrently(after, after.id.name)];
    return { entry: 'indexes', meanwhile: before, stages: [...broken, build(after.id.name), ...settings] };
  }
  const [fresh, old] = [passingName('new', after.key), passingName('old', after.key)];
  const key = keyOf({ ...after.id, name: fresh });
  const ready = isReady(live.objects.get(key) as Index | undefined, after);
  const renamed = (from: string, to: string): string =>
    `alter index ${qualified(after.id.schema, from)} rename to ${quoteIdent(to)}`;
  const swap: Stage = { sql: [renamed(after.id.name, old), renamed(fresh, after.id.name)], locks: [] };
  return {
    entry: 'indexes',
    meanwhile: before,
    stages: [...(ready ? [] : [build(fresh)]), swap, ...settings, dropConcurrently(after, old)],
    uses: ready ? [key] : [],
  };
}

/** Whether an earlier try has built it to the end. */
const isReady = (found: Index | undefined, after: Index): boolean =>
  found?.attributes.valid === true &&
  found.attributes.unique === after.attributes.unique &&
  found.attributes.definition === after.attributes.definition;

export const leftoverIndex = (o: Index): Stage | null =>
  isPassingName(o.id.name) && !o.attributes.partitioned && o.attributes.partitionOf === null
    ? dropConcurrently(o, o.id.name)
    : null;
