import type { Session } from '../database/session.js';
import { quoteIdent, quoteLiteral } from '../model/id.js';

interface Guards {
  owner: string;
  actAs: boolean;
  forced: boolean;
  /** Triggers and rules with their forms of ALTER TABLE … ENABLE. */
  guards: { what: string; name: string; enable: string }[];
}

const GUARDS = (version: number): string => `
  select o.rolname::text as owner, o.rolname <> current_user and pg_has_role(c.relowner, '${version >= 160000 ? 'SET' : 'MEMBER'}')
      and has_schema_privilege(c.relowner, c.relnamespace, 'USAGE') as "actAs",
    c.relforcerowsecurity as forced, coalesce((select json_agg(g) from (
      select 'trigger' as what, t.tgname as name, case t.tgenabled when 'A' then 'enable always' when 'R' then 'enable replica' else 'enable' end as enable
        from pg_catalog.pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal and t.tgenabled <> 'D'
      union all select 'rule', r.rulename, case r.ev_enabled when 'A' then 'enable always' when 'R' then 'enable replica' else 'enable' end
        from pg_catalog.pg_rewrite r where r.ev_class = c.oid and r.ev_type <> '1' and r.ev_enabled <> 'D') g), '[]') as guards
  from pg_catalog.pg_class c join pg_catalog.pg_roles o on o.oid = c.relowner where c.oid = $1::regclass`;

/**
 * Runs `work` as a table's owner, where that may name it and be acted as, while none of its triggers and rules acts and row-level
 * security does not bind it; afterwards both are as they were. Inside a transaction that has the table for itself.
 */
export async function unguarded<T>(session: Session, table: string, work: () => Promise<T>): Promise<T> {
  const [found] = await session.query<Guards>(GUARDS(session.version), [table]);
  if (found === undefined) throw new Error(`there is no table ${table}`);
  const alter = `alter table ${table}`;
  const become = found.actAs ? `set local role ${quoteIdent(found.owner)}` : 'set local role none';
  const off = [
    ...(found.forced ? [`${alter} no force row level security`] : []),
    ...found.guards.map(({ what, name }) => `${alter} disable ${what} ${quoteIdent(name)}`),
  ];
  const on = [
    ...(found.forced ? [`${alter} force row level security`] : []),
    ...found.guards.map(({ what, name, enable }) => `${alter} ${enable} ${what} ${quoteIdent(name)}`),
  ];
  await session.run([become, ...off].join('; '));
  const result = await work();
  await session.run(['set constraints all immediate', ...on, 'set local role none'].join('; '));
  return result;
}

/** A value as COPY writes it: what the type's own output function gives. */
export const printed = (column: string): string =>
  `case when num_nulls(${column}) = 0 then format(${quoteLiteral('%s')}, ${column}) end`;
