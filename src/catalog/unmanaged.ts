import { USER_SCHEMA } from '../kinds/sql.js';

/** One source of objects that no kind manages yet, told by manifest key. */
interface Source {
  kind: string;
  catalog: string;
  select: string;
  /** First server_version_num that has it. */
  since?: number;
}

const inSchema = (
  kind: string,
  catalog: string,
  alias: string,
  name: string,
  namespace: string,
  where = 'true',
): Source => ({
  kind,
  catalog,
  select: `select ${alias}.oid, n.nspname::text as schema, ${alias}.${name}::text as name from ${catalog} ${alias} join pg_namespace n on n.oid = ${alias}.${namespace} where ${USER_SCHEMA} and ${where}`,
});
const global = (kind: string, catalog: string, name: string, where = 'true'): Source => ({
  kind,
  catalog,
  select: `select x.oid, null::text as schema, (${name})::text as name from ${catalog} x where x.oid >= 16384 and ${where}`,
});

/** Privileges of one of PostgreSQL's own objects as initdb left them. */
function initial(catalog: string, oid: string, sub: string): string {
  return `(select i.initprivs from pg_init_privs i where i.classoid = '${catalog}'::regclass and i.objoid = ${oid} and i.objsubid = ${sub} and i.privtype = 'i')`;
}

const SOURCES: readonly Source[] = [
  inSchema('domain', 'pg_type', 't', 'typname', 'typnamespace', "t.typtype = 'd'"),
  inSchema('range_type', 'pg_type', 't', 'typname', 'typnamespace', "t.typtype = 'r'"),
  inSchema(
    'base_type',
    'pg_type',
    't',
    'typname',
    'typnamespace',
    "t.typtype in ('b', 'p') and not (t.typcategory = 'A' and t.typelem <> 0)",
  ),
  inSchema('composite_type', 'pg_class', 'c', 'relname', 'relnamespace', "c.relkind = 'c'"),
  inSchema('foreign_table', 'pg_class', 'c', 'relname', 'relnamespace', "c.relkind = 'f'"),
  inSchema('aggregate', 'pg_proc', 'p', 'proname', 'pronamespace', "p.prokind = 'a'"),
  inSchema('operator', 'pg_operator', 'o', 'oprname', 'oprnamespace'),
  inSchema('operator_class', 'pg_opclass', 'o', 'opcname', 'opcnamespace'),
  inSchema('operator_family', 'pg_opfamily', 'o', 'opfname', 'opfnamespace'),
  inSchema('collation', 'pg_collation', 'o', 'collname', 'collnamespace'),
  inSchema('conversion', 'pg_conversion', 'o', 'conname', 'connamespace'),
  inSchema('text_search_configuration', 'pg_ts_config', 'o', 'cfgname', 'cfgnamespace'),
  inSchema('text_search_dictionary', 'pg_ts_dict', 'o', 'dictname', 'dictnamespace'),
  inSchema('text_search_parser', 'pg_ts_parser', 'o', 'prsname', 'prsnamespace'),
  inSchema('text_search_template', 'pg_ts_template', 'o', 'tmplname', 'tmplnamespace'),
  inSchema('statistics', 'pg_statistic_ext', 'o', 'stxname', 'stxnamespace'),
  {
    kind: 'rule',
    catalog: 'pg_rewrite',
    select: `select r.oid, n.nspname::text as schema, (c.relname || '.' || r.rulename)::text as name from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace where r.rulename <> '_RETURN' and ${USER_SCHEMA}`,
  },
  global('event_trigger', 'pg_event_trigger', 'x.evtname'),
  global('publication', 'pg_publication', 'x.pubname'),
  global('cast', 'pg_cast', "format_type(x.castsource, null) || ' as ' || format_type(x.casttarget, null)"),
  global('language', 'pg_language', 'x.lanname'),
  global('transform', 'pg_transform', 'format_type(x.trftype, null)'),
  global('foreign_data_wrapper', 'pg_foreign_data_wrapper', 'x.fdwname'),
  global('server', 'pg_foreign_server', 'x.srvname'),
  global('access_method', 'pg_am', 'x.amname'),
  {
    kind: 'user_mapping',
    catalog: 'pg_user_mapping',
    select:
      "select u.umid as oid, null::text as schema, (u.usename || ' on ' || u.srvname)::text as name from pg_user_mappings u",
  },
  {
    kind: 'subscription',
    catalog: 'pg_subscription',
    select:
      'select s.oid, null::text as schema, s.subname::text as name from pg_subscription s where s.subdbid = (select oid from pg_database where datname = current_database())',
  },
  {
    kind: 'large_object',
    catalog: 'pg_largeobject',
    select: 'select l.oid, null::text as schema, l.oid::text as name from pg_largeobject_metadata l',
  },
  {
    kind: 'security_label',
    catalog: 'pg_seclabel',
    select:
      "select s.objoid as oid, null::text as schema, (s.provider || ' on ' || s.classoid::regclass::text || ' ' || s.objoid)::text as name from pg_seclabel s",
  },
  {
    kind: 'shared_security_label',
    catalog: 'pg_shseclabel',
    select:
      "select s.objoid as oid, null::text as schema, (s.provider || ' on ' || s.classoid::regclass::text || ' ' || s.objoid)::text as name from pg_shseclabel s",
  },
  {
    kind: 'parameter_privileges',
    catalog: 'pg_parameter_acl',
    select: 'select p.oid, null::text as schema, p.parname::text as name from pg_parameter_acl p',
    since: 150000,
  },
  {
    kind: 'database_setting',
    catalog: 'pg_db_role_setting',
    select:
      "select s.setdatabase as oid, null::text as schema, split_part(x, '=', 1)::text as name from pg_db_role_setting s cross join unnest(s.setconfig) x where s.setrole = 0 and s.setdatabase = (select oid from pg_database where datname = current_database())",
  },
  // DEPENDS ON EXTENSION: the object goes with the extension, and whatever is made anew does so no longer.
  {
    kind: 'depends_on_extension',
    catalog: 'pg_depend',
    select:
      "select d.objid as oid, i.schema, (substr(i.identity, coalesce(length(quote_ident(i.schema)) + 2, 1)) || ' on ' || e.extname)::text as name from pg_depend d join pg_extension e on e.oid = d.refobjid, lateral pg_identify_object(d.classid, d.objid, 0) i where d.deptype = 'x' and d.refclassid = 'pg_extension'::regclass",
  },
  // What PostgreSQL's own catalogs and functions grant to others than initdb said.
  {
    kind: 'system_privileges',
    catalog: 'pg_init_privs',
    select: `select c.oid, null::text as schema, c.relname::text as name from pg_class c where c.relnamespace = 'pg_catalog'::regnamespace and c.oid < 16384 and c.relkind in ('r', 'v', 'S')
        and c.relacl is not null and c.relacl is distinct from ${initial('pg_class', 'c.oid', '0')}
      union all select a.attrelid, null, (c.relname || '.' || a.attname)::text from pg_attribute a join pg_class c on c.oid = a.attrelid
        where c.relnamespace = 'pg_catalog'::regnamespace and c.oid < 16384 and c.relkind in ('r', 'v') and a.attacl is not null and a.attacl is distinct from ${initial('pg_class', 'a.attrelid', 'a.attnum')}
      union all select p.oid, null, p.oid::regprocedure::text from pg_proc p where p.oid < 16384
        and p.proacl is not null and p.proacl is distinct from ${initial('pg_proc', 'p.oid', '0')}`,
  },
];

/** Kinds of what hangs on another object and is lost where that is made anew. */
export const ATTACHED: ReadonlySet<string> = new Set(['security_label', 'depends_on_extension']);

/** One SELECT over every kind without a folder of its own; columns: kind, classid, oid, schema, name. */
export function unmanagedQuery(isManaged: (kind: string) => boolean, version: number): string {
  return SOURCES.filter((source) => !isManaged(source.kind) && (source.since ?? 0) <= version)
    .map(
      (source) =>
        `select '${source.kind}'::text as kind, '${source.catalog}'::text as classid, q.oid, q.schema, q.name from (${source.select}) q`,
    )
    .join('\nunion all\n');
}
