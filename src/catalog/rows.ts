import type { Attributes } from '../model/catalog.js';

/** One row of a kind's `read` query. */
export interface ObjectRow {
  oid: number;
  sub: number;
  schema: string | null;
  table: string | null;
  name: string;
  args: string | null;
  owner: string | null;
  acl: string[] | null;
  /** Oid of the relation it is part of, or its own. */
  relid: number;
  attributes: Attributes;
}

export interface DependencyRow {
  classid: string;
  objid: number;
  objsubid: number;
  refclassid: string;
  refobjid: number;
  refobjsubid: number;
  deptype: string;
}

const dependency = (where: string): string =>
  `select d.classid::regclass::text as classid, d.objid, d.objsubid, d.refclassid::regclass::text as refclassid, d.refobjid, d.refobjsubid, d.deptype::text as deptype from pg_depend d where ${where}`;

/** Dependencies between objects that are not PostgreSQL's own (user oids start at 16384). */
export const DEPENDENCIES = dependency(
  "d.objid >= 16384 and (d.refobjid >= 16384 or d.classid = 'pg_extension'::regclass) and d.deptype in ('n', 'a', 'i', 'P', 'S') and not (d.deptype = 'n' and d.refclassid = 'pg_namespace'::regclass and d.classid <> 'pg_extension'::regclass)",
);
export const EXTENSION_MEMBERS = dependency("d.deptype = 'e'");

export const COMMENTS = `
  select d.classoid::regclass::text as classid, d.objoid as objid, d.objsubid, d.description from pg_description d where d.objoid >= 16384 or d.objoid = 2200
  union all select 'pg_authid', d.objoid, 0, d.description from pg_shdescription d where d.classoid = 'pg_authid'::regclass and d.objoid >= 16384`;

/**
 * Rows that stand for another object: a view's rule for the view, a default for its column, a row type for its table.
 * `member`: one of several things that the object lists (a publication's table, a family's operator): it goes by itself.
 */
export const ALIASES = `
  select 'pg_rewrite' as classid, r.oid as objid, 'pg_class' as refclassid, r.ev_class as refobjid, 0 as refobjsubid, false as member from pg_rewrite r where r.oid >= 16384 and r.rulename = '_RETURN'
  union all select 'pg_attrdef', a.oid, 'pg_class', a.adrelid, a.adnum, false from pg_attrdef a where a.oid >= 16384
  union all select 'pg_type', t.oid, 'pg_class', t.typrelid, 0, false from pg_type t where t.oid >= 16384 and t.typrelid <> 0
  union all select 'pg_type', t.oid, 'pg_type', t.typelem, 0, false from pg_type t where t.oid >= 16384 and t.typelem <> 0 and t.typcategory = 'A'
  union all select 'pg_class', c.oid, 'pg_type', c.reltype, 0, false from pg_class c where c.oid >= 16384 and c.relkind = 'c'
  union all select 'pg_proc', d.objid, 'pg_type', d.refobjid, 0, false from pg_depend d
    where d.objid >= 16384 and d.classid = 'pg_proc'::regclass and d.deptype = 'i' and d.refclassid = 'pg_type'::regclass
  union all select 'pg_type', r.rngmultitypid, 'pg_type', r.rngtypid, 0, false from pg_range r where r.rngtypid >= 16384
  union all select 'pg_class', k.conindid, 'pg_constraint', k.oid, 0, false from pg_constraint k where k.oid >= 16384 and k.contype in ('p', 'u', 'x')
  union all select 'pg_class', d.objid, 'pg_class', d.refobjid, d.refobjsubid, false from pg_depend d join pg_class c on c.oid = d.objid and c.relkind = 'S'
    where d.classid = 'pg_class'::regclass and d.deptype = 'i' and d.refclassid = 'pg_class'::regclass
  union all select d.classid::regclass::text, d.objid, d.refclassid::regclass::text, d.refobjid, 0, true from pg_depend d
    where d.objid >= 16384 and d.deptype in ('a', 'i') and d.refclassid in ('pg_publication'::regclass, 'pg_opclass'::regclass, 'pg_opfamily'::regclass)
      and d.classid in (select c.oid from pg_class c where c.relnamespace = 'pg_catalog'::regnamespace and c.relname in ('pg_publication_rel', 'pg_publication_namespace', 'pg_amop', 'pg_amproc'))`;

export const ROLES = (version: number): string => `
  select r.rolname as name, r.rolsuper as superuser, r.rolinherit as inherit, r.rolbypassrls as "bypassRls", r.rolcreatedb as "createDb",
    coalesce((select jsonb_agg(jsonb_build_object('role', g.rolname, 'admin', m.admin_option,
      'inherit', ${version >= 160000 ? 'm.inherit_option' : 'r.rolinherit'}, 'set', ${version >= 160000 ? 'm.set_option' : 'true'}) order by g.rolname)
      from pg_auth_members m join pg_roles g on g.oid = m.roleid where m.member = r.oid), '[]'::jsonb) as "memberOf"
  from pg_roles r order by r.rolname`;

export const DEFAULT_PRIVILEGES =
  'select pg_get_userbyid(d.defaclrole)::text as role, n.nspname::text as schema, d.defaclobjtype::text as "objectType", d.defaclacl::text[] as acl from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace order by 1, 2, 3';

/** As CREATE EXTENSION left them (pg_init_privs in the manual). */
export const INITIAL_PRIVILEGES =
  "select i.classoid::regclass::text as classid, i.objoid as objid, i.objsubid, i.initprivs::text[] as acl from pg_init_privs i where i.privtype = 'e'";

export const SETTINGS = `select current_setting('TimeZone') as "TimeZone", current_setting('DateStyle') as "DateStyle", current_setting('IntervalStyle') as "IntervalStyle",
  pg_encoding_to_char(d.encoding) as encoding, d.datcollate::text as collate, d.datctype::text as ctype, d.datname::text as database from pg_database d where d.datname = current_database()`;
