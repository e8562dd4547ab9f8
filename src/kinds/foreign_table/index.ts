import { quoteIdent, sqlName } from '../../model/id.js';
import { type ColumnAttributes, columnDefinition } from '../column/definition.js';
import { columnSettings } from '../column/inherited.js';
import { alterOptions, type ForeignOptions, foreignOptions, optionsClause } from '../foreign.js';
import { type AlterContext, defineKind, type Of, type Surroundings } from '../kind.js';
import { attributes, row, USER_SCHEMA } from '../sql.js';
import { foreignTableDocument } from './manifest.js';

export interface ForeignTableAttributes {
  server: string;
  options: ForeignOptions;
  inherits: string[];
  /** The partitioned table that it is a partition of, and its bound. */
  partitionOf: string | null;
  bound: string | null;
}

const head = (o: Of<ForeignTableAttributes>): string => `alter foreign table ${sqlName(o.id)}`;
const columnsOf = (o: Of<ForeignTableAttributes>, around: Surroundings): Of<ColumnAttributes>[] =>
  around.parts(o as never, 'column') as unknown as Of<ColumnAttributes>[];

function create(o: Of<ForeignTableAttributes>, around: Surroundings): string[] {
  const a = o.attributes;
  const columns = columnsOf(o, around).filter((column) => column.attributes.local);
  const body = columns.map((column) => columnDefinition(column, around.version));
  const list = body.length > 0 ? ` (\n  ${body.join(',\n  ')}\n)` : ' ()';
  const what = a.partitionOf === null ? list : ` partition of ${a.partitionOf} ${a.bound ?? ''}`;
  const inherits = a.inherits.length === 0 ? '' : ` inherits (${a.inherits.join(', ')})`;
  return [
    `create foreign table ${sqlName(o.id)}${what}${inherits} server ${quoteIdent(a.server)}${optionsClause(a.options)}`,
    ...columns.flatMap((column) => columnSettings(column, around)),
  ];
}

function inherit({ before, after }: AlterContext<ForeignTableAttributes>): string[] {
  const [old, wanted] = [before.attributes.inherits, after.attributes.inherits];
  return [
    ...old
      .filter((parent) => !wanted.includes(parent))
      .map((parent) => `${head(after)} no inherit ${parent}`),
    ...wanted.filter((parent) => !old.includes(parent)).map((parent) => `${head(after)} inherit ${parent}`),
  ];
}

function attach({ before, after }: AlterContext<ForeignTableAttributes>): string[] {
  const [b, a] = [before.attributes, after.attributes];
  return [
    ...(b.partitionOf === null ? [] : [`alter table ${b.partitionOf} detach partition ${sqlName(after.id)}`]),
    ...(a.partitionOf === null
      ? []
      : [`alter table ${a.partitionOf} attach partition ${sqlName(after.id)} ${a.bound ?? ''}`]),
  ];
}

const PARENT =
  "select quote_ident(pn.nspname) || '.' || quote_ident(p.relname) as name, i.inhseqno from pg_inherits i join pg_class p on p.oid = i.inhparent join pg_namespace pn on pn.oid = p.relnamespace where i.inhrelid = c.oid";

export const foreignTable = defineKind<ForeignTableAttributes>({
  name: 'foreign_table',
  plural: 'foreign_tables',
  sqlType: 'FOREIGN TABLE',
  catalog: 'pg_class',
  part: false,
  owned: true,
  privileges: { letter: 'r', word: 'TABLE', defaults: 'r' },
  holdsRows: true,
  inlines: ['column'],
  access: { privileges: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'], attributes: [] },
  rank: 11,
  read: () =>
    `select ${row({
      oid: 'c.oid',
      schema: 'n.nspname',
      name: 'c.relname',
      owner: 'c.relowner',
      acl: 'c.relacl',
      attributes: attributes({
        server: 's.srvname',
        options: foreignOptions('f.ftoptions'),
        inherits: `case when c.relispartition then '[]'::jsonb else coalesce((select jsonb_agg(x.name order by x.inhseqno) from (${PARENT}) x), '[]'::jsonb) end`,
        partitionOf: `case when c.relispartition then (select x.name from (${PARENT}) x) end`,
        bound: 'case when c.relispartition then pg_get_expr(c.relpartbound, c.oid) end',
      }),
    })} from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_foreign_table f on f.ftrelid = c.oid
     join pg_foreign_server s on s.oid = f.ftserver where c.relkind = 'f' and ${USER_SCHEMA}`,
  create,
  standIn: (o, around) => {
    const list = columnsOf(o, around).map(
      (c) => `${quoteIdent(c.id.name)} ${c.attributes.type}${c.attributes.notNull ? ' not null' : ''}`,
    );
    return [`create table ${sqlName(o.id)} (${list.join(', ')})`];
  },
  // Only a partition leaves its parent for a while; whatever else it stands on, it goes on standing on.
  staysTied: ({ attributes: b }, { attributes: a }, { id }) => {
    const tied = [b.partitionOf, ...b.inherits].includes(sqlName(id));
    return !tied || a.inherits.includes(sqlName(id));
  },
  drop: (o) => [`drop foreign table ${sqlName(o.id)}`],
  rename: (o, name) => [`${head(o)} rename to ${quoteIdent(name)}`],
  document: foreignTableDocument,
  attributes: {
    server: { alter: 'replace' },
    options: {
      alter: ({ before, after }) => [
        `${head(after)} ${alterOptions(before.attributes.options, after.attributes.options)}`,
      ],
    },
    inherits: { alter: inherit, tie: true, unordered: true },
    partitionOf: { alter: attach, tie: true },
    bound: { alter: attach, tie: true },
  },
});

export const kinds = [foreignTable];
