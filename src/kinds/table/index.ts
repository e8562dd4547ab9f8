import { keyOf, objectId, quoteIdent, sqlName } from '../../model/id.js';
import { type ColumnAttributes, columnDefinition } from '../column/definition.js';
import { type AlterContext, defineKind, type Of, type Surroundings } from '../kind.js';
import { attributes, row, USER_SCHEMA } from '../sql.js';
import { tableDocument } from './manifest.js';
import { optionText, setOptions } from './options.js';

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
const alter = (o: Of<TableAttributes>): string => `alter table ${sqlName(o.id)}`;

function replicaIdentity(o: Of<TableAttributes>): string {
  const value = o.attributes.replicaIdentity;
  const words: Record<string, string> = { d: 'default', n: 'nothing', f: 'full' };
  return `${alter(o)} replica identity ${words[value] ?? `using index ${quoteIdent(value.slice('index '.length))}`}`;
}

const rowSecurity = ({ after }: Change): string[] => [
  `${alter(after)} ${after.attributes.rowSecurity ? 'enable' : 'disable'} row level security`,
];
const forceRowSecurity = ({ after }: Change): string[] => [
  `${alter(after)} ${after.attributes.forceRowSecurity ? 'force' : 'no force'} row level security`,
];

function create(o: Of<TableAttributes>, around: Surroundings): string[] {
  const a = o.attributes;
  const columns = around.parts(o as never, 'column') as unknown as Of<ColumnAttributes>[];
  const own = columns.filter((column) => column.attributes.local);
  const body = own.map((column) => columnDefinition(column, around.version));
  const head = `create ${a.persistence === 'u' ? 'unlogged ' : ''}table ${sqlName(o.id)}`;
  const tail = [
    ...(a.inherits.length > 0 ? [`inherits (${a.inherits.join(', ')})`] : []),
    ...(a.partitionKey !== null ? [`partition by ${a.partitionKey}`] : []),
    ...(a.accessMethod !== null ? [`using ${quoteIdent(a.accessMethod)}`] : []),
    ...(a.options.length > 0 ? [`with (${a.options.map(optionText).join(', ')})`] : []),
    ...(a.tablespace !== null ? [`tablespace ${quoteIdent(a.tablespace)}`] : []),
  ].join(' ');
  const list = body.length > 0 ? ` (\n  ${body.join(',\n  ')}\n)` : ' ()';
  const what =
    a.partitionOf !== null
      ? ` partition of ${a.partitionOf} ${a.bound ?? ''}`
      : a.ofType !== null
        ? ` of ${a.ofType}`
        : list;
  return [
    `${head}${what}${tail === '' ? '' : ` ${tail}`}`,
    ...columns.flatMap((column) => columnSettings(column)),
    ...(a.rowSecurity ? [`${alter(o)} enable row level security`] : []),
    ...(a.forceRowSecurity ? [`${alter(o)} force row level security`] : []),
    ...('nf'.includes(a.replicaIdentity) ? [replicaIdentity(o)] : []),
  ];
}

/** What CREATE TABLE has no clause for on every supported major. */
function columnSettings(column: Of<ColumnAttributes>): string[] {
  const a = column.attributes;
  const head = `alter table ${sqlName({ ...column.id, name: column.id.table ?? '', table: null })} alter column ${quoteIdent(column.id.name)}`;
  return [
    ...(a.storage !== null ? [`${head} set storage ${a.storage}`] : []),
    ...(a.statistics !== null ? [`${head} set statistics ${a.statistics}`] : []),
    ...(a.options.length > 0 ? [`${head} set (${a.options.map(optionText).join(', ')})`] : []),
  ];
}

export const table = defineKind<TableAttributes>({
  name: 'table',
  plural: 'tables',
  sqlType: 'TABLE',
  catalog: 'pg_class',
  part: false,
  owned: true,
  privileges: { letter: 'r', word: 'TABLE', defaults: 'r' },
  holdsRows: true,
  inlines: ['column'],
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
        options: "coalesce((select jsonb_agg(o order by o) from unnest(c.reloptions) o), '[]'::jsonb)",
        replicaIdentity:
          "case when c.relreplident = 'i' then coalesce((select 'index ' || ic.relname from pg_index i join pg_class ic on ic.oid = i.indexrelid where i.indrelid = c.oid and i.indisreplident), 'd') else c.relreplident::text end",
        accessMethod: "(select am.amname from pg_am am where am.oid = c.relam and am.amname <> 'heap')",
        tablespace: '(select s.spcname from pg_tablespace s where s.oid = c.reltablespace)',
      }),
    })} from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and ${USER_SCHEMA}`,
  create,
  standIn: (o, around) => {
    const columns = around.parts(o as never, 'column') as unknown as Of<ColumnAttributes>[];
    const list = columns.map(
      (c) => `${quoteIdent(c.id.name)} ${c.attributes.type}${c.attributes.notNull ? ' not null' : ''}`,
    );
    const tail = o.attributes.partitionKey === null ? '' : ` partition by ${o.attributes.partitionKey}`;
    return [`create table ${sqlName(o.id)} (${list.join(', ')})${tail}`];
  },
  drop: (o) => [`drop table ${sqlName(o.id)}`],
  rename: (o, name) => [`${alter(o)} rename to ${quoteIdent(name)}`],
  renamedIn: (o, now) => {
    const name = /^index (.*)$/s.exec(o.attributes.replicaIdentity)?.[1];
    const part = (kind: string): string => keyOf(objectId(kind, o.id.schema, name ?? '', { table: o.id.name }));
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
    },
    partitionKey: { alter: 'replace', destructive: () => true },
    partitionOf: {
      alter: ({ before, after }) => [
        ...(before.attributes.partitionOf !== null
          ? [`alter table ${before.attributes.partitionOf} detach partition ${sqlName(after.id)}`]
          : []),
        ...(after.attributes.partitionOf !== null
          ? [
              `alter table ${after.attributes.partitionOf} attach partition ${sqlName(after.id)} ${after.attributes.bound ?? ''}`,
            ]
          : []),
      ],
    },
    bound: {
      alter: ({ before, after, changed }) =>
        changed.has('partitionOf') || after.attributes.partitionOf === null
          ? []
          : [
              `alter table ${before.attributes.partitionOf} detach partition ${sqlName(after.id)}`,
              `alter table ${after.attributes.partitionOf} attach partition ${sqlName(after.id)} ${after.attributes.bound ?? ''}`,
            ],
    },
    inherits: {
      alter: ({ before, after }) => [
        ...before.attributes.inherits
          .filter((parent) => !after.attributes.inherits.includes(parent))
          .map((parent) => `${alter(after)} no inherit ${parent}`),
        ...after.attributes.inherits
          .filter((parent) => !before.attributes.inherits.includes(parent))
          .map((parent) => `${alter(after)} inherit ${parent}`),
      ],
    },
    ofType: {
      alter: ({ after }) => [
        `${alter(after)} ${after.attributes.ofType === null ? 'not of' : `of ${after.attributes.ofType}`}`,
      ],
    },
    rowSecurity: { alter: rowSecurity },
    forceRowSecurity: { alter: forceRowSecurity },
    options: {
      alter: ({ before, after }) =>
        setOptions(alter(after), before.attributes.options, after.attributes.options),
      lock: 'SHARE UPDATE EXCLUSIVE',
    },
    replicaIdentity: { alter: ({ after }) => [replicaIdentity(after)] },
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
