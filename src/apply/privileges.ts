import type { Session } from '../database/session.js';
import type { Key } from '../model/id.js';
import type { Requirement } from '../plan/result.js';

/** One question to the server: may `subject` do this? */
export interface Check {
  readonly what: Requirement['what'] | 'history';
  /** The role that must be able to; `null`: the connecting role. */
  readonly subject: string | null;
  /** The role that runs the step, where that is another; `null`: the connecting role. */
  readonly runner: string | null;
  /** The role to act as or whose ownership is needed. */
  readonly role: string | null;
  /** Where the object it is needed on sits; `null`: the database itself. */
  readonly catalog: string | null;
  readonly oid: number | null;
  /** The objects it is needed for, for messages. */
  readonly objects: readonly Key[];
  /** The object as SQL names it. */
  readonly name: string | null;
}

export interface Answers {
  readonly granted: readonly boolean[];
  /** Whether a new membership would not be inherited by itself, or an old one is not. */
  readonly uninherited: readonly boolean[];
  /** What schemas and relations are called before the plan renames them. */
  readonly names: readonly (string | null)[];
  /** The connecting role. */
  readonly who: string;
  readonly database: string;
  readonly databaseOwner: string;
  /** Whether an earlier apply has made the schema `reconcile`. */
  readonly recorded: boolean;
  /** Those of the roles asked about, and of the database's owner, that are superusers. */
  readonly superusers: ReadonlySet<string>;
}

/** `subject` and `role` resolved; a role that does not exist (yet) is no reason to refuse. */
const QUESTION = (setOption: string): string => `
  with q as (
    select n, what, coalesce(subject, current_user) as subject, role, catalog, oid, to_regrole(quote_ident(role)) as roleid,
      (select bool_or(r.rolsuper) from pg_catalog.pg_roles r where r.rolname in (coalesce(subject, current_user), coalesce(runner, current_user))) as super
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::oid[], $6::text[]) with ordinality u(what, subject, role, catalog, oid, runner, n))
  select current_user::text as who, current_database()::text as database, (select pg_get_userbyid(d.datdba)::text from pg_catalog.pg_database d where d.datname = current_database()) as database_owner, (select r.rolsuper from pg_catalog.pg_roles r, pg_catalog.pg_database d where d.datname = current_database() and r.oid = d.datdba) as database_owner_super, to_regnamespace('reconcile') is not null as recorded, coalesce((select r.rolsuper from pg_catalog.pg_roles r where r.rolname = q.role), false) as superuser, q.role,
    coalesce(what = 'ownership' and (pg_has_role(to_regrole(quote_ident(subject)), roleid, 'MEMBER') or not (select r.rolinherit from pg_catalog.pg_roles r where r.rolname = subject)), false) as uninherited,
    case catalog when 'pg_namespace' then (select quote_ident(n.nspname) from pg_catalog.pg_namespace n where n.oid = q.oid)
      when 'pg_class' then (select format('%I.%I', n.nspname, c.relname) from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = q.oid) end as name,
    case
      when super is null or super then true
      when to_regrole(quote_ident(subject)) is null then true
      when what in ('membership', 'giving') then roleid is null or pg_has_role(subject, roleid, '${setOption}')
      when what = 'ownership' then roleid is null or pg_has_role(subject, roleid, 'USAGE')
      when what = 'superuser' then false
      when what = 'createrole' then (select r.rolcreaterole from pg_catalog.pg_roles r where r.rolname = subject)
      when what = 'history' then case when to_regnamespace('reconcile') is null
        then has_database_privilege(subject, current_database(), 'CREATE')
        when not has_schema_privilege(subject, 'reconcile', 'USAGE') then false
        when to_regclass('reconcile.history') is null then has_schema_privilege(subject, 'reconcile', 'CREATE')
        else has_table_privilege(subject, 'reconcile.history', 'INSERT') end
      when catalog is null then has_database_privilege(subject, current_database(), case what when 'create' then 'CREATE' else 'CONNECT' end)
      when catalog = 'pg_namespace' then has_schema_privilege(subject, oid, case what when 'create' then 'CREATE' else 'USAGE' end)
      when catalog = 'pg_class' and what = 'trigger' then has_table_privilege(subject, oid, 'TRIGGER')
      when catalog = 'pg_class' and what in ('references', 'select') then has_any_column_privilege(subject, oid, what)
      when catalog = 'pg_proc' then has_function_privilege(subject, oid, 'EXECUTE')
      when catalog = 'pg_type' then has_type_privilege(subject, oid, 'USAGE')
      when catalog = 'pg_language' then has_language_privilege(subject, oid, 'USAGE')
      when catalog = 'pg_foreign_data_wrapper' then has_foreign_data_wrapper_privilege(subject, oid, 'USAGE')
      when catalog = 'pg_foreign_server' then has_server_privilege(subject, oid, 'USAGE')
      else true
    end as granted
  from q order by n`;

interface AnswerRow {
  who: string;
  database: string;
  database_owner: string;
  database_owner_super: boolean | null;
  recorded: boolean;
  superuser: boolean;
  role: string | null;
  granted: boolean | null;
  uninherited: boolean;
  name: string | null;
}

/** Answers all checks in one query. */
export async function askServer(session: Session, checks: readonly Check[]): Promise<Answers> {
  const rows = await session.query<AnswerRow>(QUESTION(session.version >= 160000 ? 'SET' : 'MEMBER'), [
    checks.map((check) => check.what),
    checks.map((check) => check.subject),
    checks.map((check) => check.role),
    checks.map((check) => check.catalog),
    checks.map((check) => check.oid),
    checks.map((check) => check.runner),
  ]);
  const [first] = rows;
  const superusers = new Set(rows.flatMap((row) => (row.superuser && row.role !== null ? [row.role] : [])));
  if (first?.database_owner_super === true) superusers.add(first.database_owner);
  return {
    // An object that vanished since the plan answers null: the comparison under the locks will say so.
    granted: rows.map((row) => row.granted ?? true),
    uninherited: rows.map((row) => row.uninherited),
    names: rows.map((row) => row.name),
    who: first?.who ?? '',
    database: first?.database ?? '',
    databaseOwner: first?.database_owner ?? '',
    recorded: first?.recorded ?? false,
    superusers,
  };
}
