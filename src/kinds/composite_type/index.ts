import { quoteIdent, sqlName } from '../../model/id.js';
import { narrows } from '../column/narrows.js';
import { inColumns } from '../in-columns.js';
import { type AlterContext, defineKind, type Of, type Surroundings } from '../kind.js';
import { attributes, row, TYPE_ROW, USER_SCHEMA } from '../sql.js';
import { byPlace } from './by-place.js';
import { compositeDocument } from './manifest.js';

export interface CompositeAttributes {
  /** Name, type and collation (empty where it is the type's own), in order. */
  attributes: string[][];
}

type Composite = Of<CompositeAttributes>;
const named = (o: Composite): Map<string, string> =>
  new Map(
    o.attributes.attributes.map(([name = '', type = '', collation = '']) => [name, clause(type, collation)]),
  );
const clause = (type: string, collation: string): string =>
  `${type}${collation === '' ? '' : ` collate ${collation}`}`;

/** Tables of this type follow it: RESTRICT, the default, would refuse. */
function cascade(o: Composite, around: Surroundings): string {
  const type = sqlName(o.id);
  for (const object of around.catalog.objects.values())
    if (object.attributes.ofType === type) return ' cascade';
  return '';
}

/** An attribute goes, or gets a type that not all its values fit. */
function loses({ attributes: was }: CompositeAttributes, { attributes: will }: CompositeAttributes): boolean {
  const types = new Map(will.map(([name = '', type = '']) => [name, type]));
  return was.some(([name = '', type = '']) => {
    const now = types.get(name);
    return now === undefined || narrows(type, now);
  });
}

/** ADD, DROP and ALTER ATTRIBUTE; `replace` where the order of attributes that stay, or values in columns, would change. */
function alterType({ before, after, around }: AlterContext<CompositeAttributes>): string[] | 'replace' {
  const [old, wanted] = [named(before), named(after)];
  const kept = [...old.keys()].filter((name) => wanted.has(name));
  const order = [...kept, ...[...wanted.keys()].filter((name) => !old.has(name))];
  if (order.some((name, at) => name !== [...wanted.keys()][at])) return 'replace';
  const retyped = kept.filter((name) => old.get(name) !== wanted.get(name));
  // Those are never rewritten by ALTER ATTRIBUTE.
  if (retyped.length > 0 && inColumns(after, around)) return 'replace';
  const end = cascade(after, around);
  const actions = [
    ...[...old.keys()]
      .filter((name) => !wanted.has(name))
      .map((name) => `drop attribute ${quoteIdent(name)}${end}`),
    ...retyped.map((name) => `alter attribute ${quoteIdent(name)} type ${wanted.get(name)}${end}`),
    ...order.slice(kept.length).map((name) => `add attribute ${quoteIdent(name)} ${wanted.get(name)}${end}`),
  ];
  return actions.length === 0 ? [] : [`alter type ${sqlName(after.id)} ${actions.join(', ')}`];
}

export const compositeType = defineKind<CompositeAttributes>({
  name: 'composite_type',
  plural: 'composite_types',
  sqlType: 'TYPE',
  catalog: 'pg_type',
  part: false,
  holdsParts: true,
  owned: true,
  privileges: { letter: 'T', word: 'TYPE', defaults: 'T' },
  rank: 2,
  read: () =>
    `select ${row({
      ...TYPE_ROW,
      relid: 'c.oid',
      attributes: attributes({
        attributes: `coalesce((select jsonb_agg(jsonb_build_array(a.attname, format_type(a.atttypid, a.atttypmod),
          coalesce((select quote_ident(cn.nspname) || '.' || quote_ident(co.collname) from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace
            join pg_type b on b.oid = a.atttypid where co.oid = a.attcollation and a.attcollation <> b.typcollation), '')) order by a.attnum)
          from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), '[]'::jsonb)`,
      }),
    })} from pg_type t join pg_class c on c.oid = t.typrelid join pg_namespace n on n.oid = t.typnamespace
     where c.relkind = 'c' and ${USER_SCHEMA}`,
  create: (o) => {
    const list = [...named(o)].map(([name, type]) => `${quoteIdent(name)} ${type}`);
    return [`create type ${sqlName(o.id)} as (${list.join(', ')})`];
  },
  drop: (o) => [`drop type ${sqlName(o.id)}`],
  standsAside: true,
  rename: (o, name) => [`alter type ${sqlName(o.id)} rename to ${quoteIdent(name)}`],
  footprint: ({ verb, object, around }) => ({
    assumes: verb === 'drop' ? byPlace(object, around) : [],
  }),
  document: compositeDocument,
  attributes: {
    attributes: {
      alter: alterType,
      lock: null,
      destructive: ({ before, after, around }) =>
        inColumns(after, around) && loses(before.attributes, after.attributes),
    },
  },
});

export const kinds = [compositeType];
