import { automaticName } from '../../model/automatic-name.js';
import { quoteIdent } from '../../model/id.js';
import { comesByItself, pathKey } from '../heirs.js';
import { sourceNames, usualName } from '../index/copies.js';
import { parentIndexKey } from '../index/partitioned.js';
import type { Heir, Of, Surroundings } from '../kind.js';
import { relationOf } from '../relation.js';
import { indexItems, printedName } from '../words.js';
import type { ConstraintAttributes } from './index.js';

/**
 * A partition's copy of a key (under a name that state may choose), of a foreign key, or a child's of a check.
 * Keys that PostgreSQL names itself come by themselves.
 */
export function constraintHeir(o: Of<ConstraintAttributes>): Heir | null {
  const a = o.attributes;
  if (a.partitionOf !== null) {
    // A plain index is handed down as a plain index: a key that serves as its copy was made by itself.
    const named = a.partitionOf[0] === 'index' || a.unlike || ('pux'.includes(a.type) && !comesByItself(o));
    return { from: [parentIndexKey(a.partitionOf)], local: named };
  }
  if (a.inheritedFrom.length === 0) return null;
  return {
    from: a.inheritedFrom.map((table) => pathKey('constraint', [...table, o.id.name])),
    local: a.local,
  };
}

/** A partition's copy under another name than PostgreSQL chooses. */
export function renamedCopy(o: Of<ConstraintAttributes>, around: Surroundings): string[] {
  if (o.attributes.partitionOf === null) return [];
  const usual = copyName(o, around);
  if (usual === null || usual === o.id.name || isTaken(usual, o, around)) return [];
  return [`alter table ${relationOf(o)} rename constraint ${quoteIdent(usual)} to ${quoteIdent(o.id.name)}`];
}

/** The name that PostgreSQL chooses for a copy: a foreign key's is its parent's. `null`: not known. */
function copyName(o: Of<ConstraintAttributes>, around: Surroundings): string | null {
  const { type, definition, partitionOf } = o.attributes;
  if (type === 'f') return partitionOf?.at(-1) ?? null;
  if (!'pu'.includes(type)) return null;
  const named = partitionOf === null ? null : sourceNames(partitionOf, around);
  const columns = named ?? indexItems(definition).flatMap((column) => printedName(column).slice(0, 1));
  const table = o.id.table ?? '';
  return type === 'p' ? automaticName(table, null, 'pkey') : usualName(table, columns, 'key');
}

/** PostgreSQL has chosen another name, because that one was taken. */
function isTaken(name: string, o: Of<ConstraintAttributes>, around: Surroundings): boolean {
  const table = around.parent(o as never);
  const parts = ['constraint', 'index'].flatMap((kind) =>
    table === undefined ? [] : around.parts(table, kind),
  );
  return parts.some(({ id }) => id.name === name);
}

/** SQL: the constraint of the partitioned table that `k` is a copy of, as kind, schema, table, name. */
export const PARENT_CONSTRAINT = `(select jsonb_build_array('constraint', pn.nspname, pt.relname, pk.conname) from pg_constraint pk
  join pg_class pt on pt.oid = pk.conrelid join pg_namespace pn on pn.oid = pt.relnamespace where pk.oid = k.conparentid)`;

/** SQL: tables that hand a check down by its name. */
export const PARENT_CHECKS = `coalesce((select jsonb_agg(jsonb_build_array(pn.nspname, pt.relname) order by i.inhseqno) from pg_inherits i
  join pg_class pt on pt.oid = i.inhparent join pg_namespace pn on pn.oid = pt.relnamespace
  where i.inhrelid = k.conrelid and exists (select from pg_constraint pk where pk.conrelid = pt.oid and pk.conname = k.conname and pk.contype = 'c')), '[]'::jsonb)`;
