import { keyOf, objectId, quoteIdent, sqlName } from '../../model/id.js';
import { type AlterContext, defineKind } from '../kind.js';
import { NOWHERE } from '../nowhere.js';
import { attributes, row, STORAGE_PARAMETERS, USER_SCHEMA } from '../sql.js';
import { carryRows } from './carry.js';
import { alter, byIndex, columnsOf, createTable, dropTable, replicaIdentity } from './create.js';
import { tableFootprint } from './footprint.js';
import { tableDocument } from './manifest.js';
import { optionsLock, optionsSql } from './options.js';
import { parkTable } from './park.js';
import { finish, leave, tie } from './tie.js';

export interface TableAttributes {
  /** p permanent, u unlogged. */
  persistence: string;
  /** `table:` covers partitioned tables as well: the key is null where it is none. */
  partitionKey: string | null;
  /** The partitioned parent, `schema.name`, and the bound. */
  partitionOf: string | null;
  bound: string | null;
  inherits: string[];
  ofType: string | null;
  rowSecurity: boolean;
  forceRowSecurity: boolean;
  /** Storage parameters, `name=value`, sorted. */
  options: string[];
  /** d default, n nothing, f full, or `index NAME`. */
  replicaIdentity: string;
  accessMethod: string | null;
  tablespace: string | null;
}

type Change = AlterContext<TableAttributes>;

const rowSecurity = ({ after }: Change): string[] => [
  `${alter(after)} ${after.attributes.rowSecurity ? 'enable' : 'disable'} row level security`,
];
const forceRowSecurity = ({ after }: Change): string[] => [
  `${alter(after)} ${after.attributes.forceRowSecurity ? 'force' : 'no force'} row level security`,
];

export const table = defineKind<TableAttributes>({
  name: 'table',
  plural: 'tables',
  sqlType: 'TABLE',
  catalog: 'pg_class',
  part: false,
  owned: true,
  privileges: { letter: 'r', word: 'TABLE', defaults: 'r' },
  holdsRows: true,
  loss: 'table',
  inlines: ['column'],
  access: {
    privileges: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
    attributes: ['rowSecurity', 'forceRowSecurity'],
    rowSecurity: ({ attributes: a }) => ({ enabled: a.rowSecurity, forced: a.forceRowSecurity }),
  },
  rank: 4,
  read: () =>
    `select ${row({
      oid: 'c.oid',
      schema: 'n.nspname',
      name: 'c.relname',
      owner: 'c.relowner',
      acl: 'c.relacl',
      attributes: attributes({
        persistence: 'c.relpersistence',
        partitionKey: "case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end",
        partitionOf:
          "case when c.relispartition then (select quote_ident(pn.nspname) || '.' || quote_ident(p.relname) from pg_inherits i join pg_class p on p.oid = i.inhparent join pg_namespace pn on pn.oid = p.relnamespace where i.inhrelid = c.oid) end",
        bound: 'case when c.relispartition then pg_get_expr(c.relpartbound, c.oid) end',
        inherits:
          "case when c.relispartition then '[]'::jsonb else coalesce((select jsonb_agg(quote_ident(pn.nspname) || '.' || quote_ident(p.relname) order by i.inhseqno) from pg_inherits i join pg_class p on p.oid = i.inhparent join pg_namespace pn on pn.oid = p.relnamespace where i.inhrelid = c.oid), '[]'::jsonb) end",
        ofType: 'case when c.reloftype <> 0 then format_type(c.reloftype, null) end',
        rowSecurity: 'c.relrowsecurity',
        forceRowSecurity: 'c.relforcerowsecurity',
        options: STORAGE_PARAMETERS,
        replicaIdentity:
          "case when c.relreplident = 'i' then coalesce((select 'index ' || ic.relname from pg_index i join pg_class ic on ic.oid = i.indexrelid where i.indrelid = c.oid and i.indisreplident), 'd') else c.relreplident::text end",
        accessMethod: "(select am.amname from pg_am am where am.oid = c.relam and am.amname <> 'heap')",
        tablespace: '(select s.spcname from pg_tablespace s where s.oid = c.reltablespace)',
      }),
    })} from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and ${USER_SCHEMA}`,
  create: createTable,
  finish,
  // A partition or child is cut loose from a parent that is made anew, and keeps its rows.
  detach: (o, after, on, _alone, around) => {
    if (
      o.attributes.ofType !== null &&
      on.address.catalog === 'pg_type' &&
      o.attributes.ofType === after.attributes.ofType
    )
      return { before: [`${alter(o)} not of`], after: [`${alter(after)} of ${after.attributes.ofType}`] };
    const parent = on.parent === null ? sqlName(on.id) : null;
    const stays = o.attributes.inherits.filter((name) => name !== parent);
    const loose = { ...o, attributes: { ...o.attributes, partitionOf: null, bound: null, inherits: stays } };
    if (parent === null || (o.attributes.partitionOf !== parent && !o.attributes.inherits.includes(parent)))
      return null;
    const change = { changed: new Set<string>(), follows: false, around: NOWHERE };
    const inherits = after.attributes.inherits.filter((name) => o.attributes.inherits.includes(name));
    const again = { ...after, attributes: { ...after.attributes, inherits } };
    return { before: leave({ ...change, before: o, after: loose }), after: tie(again, loose, around) };
  },
  standIn: (o, around) => {
    const list = columnsOf(o, around).map(
      (c) => `${quoteIdent(c.id.name)} ${c.attributes.type}${c.attributes.notNull ? ' not null' : ''}`,
    );
    const tail = o.attributes.partitionKey === null ? '' : ` partition by ${o.attributes.partitionKey}`;
    return [`create table ${sqlName(o.id)} (${list.join(', ')})${tail}`];
  },
  asHeir: (o, handsDown) => {
    const { partitionOf, bound, inherits, partitionKey } = o.attributes;
    const parents = inherits.filter(handsDown);
    const tail = partitionKey === null ? '' : ` partition by ${partitionKey}`;
    if (partitionOf !== null && handsDown(partitionOf))
      return `create table ${sqlName(o.id)} partition of ${partitionOf} ${bound}${tail}`;
    return parents.length === 0 ? null : `create table ${sqlName(o.id)} () inherits (${parents.join(', ')})`;
  },
  tiesTo: ({ attributes: a }, source) => {
    const [name, parted] = [sqlName(source.id), source.attributes.partitionKey !== null];
    return (a.partitionOf !== name || parted) && (!a.inherits.includes(name) || !parted);
  },
  staysTied: ({ attributes: b }, { attributes: a }, { id }) => {
    const name = sqlName(id);
    const tied = [b.partitionOf, b.ofType, ...b.inherits].includes(name);
    return !tied || [a, b].every(({ inherits }) => inherits.includes(name));
  },
  drop: dropTable,
  carry: carryRows,
  footprint: tableFootprint,
  park: parkTable,
  rename: (o, name) => [`${alter(o)} rename to ${quoteIdent(name)}`],
  renamedIn: (o, now) => {
    const name = /^index (.*)$/s.exec(o.attributes.replicaIdentity)?.[1];
    const part = (kind: string): string =>
      keyOf(objectId(kind, o.id.schema, name ?? '', { table: o.id.name }));
    const id = name === undefined ? null : (now(part('index')) ?? now(part('constraint')));
    return id === null ? {} : { replicaIdentity: `index ${id.name}` };
  },
  document: tableDocument,
  attributes: {
    persistence: {
      alter: ({ after }) => [
        `${alter(after)} set ${after.attributes.persistence === 'u' ? 'unlogged' : 'logged'}`,
      ],
      rewrite: true,
      // No logged table refers to an unlogged one.
      referrers: ({ after }) => (after.attributes.persistence === 'u' ? 'before' : 'behind'),
    },
    partitionKey: { alter: 'replace' },
    partitionOf: { alter: leave, tie: true },
    bound: { alter: leave, tie: true },
    // Parents come behind those that there are: another order would take a NO INHERIT, which makes columns the child's own.
    inherits: { alter: leave, tie: true, unordered: true },
    ofType: { alter: leave, tie: true },
    rowSecurity: { alter: rowSecurity, inWriting: true },
    forceRowSecurity: { alter: forceRowSecurity, inWriting: true },
    options: {
      unordered: true,
      alter: (change) => optionsSql(change).now,
      lock: optionsLock,
    },
    // An index is named in `finish` where it is there, else by its own creation.
    replicaIdentity: {
      alter: ({ after }) => (byIndex(after) ? [] : [replicaIdentity(after)]),
      comesAlong: true,
    },
    accessMethod: {
      alter: ({ after, around }) =>
        around.version >= 150000
          ? [`${alter(after)} set access method ${quoteIdent(after.attributes.accessMethod ?? 'heap')}`]
          : 'replace',
      rewrite: true,
    },
    tablespace: {
      alter: ({ after }) => [
        `${alter(after)} set tablespace ${quoteIdent(after.attributes.tablespace ?? 'pg_default')}`,
      ],
      rewrite: true,
    },
  },
});

export const kinds = [table];
