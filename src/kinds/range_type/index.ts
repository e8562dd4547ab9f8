import { quoteIdent, quoteLiteral, sqlName } from '../../model/id.js';
import { defineKind, type Of } from '../kind.js';
import { attributes, nameIn, row, TYPE_ROW, USER_SCHEMA } from '../sql.js';
import { printedName } from '../words.js';
import { rangeDocument } from './manifest.js';

export interface RangeAttributes {
  subtype: string;
  /** null where it is the subtype's default. */
  operatorClass: string | null;
  collation: string | null;
  canonical: string | null;
  difference: string | null;
  /** The multirange type's name. */
  multirange: string;
  /** Whether the multirange type has another owner: it stays with whom made it, wherever the range type goes. */
  apart: boolean;
}

function options(o: Of<RangeAttributes>): string[] {
  const a = o.attributes;
  return [
    `subtype = ${a.subtype}`,
    ...(a.operatorClass === null ? [] : [`subtype_opclass = ${a.operatorClass}`]),
    ...(a.collation === null ? [] : [`collation = ${a.collation}`]),
    ...(a.canonical === null ? [] : [`canonical = ${a.canonical}`]),
    ...(a.difference === null ? [] : [`subtype_diff = ${a.difference}`]),
    `multirange_type_name = ${a.multirange}`,
  ];
}

/**
 * ALTER TYPE leaves a range type's constructor functions under the old name, where state's text calls them by the new
 * one and another type of the old name finds it taken. They belong to the first superuser (makeRangeConstructors in
 * typecmds.c): only a superuser's session can rename them, any other leaves them as they are.
 */
const renamedConstructors = (type: string, from: string, to: string): string =>
  `do $reconcile$
declare
  one regprocedure;
  acting text := current_setting('role');
begin
  if not (select rolsuper from pg_catalog.pg_roles where rolname = session_user) then return; end if;
  set local role none;
  for one in
    select distinct p.oid from pg_catalog.pg_proc p join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_proc'::regclass and d.objid = p.oid
     where d.deptype = 'i' and d.refclassid = 'pg_catalog.pg_type'::regclass and d.refobjid = ${quoteLiteral(type)}::regtype and p.proname = ${quoteLiteral(from)}
  loop
    execute format('alter function %s rename to %I', one, ${quoteLiteral(to)});
  end loop;
  execute 'set local role ' || case acting when 'none' then acting else quote_ident(acting) end;
end $reconcile$`;

export const rangeType = defineKind<RangeAttributes>({
  name: 'range_type',
  plural: 'range_types',
  sqlType: 'TYPE',
  catalog: 'pg_type',
  part: false,
  owned: true,
  privileges: { letter: 'T', word: 'TYPE', defaults: 'T' },
  rank: 2,
  // Before 18 its multirange type stays behind when it gets another owner.
  ownsAll: (o, { wanted }) => !o.attributes.apart && (wanted.get(o.key)?.owner ?? o.owner) === o.owner,
  alsoNamed: ({ attributes }) => {
    const [schema, name] = printedName(attributes.multirange);
    return schema !== undefined && name !== undefined ? [[schema, name]] : [];
  },
  read: () =>
    `select ${row({
      ...TYPE_ROW,
      attributes: attributes({
        subtype: 'format_type(r.rngsubtype, null)',
        operatorClass: `case when not (select oc.opcdefault and oc.oid < 16384 from pg_opclass oc where oc.oid = r.rngsubopc) then ${nameIn('pg_opclass', 'r.rngsubopc', 'opcname', 'opcnamespace')} end`,
        collation: `case when r.rngcollation <> (select b.typcollation from pg_type b where b.oid = r.rngsubtype) then ${nameIn('pg_collation', 'r.rngcollation', 'collname', 'collnamespace')} end`,
        canonical: nameIn('pg_proc', 'r.rngcanonical', 'proname', 'pronamespace'),
        difference: nameIn('pg_proc', 'r.rngsubdiff', 'proname', 'pronamespace'),
        multirange: nameIn('pg_type', 'r.rngmultitypid', 'typname', 'typnamespace'),
        apart: 'exists (select from pg_type m where m.oid = r.rngmultitypid and m.typowner <> t.typowner)',
      }),
    })} from pg_type t join pg_range r on r.rngtypid = t.oid join pg_namespace n on n.oid = t.typnamespace
     where t.typtype = 'r' and ${USER_SCHEMA}`,
  create: (o) => [`create type ${sqlName(o.id)} as range (${options(o).join(', ')})`],
  drop: (o) => [`drop type ${sqlName(o.id)}`],
  rename: (o, name) => [
    `alter type ${sqlName(o.id)} rename to ${quoteIdent(name)}`,
    renamedConstructors(sqlName({ ...o.id, name }), o.id.name, name),
  ],
  document: rangeDocument,
  attributes: {
    subtype: { alter: 'replace' },
    operatorClass: { alter: 'replace' },
    collation: { alter: 'replace' },
    canonical: { alter: 'replace' },
    difference: { alter: 'replace' },
    multirange: {
      alter: ({ before, after }) => {
        const [b, a] = [before.attributes.multirange, after.attributes.multirange];
        const [[schema, old = ''], [newSchema, name = '']] = [printedName(b), printedName(a)];
        return schema === newSchema
          ? [`alter type ${b} rename to ${quoteIdent(name)}`, renamedConstructors(a, old, name)]
          : 'replace';
      },
      lock: null,
    },
    apart: { alter: () => [], stays: () => true },
  },
});

export const kinds = [rangeType];
