/** The identity of one database object: what two catalogs are matched by. */
export interface ObjectId {
  /** The manifest's key for the kind: `table`, `view`, `function`, `column`, … */
  readonly kind: string;
  /** `null` for objects that live in no schema. */
  readonly schema: string | null;
  /** The relation (or domain) that a column, constraint, policy, trigger … is part of; `null` for all else. */
  readonly table: string | null;
  readonly name: string;
  /** Input argument types of a routine or operator as format_type prints them with an empty search_path, joined by ", "; otherwise `null`. */
  readonly arguments: string | null;
}

/** One text per identity, readable in messages: `policy public.clients."read own"`. */
export type Key = string;

/** Words that PostgreSQL quotes although they look plain (reserved and column-name keywords). */
const RESERVED = new Set(
  'all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast char character check coalesce collate collation column concurrently constraint create cross current_catalog current_date current_role current_schema current_time current_timestamp current_user dec decimal default deferrable desc distinct do else end except exists extract false fetch float for foreign freeze from full grant greatest group grouping having ilike in initially inner inout int integer intersect interval into is isnull join json_array json_arrayagg json_exists json_object json_objectagg json_query json_scalar json_serialize json_table json_value lateral leading least left like limit localtime localtimestamp merge_action national natural nchar none normalize not notnull null nullif numeric offset on only or order out outer overlaps overlay placing position precision primary real references returning right row select session_user setof similar smallint some substring symmetric system_user table tablesample then time timestamp to trailing treat trim true union unique user using values varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable'.split(
    ' ',
  ),
);

/** Quotes an identifier exactly where it needs it (quote_ident's rule, for every supported major). */
export function quoteIdent(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !RESERVED.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** `schema.name`, each part quoted where needed; just the name where there is no schema. */
export function qualified(schema: string | null, name: string): string {
  return schema === null ? quoteIdent(name) : `${quoteIdent(schema)}.${quoteIdent(name)}`;
}

export function quoteLiteral(text: string): string {
  const body = text.replaceAll("'", "''");
  return body.includes('\\') ? `E'${body.replaceAll('\\', '\\\\')}'` : `'${body}'`;
}

/** The object's name as SQL writes it: `public.clients`, `public.f(uuid, text)`; for a part, its own name alone. */
export function sqlName(id: ObjectId): string {
  if (id.table !== null) return quoteIdent(id.name);
  const name = qualified(id.schema, id.name);
  return id.arguments === null ? name : `${name}(${id.arguments})`;
}

export function keyOf(id: ObjectId): Key {
  const parts = [id.schema, id.table, id.name].filter((part): part is string => part !== null);
  const name = parts.map(quoteIdent).join('.');
  return `${id.kind} ${name}${id.arguments === null ? '' : `(${id.arguments})`}`;
}

/** The key of an identity as the plan file writes it, which leaves out what is `null`. */
export function keyOfPlanned(object: {
  readonly kind: string;
  readonly schema: string | null;
  readonly name: string;
  readonly table?: string;
  readonly arguments?: string;
}): Key {
  return keyOf({ ...object, table: object.table ?? null, arguments: object.arguments ?? null });
}

export function objectId(
  kind: string,
  schema: string | null,
  name: string,
  more?: Partial<ObjectId>,
): ObjectId {
  return { kind, schema, table: null, name, arguments: null, ...more };
}

/** Plain code-point order: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
