import { qualified, quoteIdent } from '../../model/id.js';
import { type AlterContext, defineKind, type Of } from '../kind.js';
import { routineSpelling } from '../spelling.js';
import { attributes, row, USER_SCHEMA } from '../sql.js';
import { aggregateDocument } from './manifest.js';

export interface AggregateAttributes {
  /** pg_get_function_arguments, `*` where there are none: ORDER BY included. */
  arguments: string;
  returns: string;
  /** n ordinary, o ordered-set, h hypothetical-set. */
  kind: string;
  /** CREATE AGGREGATE's options, in its order: `sfunc = public.f`. */
  definition: string[];
}

const name = (o: Of<AggregateAttributes>): string =>
  `${qualified(o.id.schema, o.id.name)}(${o.attributes.arguments.replace(/ DEFAULT .*?(?=, | ORDER BY |$)/gs, '')})`;
const define = (o: Of<AggregateAttributes>, verb: string): string =>
  `${verb} aggregate ${name(o)} (\n  ${o.attributes.definition.join(',\n  ')}\n)`;

/** CREATE OR REPLACE AGGREGATE keeps kind, result and arguments (CREATE AGGREGATE in the manual). */
function redefine({ after, changed }: AlterContext<AggregateAttributes>): string[] | 'replace' {
  return changed.has('returns') || changed.has('kind') || changed.has('arguments')
    ? 'replace'
    : [define(after, 'create or replace')];
}

const routine = (key: string, column: string): string =>
  `case when a.${column} <> 0 then '${key} = ' || a.${column}::regproc::text end`;
const when = (condition: string, text: string): string => `case when ${condition} then ${text} end`;

/** Options that are there, as text; defaults are left out. */
const DEFINITION = [
  routine('sfunc', 'aggtransfn'),
  "'stype = ' || format_type(a.aggtranstype, null)",
  when('a.aggtransspace <> 0', "'sspace = ' || a.aggtransspace"),
  routine('finalfunc', 'aggfinalfn'),
  when('a.aggfinalextra', "'finalfunc_extra'"),
  when(
    "a.aggfinalfn <> 0 and a.aggfinalmodify <> case when a.aggkind = 'n' then 'r' else 'w' end",
    "'finalfunc_modify = ' || case a.aggfinalmodify when 'r' then 'read_only' when 's' then 'shareable' else 'read_write' end",
  ),
  routine('combinefunc', 'aggcombinefn'),
  routine('serialfunc', 'aggserialfn'),
  routine('deserialfunc', 'aggdeserialfn'),
  when('a.agginitval is not null', "'initcond = ' || quote_literal(a.agginitval)"),
  routine('msfunc', 'aggmtransfn'),
  routine('minvfunc', 'aggminvtransfn'),
  when('a.aggmtranstype <> 0', "'mstype = ' || format_type(a.aggmtranstype, null)"),
  when('a.aggmtransspace <> 0', "'msspace = ' || a.aggmtransspace"),
  routine('mfinalfunc', 'aggmfinalfn'),
  when('a.aggmfinalextra', "'mfinalfunc_extra'"),
  when(
    "a.aggmfinalfn <> 0 and a.aggmfinalmodify <> case when a.aggkind = 'n' then 'r' else 'w' end",
    "'mfinalfunc_modify = ' || case a.aggmfinalmodify when 'r' then 'read_only' when 's' then 'shareable' else 'read_write' end",
  ),
  when('a.aggminitval is not null', "'minitcond = ' || quote_literal(a.aggminitval)"),
  when(
    'a.aggsortop <> 0',
    "(select 'sortop = operator(' || quote_ident(sn.nspname) || '.' || s.oprname || ')' from pg_operator s join pg_namespace sn on sn.oid = s.oprnamespace where s.oid = a.aggsortop)",
  ),
  when(
    "p.proparallel <> 'u'",
    "'parallel = ' || case p.proparallel when 's' then 'safe' else 'restricted' end",
  ),
  when("a.aggkind = 'h'", "'hypothetical'"),
];

export const aggregate = defineKind<AggregateAttributes>({
  name: 'aggregate',
  plural: 'aggregates',
  sqlType: 'AGGREGATE',
  catalog: 'pg_proc',
  part: false,
  owned: true,
  privileges: { letter: 'f', word: 'FUNCTION', defaults: 'f' },
  rank: 9,
  asks: () => ({ f: 'execute', T: 'usage' }),
  spelling: routineSpelling,
  orReplace: true,
  read: () =>
    `select ${row({
      oid: 'p.oid',
      schema: 'n.nspname',
      name: 'p.proname',
      args: "coalesce((select string_agg(format_type(t.oid, null), ', ' order by t.ord) from unnest(p.proargtypes) with ordinality as t(oid, ord)), '')",
      owner: 'p.proowner',
      acl: 'p.proacl',
      attributes: attributes({
        arguments: "coalesce(nullif(pg_get_function_arguments(p.oid), ''), '*')",
        returns: 'pg_get_function_result(p.oid)',
        kind: 'a.aggkind',
        definition: `(select jsonb_agg(x.text order by x.at) from unnest(array[${DEFINITION.join(', ')}]::text[]) with ordinality as x(text, at) where x.text is not null)`,
      }),
    })} from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_aggregate a on a.aggfnoid = p.oid where ${USER_SCHEMA}`,
  create: (o) => [define(o, 'create')],
  drop: (o) => [`drop aggregate ${name(o)}`],
  rename: (o, to) => [`alter aggregate ${name(o)} rename to ${quoteIdent(to)}`],
  commentTarget: (o) => `AGGREGATE ${name(o)}`,
  document: aggregateDocument,
  attributes: {
    arguments: { alter: redefine, lock: null },
    returns: { alter: redefine, lock: null },
    kind: { alter: redefine, lock: null },
    definition: { alter: redefine, lock: null },
  },
});

export const kinds = [aggregate];
