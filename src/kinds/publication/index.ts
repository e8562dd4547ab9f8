import type { Json } from '../../model/catalog.js';
import { compareText, keyOf, objectId, quoteIdent, quoteLiteral, sqlName } from '../../model/id.js';
import { hasChildren, pathKey } from '../heirs.js';
import { type AlterContext, defineKind, type Of, type Surroundings } from '../kind.js';
import { relationOf } from '../relation.js';
import { attributes, row } from '../sql.js';
import { printedName } from '../words.js';
import { publicationDocument } from './manifest.js';

interface Member {
  [key: string]: string | string[] | null;
  /** `schema.table`, quoted where needed. */
  table: string;
  /** `null`: all, those to come included (15). */
  columns: string[] | null;
  where: string | null;
}
export interface PublicationAttributes {
  allTables: boolean;
  /** Sorted by table. */
  tables: Member[];
  schemas: string[];
  /** insert, update, delete, truncate. */
  publish: string[];
  viaPartitionRoot: boolean;
  /** none or stored (18). */
  generatedColumns: string;
}

export const member = (m: Member): string =>
  `${m.table}${m.columns === null ? '' : ` (${m.columns.map(quoteIdent).join(', ')})`}${m.where === null ? '' : ` where (${m.where})`}`;
/** A table that others inherit from stands for those too, unless ONLY says that it does not: they are members themselves. */
export function listed(m: Member, text: string, around: Surroundings): string {
  const [schema = null, table = ''] = printedName(m.table);
  const partitioned = around.catalog.objects.get(pathKey('table', [schema ?? '', table]))?.attributes
    .partitionKey;
  return `${partitioned == null && hasChildren(schema, table, around) ? 'only ' : ''}${text}`;
}

const name = (o: Of<PublicationAttributes>): string => quoteIdent(o.id.name);

function options(a: PublicationAttributes, only: (option: string) => boolean): string {
  const list = [
    ...(only('publish') ? [`publish = ${quoteLiteral(a.publish.join(', '))}`] : []),
    ...(only('viaPartitionRoot') ? [`publish_via_partition_root = ${a.viaPartitionRoot}`] : []),
    ...(only('generatedColumns') ? [`publish_generated_columns = ${a.generatedColumns}`] : []),
  ];
  return list.length === 0 ? '' : `(${list.join(', ')})`;
}

/** Members come and go one by one; a table whose columns or filter change goes and comes back. */
function alterMembers({ before, after, around }: AlterContext<PublicationAttributes>): string[] {
  const [b, a] = [before.attributes, after.attributes];
  const texts = (members: readonly Member[]): Set<string> => new Set(members.map(member));
  const [had, wanted] = [texts(b.tables), texts(a.tables)];
  const statements = (verb: string, tables: readonly string[], schemas: readonly string[]): string[] => {
    const parts = [
      ...(tables.length > 0 ? [`table ${tables.join(', ')}`] : []),
      ...(schemas.length > 0 ? [`tables in schema ${schemas.map(quoteIdent).join(', ')}`] : []),
    ];
    return parts.length === 0 ? [] : [`alter publication ${name(after)} ${verb} ${parts.join(', ')}`];
  };
  return [
    ...statements(
      'drop',
      b.tables.filter((m) => !wanted.has(member(m))).map((m) => listed(m, m.table, around)),
      b.schemas.filter((s) => !a.schemas.includes(s)),
    ),
    ...statements(
      'add',
      a.tables.filter((m) => !had.has(member(m))).map((m) => listed(m, member(m), around)),
      a.schemas.filter((s) => !b.schemas.includes(s)),
    ),
  ];
}

const without = (members: Json | undefined, table: string): Json =>
  ((members ?? []) as Member[]).filter((m) => m.table !== table);

const option = {
  alter: ({ after, changed }: AlterContext<PublicationAttributes>): string[] => [
    `alter publication ${name(after)} set ${options(after.attributes, (one) => changed.has(one))}`,
  ],
};

export const publication = defineKind<PublicationAttributes>({
  name: 'publication',
  plural: 'publications',
  sqlType: 'PUBLICATION',
  catalog: 'pg_publication',
  part: false,
  global: true,
  owned: true,
  // Its members may belong to several owners.
  asConnecting: true,
  privileges: null,
  rank: 15,
  read: (version) => {
    const [columns, where, schemas] =
      version >= 150000
        ? [
            'case when m.prattrs is not null then (select jsonb_agg(a.attname order by a.attnum) from pg_attribute a where a.attrelid = m.prrelid and a.attnum = any (m.prattrs::int2[])) end',
            'pg_get_expr(m.prqual, m.prrelid)',
            "coalesce((select jsonb_agg(n.nspname order by n.nspname) from pg_publication_namespace s join pg_namespace n on n.oid = s.pnnspid where s.pnpubid = p.oid), '[]'::jsonb)",
          ]
        : ['null', 'null', "'[]'::jsonb"];
    return `select ${row({
      oid: 'p.oid',
      name: 'p.pubname',
      owner: 'p.pubowner',
      attributes: attributes({
        allTables: 'p.puballtables',
        tables: `coalesce((select jsonb_agg(jsonb_build_object('table', quote_ident(n.nspname) || '.' || quote_ident(c.relname), 'columns', ${columns}, 'where', ${where}) order by n.nspname, c.relname)
          from pg_publication_rel m join pg_class c on c.oid = m.prrelid join pg_namespace n on n.oid = c.relnamespace where m.prpubid = p.oid), '[]'::jsonb)`,
        schemas,
        publish:
          "(select jsonb_agg(x.word) from (values (1, 'insert', p.pubinsert), (2, 'update', p.pubupdate), (3, 'delete', p.pubdelete), (4, 'truncate', p.pubtruncate)) x(at, word, yes) where x.yes)",
        viaPartitionRoot: 'p.pubviaroot',
        generatedColumns:
          version >= 180000 ? "case p.pubgencols when 's' then 'stored' else 'none' end" : "'none'::text",
      }),
    })} from pg_publication p`;
  },
  renamedIn: ({ attributes: a }, now) => ({
    schemas: a.schemas
      .map((schema) => now(keyOf(objectId('schema', null, schema)))?.name ?? schema)
      .sort(compareText),
  }),
  create: (o, around) => {
    const a = o.attributes;
    const tables = a.tables.map((m) => listed(m, member(m), around)).join(', ');
    const what = [
      ...(a.tables.length > 0 ? [`table ${tables}`] : []),
      ...(a.schemas.length > 0 ? [`tables in schema ${a.schemas.map(quoteIdent).join(', ')}`] : []),
    ];
    const members = a.allTables ? ' for all tables' : what.length > 0 ? ` for ${what.join(', ')}` : '';
    const all = a.publish.length === 4;
    const said = options(
      a,
      (one) =>
        (one === 'publish' && !all) ||
        (one === 'viaPartitionRoot' && a.viaPartitionRoot) ||
        (one === 'generatedColumns' && a.generatedColumns !== 'none'),
    );
    return [`create publication ${name(o)}${members}${said === '' ? '' : ` with ${said}`}`];
  },
  drop: (o) => [`drop publication ${name(o)}`],
  rename: (o, to) => [`alter publication ${name(o)} rename to ${quoteIdent(to)}`],
  // A column named in a list or filter goes with its table alone.
  lets: ({ attributes: a }, { id }) =>
    id.table !== null
      ? null
      : {
          ...a,
          tables: without(a.tables, sqlName(id)) as unknown as Member[],
          schemas: a.schemas.filter((schema) => id.kind !== 'schema' || schema !== id.name),
        },
  // Tables may have got children where it is tried.
  probe: (o) => ({
    ...o,
    attributes: {
      ...o.attributes,
      tables: o.attributes.tables.map((m) => ({ ...m, table: `only ${m.table}` })),
    },
  }),
  // SHARE UPDATE EXCLUSIVE on each table that comes or goes.
  footprint: ({ verb, object, before, changed }) => {
    const members = (one: Of<PublicationAttributes> | null): string[] =>
      (one?.attributes.tables ?? []).map((m) => JSON.stringify(m));
    const [was, is] = [
      new Set(verb === 'create' ? [] : members(before)),
      new Set(verb === 'drop' ? [] : members(object)),
    ];
    const moved = [...(before?.attributes.tables ?? []), ...object.attributes.tables].filter((m) => {
      const text = JSON.stringify(m);
      return (
        verb === 'create' || (verb === 'alter' && changed.has('tables') && was.has(text) !== is.has(text))
      );
    });
    const keys = new Set(moved.map((m) => pathKey('table', printedName(m.table))));
    return { others: [...keys].map((on) => ({ on, mode: 'SHARE UPDATE EXCLUSIVE' })) };
  },
  detach: (o, after, on) => {
    const table = on.parent === null ? relationOf({ id: { ...on.id, table: on.id.name } }) : relationOf(on);
    const [was, is] = [o.attributes.tables, after.attributes.tables].map((list) =>
      list.filter((m) => m.table === table),
    );
    return {
      before: (was ?? []).map((m) => `alter publication ${name(o)} drop table only ${m.table}`),
      after: (is ?? []).map((m) => `alter publication ${name(after)} add table only ${member(m)}`),
      left: (attributes) => ({ ...attributes, tables: without(attributes.tables, table) }),
    };
  },
  document: publicationDocument,
  attributes: {
    allTables: { alter: 'replace' },
    tables: { alter: alterMembers, definition: true },
    schemas: { alter: alterMembers },
    publish: option,
    viaPartitionRoot: option,
    generatedColumns: option,
  },
});

export const kinds = [publication];
