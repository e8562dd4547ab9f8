import type { CatalogObject } from '../../model/catalog.js';
import { type Key, quoteIdent, sqlName } from '../../model/id.js';
import { type AlterContext, defineKind, type Of } from '../kind.js';
import { attributes, nameIn, row, USER_SCHEMA, viewQuery } from '../sql.js';
import { queryText, unmistakable } from '../text.js';
import { sameColumnNames } from '../view-columns.js';
import { viewDocument } from './manifest.js';

export interface ViewAttributes {
  query: string;
  /** Output columns, `name type`, in order. */
  columns: string[];
  /** `null`: not written, which means false; pg_dump tells the two apart. */
  securityInvoker: boolean | null;
  securityBarrier: boolean | null;
  /** '' , local or cascaded. */
  checkOption: string;
}
type Change = AlterContext<ViewAttributes>;

/** Every option is written, for CREATE OR REPLACE VIEW without WITH clears them all (ENGINE: security_invoker included). */
function options(a: ViewAttributes, version: number): string {
  const list = [
    ['security_barrier', a.securityBarrier],
    ['security_invoker', version >= 150000 ? a.securityInvoker : null],
    ['check_option', a.checkOption === '' ? null : a.checkOption],
  ] as const;
  const written = list.flatMap(([name, value]) => (value === null ? [] : `${name}=${value}`));
  return written.length === 0 ? '' : ` with (${written.join(', ')})`;
}

function define(o: Of<ViewAttributes>, version: number, verb: string): string {
  const names = o.attributes.columns.map((column) => quoteIdent(JSON.parse(column)[0]));
  const query = (queryText(o) ?? o.attributes.query).trim().replace(/;\s*$/, '');
  return `${verb} view ${sqlName(o.id)}${names.length > 0 ? ` (${names.join(', ')})` : ''}${options(o.attributes, version)} as\n${query}`;
}

/** A view of the same columns that holds nothing and stands on nothing. */
function hollow({ id, attributes }: Of<ViewAttributes>, verb: string): string {
  const columns = attributes.columns.map((column): [string, string, string?] => JSON.parse(column));
  const list = columns.map(([name, type, collation]) => {
    const collate = collation === undefined ? '' : ` collate ${collation}`;
    return `null::${type}${collate} as ${quoteIdent(name)}`;
  });
  return `${verb} view ${sqlName(id)} as select ${list.join(', ')}`;
}

/** CREATE OR REPLACE VIEW may only add columns at the end (CREATE VIEW in the manual). */
function redefine(change: Change): string[] | 'replace' {
  const { before, after, around } = change;
  const [old, wanted] = [before.attributes.columns, after.attributes.columns];
  if (old.some((column, at) => wanted[at] !== column)) return 'replace';
  const plain = unmistakable(change);
  // Columns that are joined by name are found by name however it is printed.
  if (plain !== after && / USING \(/.test(after.attributes.query)) return 'replace';
  return [define(plain, around.version, 'create or replace')];
}

function setOption(option: string, usual: '' | null, value: (a: ViewAttributes) => string | null) {
  return {
    usual,
    alter: (change: Change): string[] | 'replace' => {
      if (change.changed.has('query') || change.changed.has('columns')) return redefine(change);
      const wanted = value(change.after.attributes);
      const head = `alter view ${sqlName(change.after.id)}`;
      return [wanted === null ? `${head} reset (${option})` : `${head} set (${option}=${wanted})`];
    },
  };
}

/** A security_invoker view that gives columns of one table and does nothing else. */
function mirrors(o: Of<ViewAttributes>, other: CatalogObject): boolean {
  const owns = o.dependsOn.every(
    ({ on, type }) => type !== 'normal' || on === other.key || on.startsWith('schema ') || inside(on, other),
  );
  const query = o.attributes.query.replace(/\s+/g, ' ').trim().replace(/;$/, '');
  const name = '(?:[^\\s"(),.]+|"(?:[^"]|"")+")';
  const column = `(?:${name}\\.)?${name}(?: AS ${name})?`;
  const plain = new RegExp(`^SELECT ${column}(?:, ${column})* FROM (?:${name}\\.)?${name}$`);
  return o.attributes.securityInvoker === true && owns && plain.test(query);
}

const inside = (key: Key, { id }: CatalogObject): boolean => key.startsWith(`column ${sqlName(id)}.`);

export const view = defineKind<ViewAttributes>({
  name: 'view',
  plural: 'views',
  sqlType: 'VIEW',
  catalog: 'pg_class',
  part: false,
  owned: true,
  privileges: { letter: 'r', word: 'TABLE', defaults: 'r' },
  rank: 9,
  orReplace: true,
  access: {
    privileges: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
    attributes: ['securityInvoker', 'query'],
    actsAs: ({ attributes: a }) => (a.securityInvoker ? 'caller' : 'owner'),
    passesOn: true,
  },
  read: () =>
    `select ${row({
      oid: 'c.oid',
      schema: 'n.nspname',
      name: 'c.relname',
      owner: 'c.relowner',
      acl: 'c.relacl',
      attributes: attributes({
        columns: `coalesce((select jsonb_agg((jsonb_build_array(a.attname, format_type(a.atttypid, a.atttypmod)) || coalesce((
          select to_jsonb(${nameIn('pg_collation', 'a.attcollation', 'collname', 'collnamespace')}) from pg_type t
            where t.oid = a.atttypid and a.attcollation <> t.typcollation), '[]'::jsonb))::text order by a.attnum)
          from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), '[]'::jsonb)`,
        securityInvoker:
          "(select option_value::boolean from pg_options_to_table(c.reloptions) where option_name = 'security_invoker')",
        securityBarrier:
          "(select option_value::boolean from pg_options_to_table(c.reloptions) where option_name = 'security_barrier')",
        checkOption:
          "coalesce((select lower(option_value) from pg_options_to_table(c.reloptions) where option_name = 'check_option'), '')",
      }),
    })} from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'v' and ${USER_SCHEMA}`,
  readLocking: (version) =>
    `select c.oid, jsonb_build_object('query', ${viewQuery(version)}) as attributes from pg_class c where c.relkind = 'v'`,
  create: (o, around) => [define(o, around.version, 'create')],
  standIn: (o) => [hollow(o, 'create')],
  opens: {
    hollow: (o) => hollow(o, 'create or replace'),
    whole: (o, around) => define(o, around.version, 'create or replace'),
  },
  drop: (o) => [`drop view ${sqlName(o.id)}`],
  mirrors,
  rename: (o, name) => [`alter view ${sqlName(o.id)} rename to ${quoteIdent(name)}`],
  document: viewDocument,
  attributes: {
    query: { alter: redefine, definition: true },
    columns: { alter: redefine, carried: sameColumnNames },
    securityInvoker: setOption('security_invoker', null, (a) => a.securityInvoker?.toString() ?? null),
    securityBarrier: setOption('security_barrier', null, (a) => a.securityBarrier?.toString() ?? null),
    checkOption: setOption('check_option', '', (a) => (a.checkOption === '' ? null : a.checkOption)),
  },
});

export const kinds = [view];
