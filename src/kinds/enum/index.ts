import { qualified, quoteIdent, quoteLiteral, sqlName } from '../../model/id.js';
import { type AlterContext, defineKind } from '../kind.js';
import { attributes, row, TYPE_ROW, USER_SCHEMA } from '../sql.js';
import { enumDocument } from './manifest.js';
import { removedValues } from './removed.js';
import { usesNew } from './uses.js';

interface EnumAttributes {
  values: string[];
}

/** ADD VALUE statements that turn `before` into `after`, or `null` where values vanish or change places. */
function additions({ before, after }: AlterContext<EnumAttributes>): string[] | null {
  const old = before.attributes.values;
  const wanted = after.attributes.values;
  const kept = wanted.filter((value) => old.includes(value));
  if (kept.length !== old.length || kept.some((value, index) => value !== old[index])) return null;
  const statements: string[] = [];
  wanted.forEach((value, index) => {
    if (old.includes(value)) return;
    const previous = wanted[index - 1];
    const next = wanted.slice(index + 1).find((candidate) => old.includes(candidate));
    const place =
      previous !== undefined
        ? ` after ${quoteLiteral(previous)}`
        : next !== undefined
          ? ` before ${quoteLiteral(next)}`
          : '';
    statements.push(`alter type ${sqlName(after.id)} add value ${quoteLiteral(value)}${place}`);
  });
  return statements;
}

export const enumKind = defineKind<EnumAttributes>({
  name: 'enum',
  plural: 'enums',
  sqlType: 'TYPE',
  catalog: 'pg_type',
  part: false,
  owned: true,
  privileges: { letter: 'T', word: 'TYPE', defaults: 'T' },
  rank: 2,
  read: () =>
    `select ${row({
      ...TYPE_ROW,
      attributes: attributes({
        values:
          "coalesce((select jsonb_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid), '[]'::jsonb)",
      }),
    })} from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.typtype = 'e' and ${USER_SCHEMA}`,
  create: (o) => [
    `create type ${sqlName(o.id)} as enum (${o.attributes.values.map(quoteLiteral).join(', ')})`,
  ],
  drop: (o) => [`drop type ${sqlName(o.id)}`],
  standsAside: true,
  rename: (o, name) => [`alter type ${qualified(o.id.schema, o.id.name)} rename to ${quoteIdent(name)}`],
  footprint: ({ verb, object, around }) => ({
    assumes: verb === 'drop' ? removedValues(object, around) : [],
  }),
  document: enumDocument,
  ahead: (change) => {
    const sql = usesNew(change) ? additions(change) : null;
    return sql === null || sql.length === 0 ? null : { entry: 'enum_values', sql };
  },
  attributes: {
    values: {
      alter: (change) => (usesNew(change) ? 'replace' : (additions(change) ?? 'replace')),
      lock: null,
      destructive: ({ before, after }) =>
        before.attributes.values.some((value) => !after.attributes.values.includes(value)),
    },
  },
});

export const kinds = [enumKind];
