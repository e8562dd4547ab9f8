import type { CatalogObject } from '../../model/catalog.js';
import type { Key } from '../../model/id.js';
import type { Deed, Footprint, RelationLock } from '../footprint.js';
import { pathKey } from '../heirs.js';
import type { Of, Surroundings } from '../kind.js';
import { printedName } from '../words.js';
import { madeAlone } from './create.js';
import type { TableAttributes } from './index.js';

type Table = Of<TableAttributes>;

/** Making, tying, leaving and dropping a partition or child is a matter of its parents as well. */
export function tableFootprint({ verb, object, before, changed, around }: Deed<TableAttributes>): Footprint {
  const wasTied = before !== null && before.attributes.partitionOf !== null;
  switch (verb) {
    case 'create':
      return madeAlone(object, around) ? {} : { others: parents(object, around, 'ACCESS EXCLUSIVE') };
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
      };
    case 'release':
      return { others: parents(before ?? object, around, 'ACCESS EXCLUSIVE') };
    default:
      return {};
  }
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

function defaultPartition(parent: string, around: Surroundings): CatalogObject | undefined {
  for (const object of around.catalog.objects.values())
    if (object.attributes.bound === 'DEFAULT' && object.attributes.partitionOf === parent) return object;
  return undefined;
}
