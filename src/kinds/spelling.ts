import { qualified } from '../model/id.js';
import type { Spelling } from './kind.js';

/** Argument types of functions, procedures and aggregates, as format_type prints them. */
export const routineSpelling: Spelling = {
  texts: (ref) => (ref.arguments === null ? [] : [`${qualified(ref.schema, ref.name)}(${ref.arguments})`]),
  find: 'array[to_regprocedure(q.a)::oid]',
  sql: `coalesce((select string_agg(format_type(t.oid, null), ', ' order by t.ord) from pg_proc p, unnest(p.proargtypes) with ordinality t(oid, ord)
    where p.oid = q.found[1]), '')`,
  field: 'arguments',
};
