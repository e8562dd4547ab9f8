/** Operators and support functions of a class, or loose in a family, each as CREATE OPERATOR CLASS writes it. */
export const members = (catalog: 'pg_opclass' | 'pg_opfamily', oid: string): string => {
  const tied = (own: string): string =>
    `exists (select from pg_depend d where d.classid = '${own}'::regclass and d.objid = m.oid and d.refclassid = '${catalog}'::regclass and d.refobjid = ${oid})`;
  const types = (left: string, right: string): string =>
    `format_type(${left}, null) || ', ' || format_type(${right}, null)`;
  return `coalesce((select jsonb_agg(x.text order by x.kind, x.number, x.text) from (
    select 1 as kind, m.amopstrategy as number, 'operator ' || m.amopstrategy || ' ' || quote_ident(n.nspname) || '.' || o.oprname || ' (' || ${types('m.amoplefttype', 'm.amoprighttype')} || ')'
        || case when m.amoppurpose = 'o' then (select ' for order by ' || quote_ident(fn.nspname) || '.' || quote_ident(f.opfname) from pg_opfamily f join pg_namespace fn on fn.oid = f.opfnamespace where f.oid = m.amopsortfamily) else '' end as text
      from pg_amop m join pg_operator o on o.oid = m.amopopr join pg_namespace n on n.oid = o.oprnamespace where ${tied('pg_amop')}
    union all
    select 2, m.amprocnum, 'function ' || m.amprocnum || ' (' || ${types('m.amproclefttype', 'm.amprocrighttype')} || ') ' || m.amproc::regprocedure::text
      from pg_amproc m where ${tied('pg_amproc')}) x), '[]'::jsonb)`;
};

/** How ALTER OPERATOR FAMILY … DROP names a member: `operator 1 (a, b)`, `function 1 (a, b)`. */
export function memberName(text: string): string {
  const [, kind = '', number = '', rest = ''] = /^(operator|function) (\d+) (.*)$/s.exec(text) ?? [];
  const types =
    kind === 'function'
      ? /^(\((?:[^()]|\([^)]*\))*\))/.exec(rest)?.[1]
      : /(\([^()]*\))( for order by .*)?$/s.exec(rest)?.[1];
  return `${kind} ${number} ${types ?? ''}`;
}
