import { defineKind } from '../kind.js';
import { attributes, row } from '../sql.js';
import { castDocument } from './manifest.js';

export interface CastAttributes {
  source: string;
  target: string;
  /** With its argument types; `null` for the methods that need none. */
  function: string | null;
  /** f function, i inout, b binary. */
  method: string;
  /** e explicit, a assignment, i implicit. */
  context: string;
}

const types = (a: CastAttributes): string => `(${a.source} as ${a.target})`;
const CONTEXTS: Record<string, string> = { e: '', a: ' as assignment', i: ' as implicit' };

export const cast = defineKind<CastAttributes>({
  name: 'cast',
  plural: 'casts',
  sqlType: 'CAST',
  catalog: 'pg_cast',
  part: false,
  global: true,
  owned: false,
  // Whoever makes it must own one of the types.
  asConnecting: true,
  privileges: null,
  rank: 2.9,
  foundByUse: () => true,
  read: () =>
    `select ${row({
      oid: 'c.oid',
      name: "format_type(c.castsource, null) || ' as ' || format_type(c.casttarget, null)",
      attributes: attributes({
        source: 'format_type(c.castsource, null)',
        target: 'format_type(c.casttarget, null)',
        function: 'case when c.castfunc <> 0 then c.castfunc::regprocedure::text end',
        method: 'c.castmethod',
        context: 'c.castcontext',
      }),
    })} from pg_cast c where c.oid >= 16384
       and not exists (select from pg_depend d where d.classid = 'pg_cast'::regclass and d.objid = c.oid and d.deptype = 'i')`,
  create: ({ attributes: a }) => {
    const method =
      a.function !== null
        ? `with function ${a.function}`
        : a.method === 'i'
          ? 'with inout'
          : 'without function';
    return [`create cast ${types(a)} ${method}${CONTEXTS[a.context] ?? ''}`];
  },
  drop: (o) => [`drop cast ${types(o.attributes)}`],
  commentTarget: (o) => `CAST ${types(o.attributes)}`,
  nameOf: ({ attributes: a }, now) => `${now.type(a.source)} as ${now.type(a.target)}`,
  spelling: {
    texts: (ref) => /^((?:"(?:[^"]|"")*"|[^"])*?) as (.*)$/.exec(ref.name)?.slice(1) ?? [],
    find: 'array[to_regtype(q.a)::oid, to_regtype(q.b)::oid]',
    sql: "format_type(q.found[1], null) || ' as ' || format_type(q.found[2], null)",
    field: 'name',
  },
  document: castDocument,
  attributes: {
    source: { alter: 'replace' },
    target: { alter: 'replace' },
    function: { alter: 'replace' },
    method: { alter: 'replace' },
    context: { alter: 'replace' },
  },
});

export const kinds = [cast];
