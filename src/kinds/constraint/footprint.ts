import type { Deed, Footprint, RelationLock } from '../footprint.js';
import { handedDown } from '../heirs.js';
import { relationsUnder } from '../relation.js';
import { constraintAssumes } from './assumes.js';
import { boundBy } from './forced.js';
import type { ConstraintAttributes } from './index.js';
import { constraintHeir } from './inherited.js';

/** A foreign key is a matter of two tables: SHARE ROW EXCLUSIVE on both when added, ACCESS EXCLUSIVE when dropped. */
export function constraintFootprint(deed: Deed<ConstraintAttributes>): Footprint {
  const { verb, object, changed, around } = deed;
  const a = object.attributes;
  const partitioned = around.parent(object as never)?.attributes.partitionKey != null;
  const referenced = (mode: string): RelationLock[] =>
    a.type === 'f' ? relationsUnder(object as never, around).map((on) => ({ on, mode, below: true })) : [];
  // NO FORCE ROW LEVEL SECURITY, for as long as rows are looked through.
  const lifted = boundBy(object, around).map(({ key }) => ({ on: key, mode: 'ACCESS EXCLUSIVE' }));
  if (a.domain) return domainFootprint(deed);
  switch (verb) {
    case 'create':
      if (handedDown(constraintHeir(object))) return { own: null };
      return {
        own: a.type === 'f' ? 'SHARE ROW EXCLUSIVE' : 'ACCESS EXCLUSIVE',
        ...reach(deed, partitioned, [...referenced('SHARE ROW EXCLUSIVE'), ...lifted]),
        scan: 'cf'.includes(a.type) && a.validated && a.enforced,
        build: 'pux'.includes(a.type),
        assumes: constraintAssumes(object, around),
      };
    case 'drop':
      return { others: referenced('ACCESS EXCLUSIVE') };
    case 'alter':
      return {
        assumes: changed.has('validated') ? constraintAssumes(object, around) : [],
        scan: a.enforced && (changed.has('validated') || changed.has('enforced')),
        ...(changed.has('enforced')
          ? { others: [...referenced('ACCESS EXCLUSIVE'), ...lifted] }
          : changed.has('validated')
            ? { others: lifted }
            : {}),
        ...(changed.has('tablespace') && changed.size === 1
          ? { own: null, others: [{ on: object.key, mode: 'ACCESS EXCLUSIVE' }] }
          : {}),
      };
    default:
      return {};
  }
}

/** Partitions and children: before 18 an index on them is all that a key needs, and NO INHERIT is no matter of theirs. */
function reach(
  { object, around }: Deed<ConstraintAttributes>,
  partitioned: boolean,
  referenced: readonly RelationLock[],
): Pick<Footprint, 'below' | 'others'> {
  const a = object.attributes;
  const old = around.version < 180000;
  if (a.type === 'c') return { below: !(old && / NO INHERIT$/.test(a.definition)) };
  if (a.type === 'f') return { below: partitioned, others: referenced };
  if (!old || !partitioned || object.parent === null) return { below: partitioned };
  return { below: false, others: [{ on: object.parent, mode: 'SHARE', below: true }] };
}

/** Rows that hold the domain's values are read where they are. */
function domainFootprint({ verb, object, changed, tablesWith }: Deed<ConstraintAttributes>): Footprint {
  const checked =
    (verb === 'create' && object.attributes.validated) || (verb === 'alter' && changed.has('validated'));
  const tables = checked && object.parent !== null ? tablesWith(object.parent) : [];
  return { own: null, others: tables.map((on) => ({ on, mode: 'SHARE' })), scan: tables.length > 0 };
}
