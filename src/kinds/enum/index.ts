import type { CatalogObject } from '../../model/catalog.js';
import { qualified, quoteIdent, quoteLiteral, sqlName } from '../../model/id.js';
import { inseparable } from '../heirs.js';
import { type AlterContext, defineKind } from '../kind.js';
import { attributes, row, TYPE_ROW, USER_SCHEMA } from '../sql.js';
import { enumDocument } from './manifest.js';

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

/**
 * Whether something that the plan makes says a new value: it cannot be used in the transaction that adds it (ALTER TYPE
 * in the manual; SQLSTATE 55P04). Bodies are not looked into before they run, which making an index over them does.
 */
function usesNew({ before, after, around }: AlterContext<EnumAttributes>): boolean {
  const fresh = after.attributes.values
    .filter((value) => !before.attributes.values.includes(value))
    .map(quoteLiteral);
  const objects = [...around.catalog.objects.values()];
  // A partition's bound says values of its parent's key columns, which belong to that inseparably.
  const keyed = objects.filter(
    (object) => object.dependsOn.some(({ on }) => on === after.key) && inseparable(object),
  );
  const sources = new Set([after.key, ...keyed.flatMap(({ parent }) => parent ?? [])]);
  const isBody = ({ attributes }: CatalogObject): boolean => attributes.atomic === false;
  const said = objects.filter((object) => {
    if (!isBody(object) && !object.dependsOn.some(({ on }) => sources.has(on))) return false;
    const text = Object.values(object.attributes).map((value) =>
      typeof value === 'string' ? value : JSON.stringify(value),
    );
    return fresh.some((value) => text.some((part) => part.includes(value)));
  });
  const bodies = new Set(said.filter(isBody).map(({ key }) => key));
  const runs = ({ id, key, dependsOn }: CatalogObject): boolean =>
    RUNNING.has(id.kind) &&
    around.standing?.(key) === undefined &&
    dependsOn.some(({ on }) => bodies.has(on));
  return said.some((object) => !isBody(object)) || (bodies.size > 0 && objects.some(runs));
}

/** Kinds whose making runs the functions that they are defined by, over the rows that are there. */
const RUNNING: ReadonlySet<string> = new Set(['column', 'constraint', 'index', 'materialized_view']);

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
