import type { CatalogObject } from '../../model/catalog.js';
import { type Key, quoteIdent, sqlName } from '../../model/id.js';
import { defineKind, type Surroundings } from '../kind.js';
import { attributes, row, STORAGE_PARAMETERS, USER_SCHEMA, viewQuery } from '../sql.js';
import { optionText, setOptions } from '../table/options.js';
import { queryText } from '../text.js';
import { sameColumnNames } from '../view-columns.js';
import { materializedViewDocument } from './manifest.js';
import { policed } from './policed.js';

export interface MaterializedViewAttributes {
  query: string;
  columns: string[];
  options: string[];
  accessMethod: string | null;
  tablespace: string | null;
  /** `null`: state does not say, so that it is filled. */
  populated: boolean | null;
}

/** Whether its query reads, itself or through views, a materialised view that holds nothing, which PostgreSQL refuses. */
function readsEmpty(
  { dependsOn }: Pick<CatalogObject, 'dependsOn'>,
  around: Surroundings,
  seen = new Set<Key>(),
): boolean {
  return dependsOn.some(({ on }) => {
    const object = around.catalog.objects.get(on);
    if (object === undefined || seen.has(on)) return false;
    seen.add(on);
    const relation = object.parent === null ? object : (around.catalog.objects.get(object.parent) ?? object);
    if (relation.attributes.populated === false) return true;
    return relation.id.kind === 'view' && readsEmpty(relation, around, seen);
  });
}

export const materializedView = defineKind<MaterializedViewAttributes>({
  name: 'materialized_view',
  plural: 'materialized_views',
  sqlType: 'MATERIALIZED VIEW',
  catalog: 'pg_class',
  part: false,
  owned: true,
  privileges: { letter: 'r', word: 'TABLE', defaults: 'r' },
  holdsRows: true,
  loss: 'materialized view',
  derived: () => true,
  // Its query runs at once.
  asks: (o) =>
    o.attributes.populated === false
      ? { T: 'usage' }
      : { T: 'usage', f: 'execute', r: 'select', c: 'select' },
  access: { privileges: ['SELECT'], attributes: [] },
  rank: 9,
  read: () =>
    `select ${row({
      oid: 'c.oid',
      schema: 'n.nspname',
      name: 'c.relname',
      owner: 'c.relowner',
      acl: 'c.relacl',
      attributes: attributes({
        columns:
          "coalesce((select jsonb_agg(jsonb_build_array(a.attname, format_type(a.atttypid, a.atttypmod))::text order by a.attnum) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), '[]'::jsonb)",
        options: STORAGE_PARAMETERS,
        accessMethod: "(select am.amname from pg_am am where am.oid = c.relam and am.amname <> 'heap')",
        populated: 'c.relispopulated',
        tablespace: '(select s.spcname from pg_tablespace s where s.oid = c.reltablespace)',
      }),
    })} from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'm' and ${USER_SCHEMA}`,
  readLocking: (version) =>
    `select c.oid, jsonb_build_object('query', ${viewQuery(version)}) as attributes from pg_class c where c.relkind = 'm'`,
  create: (o, around) => {
    const a = o.attributes;
    const empty = a.populated === false || readsEmpty(o, around);
    const names = a.columns.map((column) => quoteIdent(JSON.parse(column)[0])).join(', ');
    const using = a.accessMethod === null ? '' : ` using ${quoteIdent(a.accessMethod)}`;
    const options = a.options.length === 0 ? '' : ` with (${a.options.map(optionText).join(', ')})`;
    const tablespace = a.tablespace === null ? '' : ` tablespace ${quoteIdent(a.tablespace)}`;
    return [
      `create materialized view ${sqlName(o.id)}${names === '' ? '' : ` (${names})`}${using}${options}${tablespace} as\n${(queryText(o as never) ?? a.query).trim().replace(/;\s*$/, '')}${empty ? '\nwith no data' : ''}`,
    ];
  },
  becomes: (o, around) => (readsEmpty(o, around) ? { populated: false } : {}),
  around: (o, around) =>
    o.attributes.populated === false || readsEmpty(o, around) ? null : policed(o, around),
  standIn: (o) => {
    const columns = o.attributes.columns.map((column): [string, string] => JSON.parse(column));
    const list = columns.map(([name, type]) => `null::${type} as ${quoteIdent(name)}`).join(', ');
    return [`create materialized view ${sqlName(o.id)} as select ${list} with no data`];
  },
  drop: (o) => [`drop materialized view ${sqlName(o.id)}`],
  rename: (o, name) => [`alter materialized view ${sqlName(o.id)} rename to ${quoteIdent(name)}`],
  // A scratch holds no rows: only the statement says whether it shall.
  meant: (o) => {
    const empty = /\bwith\s+no\s+data\s*;?\s*$/i.test(o.declaration?.text ?? '');
    return { populated: empty ? false : null };
  },
  document: materializedViewDocument,
  attributes: {
    query: { alter: 'replace', definition: true },
    columns: { alter: 'replace', carried: sameColumnNames },
    options: {
      unordered: true,
      alter: ({ before, after }) =>
        setOptions(
          `alter materialized view ${sqlName(after.id)}`,
          before.attributes.options,
          after.attributes.options,
        ),
      lock: 'SHARE UPDATE EXCLUSIVE',
    },
    populated: { alter: () => [], made: true },
    accessMethod: { alter: 'replace' },
    tablespace: {
      alter: ({ after }) => [
        `alter materialized view ${sqlName(after.id)} set tablespace ${quoteIdent(after.attributes.tablespace ?? 'pg_default')}`,
      ],
      rewrite: true,
    },
  },
});

export const kinds = [materializedView];
