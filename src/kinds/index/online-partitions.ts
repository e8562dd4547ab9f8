import type { CatalogObject } from '../../model/catalog.js';
import { type Key, qualified, quoteIdent } from '../../model/id.js';
import type { Of } from '../kind.js';
import type { OnlineChange, OnlineWay, Stage } from '../online.js';
import { relationOf } from '../relation.js';
import type { IndexAttributes } from './index.js';
import { BESIDE, buildConcurrently, dropConcurrently } from './online.js';
import { parentIndexKey } from './partitioned.js';

type Index = Of<IndexAttributes>;
type Change = OnlineChange<IndexAttributes>;

/**
 * Made on the partitioned table alone, built on each partition, attached (the manual: CREATE INDEX, Building Indexes
 * Concurrently). One that was stopped is invalid: what it has already is gone on with.
 */
export function partitionedOnline({
  before,
  after,
  sql,
  around,
  live,
}: Change): OnlineWay<IndexAttributes> | null {
  const begun = before !== null && !before.attributes.valid && same(before, after);
  if (after.attributes.partitionOf !== null || after.parent === null || (before !== null && !begun))
    return null;
  const { objects } = around.catalog;
  const tree = copiesUnder(after, objects);
  const owner = live.objects.get(after.parent)?.owner;
  const find: Find = (copy) => live.objects.get(keyOfIndex(copy)) as Index | undefined;
  if (tree.length === 0 || !tree.every((copy) => live.objects.get(copy.parent ?? '')?.owner === owner))
    return null;
  if (!tree.every((copy) => copy.attributes.tablespace === null && goesOn(find(copy), copy))) return null;
  return {
    entry: 'indexes',
    meanwhile: before,
    stages: [
      ...(begun ? [] : [alone(after)]),
      ...stagesUnder(after, objects, find),
      ...settings(after, sql.slice(1)),
    ],
    along: tree.map((copy) => ({ key: keyOfIndex(copy), meanwhile: find(copy) ?? null, after: copy })),
  };
}

type Objects = ReadonlyMap<Key, CatalogObject>;
type Find = (copy: Index) => Index | undefined;

const keyOfIndex = (o: Index): Key => (o as unknown as CatalogObject).key;

const same = (a: Index, b: Index): boolean =>
  a.attributes.unique === b.attributes.unique &&
  a.attributes.definition === b.attributes.definition &&
  a.attributes.partitioned === b.attributes.partitioned;

/** Whether what is there of a copy can be gone on with. One that is attached cannot be built again. */
const goesOn = (was: Index | undefined, copy: Index): boolean =>
  was === undefined ||
  (same(was, copy) &&
    (was.attributes.valid || was.attributes.partitioned || was.attributes.partitionOf === null));

function copiesOf(o: Index, objects: Objects): Index[] {
  return [...objects.values()].flatMap((object): Index[] => {
    const copy = object as unknown as Index;
    const from = object.id.kind === o.id.kind ? copy.attributes.partitionOf : null;
    return from !== null && parentIndexKey(from) === keyOfIndex(o) ? [copy] : [];
  });
}

/** Copies, and copies of copies. */
const copiesUnder = (o: Index, objects: Objects): Index[] =>
  copiesOf(o, objects).flatMap((copy) => [copy, ...copiesUnder(copy, objects)]);

/** A partitioned index by itself: no rows are read. It is valid once all its copies are attached. */
const alone = (o: Index): Stage => ({
  sql: [
    `create ${o.attributes.unique ? 'unique ' : ''}index ${quoteIdent(o.id.name)} on only ${relationOf(o)} ${o.attributes.definition}`,
  ],
  locks: o.parent === null ? [] : [{ on: o.parent, mode: 'SHARE' }],
});

function stagesUnder(o: Index, objects: Objects, find: Find): Stage[] {
  return copiesOf(o, objects).flatMap((copy) => {
    const was = find(copy);
    const { definition, unique, partitioned } = copy.attributes;
    const name = qualified(copy.id.schema, copy.id.name);
    const attach = `alter index ${qualified(o.id.schema, o.id.name)} attach partition ${name}`;
    const build = partitioned ? alone(copy) : buildConcurrently(copy, copy.id.name, definition, unique);
    const broken = was !== undefined && !partitioned && !was.attributes.valid;
    return [
      ...(broken ? [dropConcurrently(copy, copy.id.name)] : []),
      ...(was === undefined || broken ? [build] : []),
      ...stagesUnder(copy, objects, find),
      ...(was?.attributes.partitionOf == null ? [{ sql: [attach], locks: [] }] : []),
    ];
  });
}

const settings = (o: Index, sql: readonly string[]): Stage[] =>
  sql.length === 0 ? [] : [{ sql, locks: o.parent === null ? [] : [{ on: o.parent, mode: BESIDE }] }];
