import type { CatalogObject } from '../../model/catalog.js';
import type { Key } from '../../model/id.js';
import type { Assumption, Deed, Footprint, RelationLock } from '../footprint.js';
import { pathKey } from '../heirs.js';
import type { Of, Surroundings } from '../kind.js';
import { printedName } from '../words.js';
import { madeAlone } from './create.js';
import type { TableAttributes } from './index.js';
import { misplaced } from './misplaced.js';

type Table = Of<TableAttributes>;

/** Making, tying, leaving and dropping a partition or child is a matter of its parents as well. */
export function tableFootprint(deed: Deed<TableAttributes>): Footprint {
  const { verb, object, before, changed, around } = deed;
  const wasTied = before !== null && before.attributes.partitionOf !== null;
  switch (verb) {
    case 'create':
      return madeAlone(object, around)
        ? {}
        : { others: parents(object, around, 'ACCESS EXCLUSIVE'), assumes: places(deed) };
    case 'drop':
      return { others: parents(object, around, 'ACCESS EXCLUSIVE', false) };
    case 'alter':
      return changed.has('partitionOf') || changed.has('bound') || changed.has('inherits')
        ? { others: before === null || !wasTied ? [] : parents(before, around, 'ACCESS EXCLUSIVE') }
        : {};
    case 'finish':
    case 'restore':
      return {
        others: parents(object, around, 'SHARE UPDATE EXCLUSIVE'),
        scan: object.attributes.partitionOf !== null,
        assumes: verb === 'finish' ? places(deed) : [],
      };
    case 'release':
      return { others: parents(before ?? object, around, 'ACCESS EXCLUSIVE') };
    default:
      return {};
  }
}

function places({ object, before, around }: Deed<TableAttributes>): Assumption[] {
  const parent = object.attributes.partitionOf;
  const other = parent === null ? undefined : defaultPartition(parent, around);
  const stands = other === undefined ? undefined : around.standing?.(other.key);
  const isDefault = stands?.attributes.bound === 'DEFAULT' && stands.key !== object.key;
  return misplaced(object, before, isDefault ? (stands as unknown as Table) : undefined, around);
}

/** The parents' locks; `mode` is a partitioned one's. Its default partition may hold rows of a new partition. */
function parents(o: Table, around: Surroundings, mode: string, inherited = true): RelationLock[] {
  const { partitionOf, inherits } = o.attributes;
  const keyOfTable = (printed: string): Key => pathKey('table', printedName(printed));
  const inheritance = inherited
    ? inherits.map((parent) => ({ on: keyOfTable(parent), mode: 'SHARE UPDATE EXCLUSIVE' }))
    : [];
  if (partitionOf === null) return inheritance;
  const other = defaultPartition(partitionOf, around);
  return [
    { on: keyOfTable(partitionOf), mode },
    ...(other === undefined || other.key === (o as unknown as CatalogObject).key
      ? []
      : [{ on: other.key, mode: 'ACCESS EXCLUSIVE' }]),
  ];
}

const defaults = new WeakMap<object, ReadonlyMap<unknown, CatalogObject>>();

function defaultPartition(parent: string, { catalog: { objects } }: Surroundings): CatalogObject | undefined {
  let known = defaults.get(objects);
  if (known === undefined) {
    const found = [...objects.values()].filter(({ attributes }) => attributes.bound === 'DEFAULT');
    known = new Map(found.map((object) => [object.attributes.partitionOf, object]));
    defaults.set(objects, known);
  }
  return known.get(parent);
}
