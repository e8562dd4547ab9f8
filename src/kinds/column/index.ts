import { quoteIdent } from '../../model/id.js';
import { foreignOptions } from '../foreign.js';
import { handedDown, inseparable, staysLocal } from '../heirs.js';
import { type AttributeRule, defineKind, type Of } from '../kind.js';
import { relationOf } from '../relation.js';
import { attributes, row, USER_SCHEMA } from '../sql.js';
import { comesWithTie, tiedLater } from '../table/tie.js';
import { alterColumn, hasOtherType, retypes } from './alter.js';
import { type ColumnAttributes, columnDefinition } from './definition.js';
import { detachColumn } from './detach.js';
import { columnFootprint } from './footprint.js';
import { byName, heirsNotNull, notNullByName } from './heirs-not-null.js';
import { columnHeir, columnSettings, dropColumn, ownSettings } from './inherited.js';
import { columnEntry } from './manifest.js';
import { namesAfter, ownNames } from './names.js';
import { narrows } from './narrows.js';
import { columnOnline } from './online.js';
import { partDefaults, partSettings } from './part.js';
import { needsRewrite } from './rewrite.js';
import { absorbedSequence, identityApart, releasedName, withoutIdentity } from './serial.js';
import { toastAgain } from './toast.js';

const plain: AttributeRule<ColumnAttributes> = { alter: alterColumn };
const own: AttributeRule<ColumnAttributes> = { alter: alterColumn, own: true };
const ofView = (a: ColumnAttributes): boolean => !'rpf'.includes(a.of);
const isPart = (o: Of<ColumnAttributes>): boolean => ofView(o.attributes);

const nullable = (o: Of<ColumnAttributes>): Of<ColumnAttributes> => ({
  ...o,
  attributes: { ...o.attributes, notNull: false },
});

/** What a child has by itself beside its parents goes only with theirs, and is called what it is until then. */
const ownNotNullStays = (was: ColumnAttributes, will: ColumnAttributes): boolean =>
  was.notNullOrigin === 'both' && will.notNullOrigin === 'parents';

/** Automatic names that are cut off differ in a number, by which column was there first. */
const areCutOff = (...names: (string | null)[]): boolean =>
  names.every((name) => name !== null && Buffer.byteLength(name) > 59 && /_not_null\d*$/.test(name));

/** A sequence's settings as jsonb, for identity columns: `a` is pg_attribute. */
const IDENTITY = `case when a.attidentity <> '' then (select jsonb_build_object('start', s.seqstart::text, 'increment', s.seqincrement::text,
  'min', s.seqmin::text, 'max', s.seqmax::text, 'cache', s.seqcache::text, 'cycle', s.seqcycle, 'name', sc.relname,
  'persistence', case when sc.relpersistence <> c.relpersistence then sc.relpersistence end)
  from pg_depend d join pg_sequence s on s.seqrelid = d.objid join pg_class sc on sc.oid = s.seqrelid
  where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjid = a.attrelid and d.refobjsubid = a.attnum and d.deptype = 'i') end`;

/**
 * NOT NULLs of children that are called otherwise than the one that they inherit, and all that have to do with those: RENAME
 * CONSTRAINT goes down to children by its name, and takes none that is inherited.
 */
const APART = `with recursive pair(child, parent, apart) as (
    select ck.oid, pk.oid, pk.conname <> ck.conname from pg_inherits i
      join pg_constraint ck on ck.conrelid = i.inhrelid and ck.contype = 'n' and ck.coninhcount > 0
      join pg_attribute ca on ca.attrelid = ck.conrelid and ca.attnum = ck.conkey[1]
      join pg_attribute pa on pa.attrelid = i.inhparent and pa.attname = ca.attname
      join pg_constraint pk on pk.conrelid = i.inhparent and pk.contype = 'n' and pk.conkey[1] = pa.attnum and not pk.connoinherit),
  edge(one, other) as (select child, parent from pair union all select parent, child from pair),
  kin(oid) as (
    select unnest(array[child, parent]) from pair where apart
    union select other from kin join edge on one = kin.oid)
  select oid from kin`;

/** From 18 on a NOT NULL is a constraint. Names such as `table_column_not_null` are automatic. */
const notNull = (version: number): Record<string, string> =>
  version >= 180000
    ? {
        notNullName: `case when k.conname = c.relname || '_' || a.attname || '_not_null'
          or (octet_length(c.relname || '_' || a.attname || '_not_null') > 63 and k.conname ~ '_not_null[0-9]*$'
            and starts_with(k.conname, case when octet_length(c.relname) < 27 then c.relname || '_' else left(c.relname, 6) end))
          then null else k.conname end`,
        notNullCutOff:
          "case when octet_length(c.relname || '_' || a.attname || '_not_null') > 63 then k.conname end",
        notNullValid: 'coalesce(k.convalidated, true)',
        notNullOnly: 'coalesce(k.connoinherit, false)',
        // Found once for all columns: looked for at each, it took a hundred times as long under 600 partitions.
        notNullApart: `coalesce(k.oid in (${APART}), false)`,
        notNullComment: "obj_description(k.oid, 'pg_constraint')",
        // A partition gets its parent's, or keeps its own, by how it was attached alone.
        notNullOrigin:
          "case when k.coninhcount > 0 and not c.relispartition then case when k.conislocal then 'both' else 'parents' end end",
      }
    : {
        notNullName: 'null',
        notNullCutOff: 'null',
        notNullValid: 'true',
        notNullOnly: 'false',
        notNullApart: 'false',
        notNullComment: 'null',
        notNullOrigin: 'null',
      };

/**
 * Before 18, NOT NULL was a flag: it had no name, and held for every row and every child. Before 17, a partition had
 * nothing of its parent's identity, whose sequence stays the parent's.
 */
function asBefore(a: ColumnAttributes, version: number): ColumnAttributes {
  const flag =
    version >= 180000
      ? {}
      : {
          notNullName: null,
          notNullCutOff: null,
          notNullValid: true,
          notNullOnly: false,
          notNullApart: false,
          notNullComment: null,
          notNullOrigin: null,
        };
  const none = version >= 170000 || a.identityOptions !== null ? {} : { identity: '' };
  return { ...a, ...flag, ...none };
}

export const column = defineKind<ColumnAttributes>({
  name: 'column',
  plural: 'columns',
  sqlType: 'COLUMN',
  catalog: 'pg_class',
  part: true,
  onlySaid: (o) => 'vmc'.includes(o.attributes.of),
  owned: false,
  privileges: { letter: 'c', word: 'TABLE', defaults: null },
  createdWithParent: true,
  facetOnly: isPart,
  standsThroughParent: (o) => o.attributes.of === 'c',
  adapt: (o, version) => ({ ...o, attributes: asBefore(o.attributes, version) }),
  derived: (o) => o.attributes.generated !== '',
  holdsRows: true,
  rank: 5,
  read: (version) =>
    `select ${row({
      oid: 'a.attrelid',
      sub: 'a.attnum',
      schema: 'n.nspname',
      table: 'c.relname',
      name: 'a.attname',
      acl: 'a.attacl',
      attributes: attributes({
        of: "case when a.attnum < 0 then 's' else c.relkind end",
        type: 'format_type(a.atttypid, a.atttypmod)',
        collation:
          "(select quote_ident(cn.nspname) || '.' || quote_ident(co.collname) from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace where co.oid = a.attcollation and a.attcollation <> t.typcollation)",
        notNull: 'a.attnotnull',
        default: 'pg_get_expr(d.adbin, d.adrelid)',
        generated: 'a.attgenerated',
        identity: 'a.attidentity',
        identityOptions: IDENTITY,
        storage:
          "case when a.attstorage <> t.typstorage then case a.attstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end end",
        compression: "case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end",
        statistics: 'case when a.attstattarget >= 0 and a.attnum > 0 then a.attstattarget end',
        options: "coalesce((select jsonb_agg(o) from unnest(a.attoptions) o), '[]'::jsonb)",
        foreignOptions: foreignOptions('a.attfdwoptions'),
        local: 'a.attislocal',
        inheritedFrom: `case when a.attinhcount = 0 then '[]'::jsonb else coalesce((select jsonb_agg(jsonb_build_array(pn.nspname, p.relname) order by i.inhseqno)
          from pg_inherits i join pg_class p on p.oid = i.inhparent join pg_namespace pn on pn.oid = p.relnamespace
          where i.inhrelid = a.attrelid and exists (select from pg_attribute pa where pa.attrelid = p.oid and pa.attname = a.attname and pa.attnum > 0 and not pa.attisdropped)), '[]'::jsonb) end`,
        typed: 'c.reloftype <> 0',
        ...notNull(version),
      }),
    })} from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     join pg_type t on t.oid = a.atttypid left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     ${version >= 180000 ? "left join pg_constraint k on k.conrelid = a.attrelid and k.contype = 'n' and k.conkey[1] = a.attnum" : ''}
     where (a.attnum > 0 or a.attacl is not null) and not a.attisdropped and ${USER_SCHEMA} and (c.relkind in ('r', 'p', 'f')
       or (c.relkind = 'm' and (a.attstattarget >= 0 or a.attoptions is not null or a.attstorage <> t.typstorage or a.attcompression <> ''))
       or (c.relkind in ('v', 'm', 'c') and (a.attacl is not null or d.oid is not null or exists (select from pg_description ds
         where ds.classoid = 'pg_class'::regclass and ds.objoid = c.oid and ds.objsubid = a.attnum))))
     order by a.attrelid, a.attnum`,
  create: (o, around) => {
    if (isPart(o)) return partSettings(o);
    const head = `alter table ${relationOf(o)}`;
    if (handedDown(columnHeir(o))) {
      if (comesWithTie(o, around)) return columnSettings(o, around);
      if (!tiedLater(o, around)) return ownSettings(o, around);
    }
    const later = identityApart(o, around);
    const first = byName(later === null ? o : withoutIdentity(o), around);
    const plain = first.attributes.generated === '' && first.attributes.identity === '';
    const heirs = plain && o.attributes.notNull && o.attributes.notNullValid ? heirsNotNull(o, around) : [];
    return [
      `${head} add column ${columnDefinition(heirs.length === 0 ? first : nullable(first), around.version)}`,
      ...(heirs.length === 0 ? [] : [...heirs, `${head} add ${notNullByName(o)}`]),
      ...(later === null ? [] : [later]),
      ...columnSettings(o, around),
      ...toastAgain(o, around),
    ];
  },
  bare: (o) =>
    o.attributes.generated === '' && (o.attributes.notNull || o.attributes.identity !== '')
      ? {
          ...o,
          attributes: {
            ...o.attributes,
            notNull: false,
            notNullComment: null,
            identity: '',
            identityOptions: null,
          },
        }
      : o,
  heir: columnHeir,
  outlivesSource: true,
  neededToTie: (o, around) => !(handedDown(columnHeir(o)) && comesWithTie(o, around)),
  absorbs: absorbedSequence,
  release: releasedName,
  drop: (o, around) => {
    return isPart(o) ? partDefaults(o, around.version) : dropColumn(o, around);
  },
  rename: (o, name) => [
    `alter table ${relationOf(o)} rename column ${quoteIdent(o.id.name)} to ${quoteIdent(name)}`,
  ],
  ownNames,
  renamedIn: namesAfter,
  alike: ({ attributes: a }, { attributes: b }) =>
    a.type === b.type && a.generated === b.generated && a.identity === b.identity,
  detach: detachColumn,
  remakesParent: (change) =>
    hasOtherType(change) &&
    change.around.parent(change.after as never)?.attributes.partitionKey != null &&
    inseparable(change.before),
  footprint: columnFootprint,
  commentTarget: (o) => `COLUMN ${relationOf(o)}.${quoteIdent(o.id.name)}`,
  entry: columnEntry,
  online: columnOnline,
  attributes: {
    of: { alter: () => [] },
    type: {
      ...plain,
      carried: ofView,
      disturbs: retypes,
      rewrite: needsRewrite,
      destructive: ({ before, after }) => narrows(before.attributes.type, after.attributes.type),
    },
    collation: { ...plain, carried: ofView, disturbs: retypes },
    notNull: own,
    default: {
      ...own,
      definition: true,
      rewrite: ({ after }) => after.attributes.generated === 's',
      lostWith: ['type', 'collation'],
    },
    generated: plain,
    identity: plain,
    identityOptions: plain,
    storage: { ...own, usual: null, lostWith: ['type', 'collation'] },
    compression: { ...own, usual: null, lostWith: ['type', 'collation'] },
    statistics: { ...own, usual: null, lock: 'SHARE UPDATE EXCLUSIVE' },
    options: { unordered: true, ...own, usual: [], lock: 'SHARE UPDATE EXCLUSIVE' },
    foreignOptions: { ...own, usual: {} },
    local: { alter: () => [], stays: staysLocal },
    inheritedFrom: { alter: () => [], comesAlong: true, unordered: true },
    typed: { alter: () => [] },
    // Renaming a parent's renames its children's.
    notNullName: {
      ...plain,
      stays: (was, will) =>
        ownNotNullStays(was, will) ||
        areCutOff(was.notNullName, will.notNullName) ||
        (was.notNullApart &&
          will.notNullApart &&
          (will.notNullName === null || will.inheritedFrom.length > 0)),
    },
    notNullValid: own,
    notNullOnly: own,
    notNullCutOff: { alter: () => [], stays: () => true },
    notNullApart: { alter: () => [], stays: () => true },
    notNullComment: { ...own, lock: 'SHARE UPDATE EXCLUSIVE' },
    notNullOrigin: {
      ...own,
      stays: ownNotNullStays,
    },
  },
});

export const kinds = [column];
