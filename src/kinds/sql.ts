/** Pieces of catalog queries that several kinds share. */

/** Leaves out what PostgreSQL itself owns: `n` is pg_namespace. */
export const USER_SCHEMA = "n.nspname !~ '^pg_' and n.nspname <> 'information_schema'";

/** The fixed head of every kind's row. `relid` is the relation an object is part of, or its own oid. */
export function row(parts: {
  oid: string;
  sub?: string;
  schema?: string;
  table?: string;
  name: string;
  args?: string;
  owner?: string;
  acl?: string;
  relid?: string;
  attributes: string;
}): string {
  return `${parts.oid} as oid, ${parts.sub ?? '0'}::int as sub, ${parts.schema ?? 'null'}::text as schema, ${parts.table ?? 'null'}::text as "table", ${parts.name}::text as name, ${parts.args ?? 'null'}::text as args, ${parts.owner ? `pg_get_userbyid(${parts.owner})` : 'null'}::text as owner, ${parts.acl ?? 'null'}::text[] as acl, ${parts.relid ?? parts.oid} as relid, ${parts.attributes} as attributes`;
}

/** Storage parameters of pg_class `c`, those of its TOAST table among them. */
export const STORAGE_PARAMETERS =
  "coalesce((select jsonb_agg(o) from (select unnest(c.reloptions) union all select 'toast.' || unnest(tc.reloptions) from pg_class tc where tc.oid = c.reltoastrelid and exists (select from pg_attribute ta where ta.attrelid = c.oid and ta.attnum > 0 and not ta.attisdropped and ta.attstorage <> 'p')) q(o)), '[]'::jsonb)";

/** What every kind of type has in its row: `t` is pg_type, `n` its pg_namespace. */
export const TYPE_ROW = {
  oid: 't.oid',
  schema: 'n.nspname',
  name: 't.typname',
  owner: 't.typowner',
  acl: 't.typacl',
} as const;

/** `schema.name` of the row of a catalog that has an oid; null where there is none. */
export const nameIn = (catalog: string, oid: string, name: string, namespace: string): string =>
  `(select quote_ident(xn.nspname) || '.' || quote_ident(x.${name}) from ${catalog} x join pg_namespace xn on xn.oid = x.${namespace} where x.oid = ${oid})`;

/**
 * A view's query, of pg_class `c`. Before 16 every view had two relations more, called old and new, besides which a table
 * of that name is printed as `old old_1`: as newer servers print it here, unless a literal holds the like.
 */
export function viewQuery(version: number): string {
  const query = 'pg_get_viewdef(c.oid)';
  if (version >= 160000) return query;
  const plain = `regexp_replace(regexp_replace(${query}, '\\m(old|new) \\1_1\\M', '\\1', 'g'), '\\m(old|new)_1\\.', '\\1.', 'g')`;
  const quoted = `exists (select from regexp_matches(${query}, '"[^"]*"|''[^'']*''', 'g') m where m[1] ~ '(old|new)_1')`;
  return `case when ${query} ~ '\\m(old|new) \\1_1\\M' and ${query} !~ '(old|new)_([2-9]|1[0-9])' and not ${quoted} then ${plain} else ${query} end`;
}

/** jsonb_build_object from a map of attribute → SQL expression. */
export function attributes(map: Record<string, string>): string {
  const pairs = Object.entries(map).map(([name, expression]) => `'${name}', ${expression}`);
  return `jsonb_build_object(${pairs.join(', ')})`;
}
