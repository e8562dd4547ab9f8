/** One system catalog and how its rows are told apart. `t` is the catalog's row in every SQL expression. */
export interface SystemCatalog {
  readonly name: string;
  /** Says which row it is, without spaces. Default: `t.oid`. */
  readonly key?: string;
  /** `class:oid:sub` of the object whose definition the row is part of. Default: the row itself. */
  readonly home?: string;
  /** OID of the relation that the row is a part of; such rows go with it. Default: none. */
  readonly relation?: string;
  /** Columns that are no definition: estimates, physical places, what VACUUM and rewrites move. */
  readonly volatile?: readonly string[];
  /** Columns that PostgreSQL keeps in step with other rows; carried as text, not hashed. See wake.ts. */
  readonly flags?: readonly string[];
  /** Columns that are compared but never shown. */
  readonly secret?: readonly string[];
  readonly where?: string;
  /** The column that says that initdb made the row: below 16384. Such rows are watched by xmin alone. */
  readonly builtin?: string;
  /** What stands in for the catalog where the role may not read it: without xmin. */
  readonly instead?: string;
}

const relation = (column: string): string => `'1259:' || t.${column} || ':0'`;
const type = (column: string): string => `'1247:' || t.${column} || ':0'`;
const named = (relationColumn: string): string => `t.${relationColumn} not in (select oid from skipped)`;
const inSchema = (column: string): string => `t.${column} not in (select oid from hidden)`;
const dependent = "t.classid || ':' || t.objid || ':' || t.objsubid";

/** Every catalog that holds definitions: of this database, and the shared ones that concern it. */
export const SYSTEM_CATALOGS: readonly SystemCatalog[] = [
  {
    name: 'pg_class',
    builtin: 'oid',
    // An index belongs to its table, a sequence to the table that owns it; everything else stands by itself.
    relation: `case when t.relkind in ('i', 'I') then (select i.indrelid from pg_catalog.pg_index i where i.indexrelid = t.oid)
      when t.relkind = 'S' then coalesce((select d.refobjid from pg_catalog.pg_depend d where d.classid = 1259 and d.objid = t.oid
        and d.refclassid = 1259 and d.refobjsubid > 0 and d.deptype in ('a', 'i') limit 1), t.oid) else t.oid end`,
    volatile: [
      'relfilenode',
      'relpages',
      'reltuples',
      'relallvisible',
      'relallfrozen',
      'reltoastrelid',
      'relrewrite',
      'relfrozenxid',
      'relminmxid',
    ],
    flags: [
      'relhasindex',
      'relhasrules',
      'relhastriggers',
      'relhassubclass',
      'relchecks',
      'relnatts',
      'relowner',
      'relnamespace',
      'relpersistence',
    ],
    where: inSchema('relnamespace'),
  },
  {
    name: 'pg_attribute',
    builtin: 'attrelid',
    key: "t.attrelid || '.' || t.attnum",
    // Columns of tables are objects; those of views, indexes and composite types are part of them.
    home: "'1259:' || t.attrelid || ':' || case when t.attrelid in (select oid from tables) then t.attnum else 0 end",
    relation: 't.attrelid',
    volatile: ['attcacheoff', 'atthasmissing', 'attmissingval'],
    flags: ['attnotnull', 'atthasdef', 'attislocal', 'attinhcount'],
    where: `(t.attnum > 0 or t.attacl is not null) and ${named('attrelid')}`,
  },
  {
    name: 'pg_attrdef',
    home: "'1259:' || t.adrelid || ':' || t.adnum",
    relation: 't.adrelid',
    where: named('adrelid'),
  },
  {
    name: 'pg_constraint',
    builtin: 'oid',
    home: "case when t.contype = 'n' and t.conrelid <> 0 then '1259:' || t.conrelid || ':' || t.conkey[1] when t.contypid <> 0 then '1247:' || t.contypid || ':0' else '2606:' || t.oid || ':0' end",
    relation: 't.conrelid',
    flags: ['conislocal', 'coninhcount', 'connamespace'],
    where: inSchema('connamespace'),
  },
  {
    name: 'pg_index',
    builtin: 'indexrelid',
    key: 't.indexrelid',
    home: relation('indexrelid'),
    relation: 't.indrelid',
    volatile: ['indcheckxmin'],
    flags: ['indisvalid', 'indisclustered', 'indisreplident'],
    where: named('indexrelid'),
  },
  {
    name: 'pg_rewrite',
    builtin: 'oid',
    home: "case when t.ev_type = '1' then '1259:' || t.ev_class || ':0' else '2618:' || t.oid || ':0' end",
    relation: 't.ev_class',
    where: named('ev_class'),
  },
  { name: 'pg_trigger', relation: 't.tgrelid', where: named('tgrelid') },
  { name: 'pg_policy', relation: 't.polrelid', where: named('polrelid') },
  {
    name: 'pg_inherits',
    key: "t.inhrelid || '.' || t.inhparent",
    home: relation('inhrelid'),
    relation: 't.inhparent',
    where: named('inhrelid'),
  },
  {
    name: 'pg_partitioned_table',
    key: 't.partrelid',
    home: relation('partrelid'),
    relation: 't.partrelid',
    flags: ['partdefid'],
    where: named('partrelid'),
  },
  { name: 'pg_statistic_ext', relation: 't.stxrelid' },
  // A publication lists its members itself.
  { name: 'pg_publication_rel', home: "'6104:' || t.prpubid || ':0'", relation: 't.prrelid' },
  {
    name: 'pg_foreign_table',
    key: 't.ftrelid',
    home: relation('ftrelid'),
    relation: 't.ftrelid',
  },
  {
    name: 'pg_sequence',
    key: 't.seqrelid',
    home: relation('seqrelid'),
    relation: 't.seqrelid',
    where: named('seqrelid'),
  },
  { name: 'pg_proc', builtin: 'oid', where: inSchema('pronamespace') },
  {
    name: 'pg_aggregate',
    builtin: 'aggfnoid::oid',
    key: 't.aggfnoid::oid',
    home: "'1255:' || t.aggfnoid::oid || ':0'",
  },
  {
    name: 'pg_type',
    builtin: 'oid',
    relation: 't.typrelid',
    where: inSchema('typnamespace'),
  },
  { name: 'pg_enum', home: type('enumtypid') },
  { name: 'pg_range', builtin: 'rngtypid', key: 't.rngtypid', home: type('rngtypid') },
  {
    name: 'pg_namespace',
    where: "t.oid not in (select oid from hidden where nspname <> 'pg_toast')",
  },
  { name: 'pg_extension' },
  { name: 'pg_publication' },
  { name: 'pg_publication_namespace', home: "'6104:' || t.pnpubid || ':0'" },
  {
    name: 'pg_subscription',
    secret: ['subconninfo'],
    volatile: ['subskiplsn'],
    where: 't.subdbid = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())',
  },
  { name: 'pg_event_trigger' },
  { name: 'pg_cast', builtin: 'oid' },
  { name: 'pg_operator', builtin: 'oid' },
  { name: 'pg_opclass', builtin: 'oid' },
  { name: 'pg_opfamily', builtin: 'oid' },
  { name: 'pg_amop', builtin: 'oid', home: "'2753:' || t.amopfamily || ':0'" },
  { name: 'pg_amproc', builtin: 'oid', home: "'2753:' || t.amprocfamily || ':0'" },
  { name: 'pg_am' },
  { name: 'pg_collation', builtin: 'oid' },
  { name: 'pg_conversion', builtin: 'oid' },
  { name: 'pg_ts_config', builtin: 'oid' },
  {
    name: 'pg_ts_config_map',
    builtin: 'mapcfg',
    key: "t.mapcfg || '.' || t.maptokentype || '.' || t.mapseqno",
    home: "'3602:' || t.mapcfg || ':0'",
  },
  { name: 'pg_ts_dict', builtin: 'oid' },
  { name: 'pg_ts_parser' },
  { name: 'pg_ts_template' },
  { name: 'pg_language' },
  { name: 'pg_transform' },
  { name: 'pg_foreign_data_wrapper' },
  { name: 'pg_foreign_server' },
  {
    name: 'pg_user_mapping',
    secret: ['umoptions'],
    instead: '(select umid as oid, umuser, srvid as umserver, umoptions from pg_catalog.pg_user_mappings)',
  },
  { name: 'pg_default_acl' },
  {
    name: 'pg_description',
    builtin: 'case when t.classoid in (2615, 3079, 2612, 3576, 1262) then 16384 else t.objoid end',
    key: "t.classoid || '.' || t.objoid || '.' || t.objsubid",
    // What is behind NOT NULL is its column's or domain's.
    home: `coalesce((select case when k.conrelid <> 0 then '1259:' || k.conrelid || ':' || k.conkey[1] else '1247:' || k.contypid || ':0' end
      from pg_catalog.pg_constraint k where t.classoid = 2606 and k.oid = t.objoid and k.contype = 'n'), t.classoid || ':' || t.objoid || ':' || t.objsubid)`,
    relation: 'case when t.classoid = 1259 then t.objoid else 0 end',
    where: 'not (t.classoid = 1259 and t.objoid in (select oid from skipped))',
  },
  {
    name: 'pg_seclabel',
    key: "t.classoid || '.' || t.objoid || '.' || t.objsubid || '.' || md5(t.provider)",
    home: "t.classoid || ':' || t.objoid || ':' || t.objsubid",
    relation: 'case when t.classoid = 1259 then t.objoid else 0 end',
  },
  {
    name: 'pg_init_privs',
    builtin: 'objoid',
    key: "t.classoid || '.' || t.objoid || '.' || t.objsubid",
    home: "t.classoid || ':' || t.objoid || ':' || t.objsubid",
    relation: 'case when t.classoid = 1259 then t.objoid else 0 end',
  },
  { name: 'pg_largeobject_metadata' },
  {
    // Membership in extensions, DEPENDS ON EXTENSION, and which column owns a sequence; the rest follows from the other rows.
    name: 'pg_depend',
    key: "t.classid || '.' || t.objid || '.' || t.objsubid || '.' || t.refclassid || '.' || t.refobjid || '.' || t.refobjsubid || '.' || t.deptype::text",
    home: dependent,
    relation: 'case when t.classid = 1259 then t.objid else 0 end',
    where:
      "(t.deptype in ('e', 'x') or (t.classid = 1259 and t.refclassid = 1259 and t.refobjsubid > 0 and t.deptype in ('a', 'i') and t.objid in (select seqrelid from pg_catalog.pg_sequence) and t.objid not in (select oid from skipped))) and t.objid >= 16384",
  },
  {
    name: 'pg_authid',
    secret: ['rolpassword'],
    instead: '(select * from pg_catalog.pg_roles)',
  },
  {
    name: 'pg_auth_members',
    key: "t.roleid || '.' || t.member || '.' || t.grantor",
    home: "'1260:' || t.member || ':0'",
    volatile: ['oid'],
  },
  {
    name: 'pg_db_role_setting',
    secret: ['setconfig'],
    key: "t.setdatabase || '.' || t.setrole",
    home: "case when t.setrole <> 0 then '1260:' || t.setrole || ':0' else '1262:' || t.setdatabase || ':0' end",
    where:
      't.setdatabase in (0, (select d.oid from pg_catalog.pg_database d where d.datname = current_database()))',
  },
  {
    name: 'pg_database',
    volatile: ['datfrozenxid', 'datminmxid'],
    where: 't.datname = current_database()',
  },
  {
    name: 'pg_shdescription',
    key: "t.classoid || '.' || t.objoid",
    home: "t.classoid || ':' || t.objoid || ':0'",
  },
  { name: 'pg_tablespace' },
  { name: 'pg_parameter_acl' },
];
