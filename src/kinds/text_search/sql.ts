import { USER_SCHEMA } from '../sql.js';

/** A user's function as a text search object names it; `null` where it has none. */
export const routine = (column: string): string =>
  `case when ${column}::oid <> 0 then ${column}::regproc::text end`;

/** The qualified, quoted name of a text search object by its oid. */
export const nameOf = (catalog: string, name: string, namespace: string, oid: string): string =>
  `(select case when x.nspname = 'pg_catalog' then 'pg_catalog.' else quote_ident(x.nspname) || '.' end || quote_ident(y.${name}) from ${catalog} y join pg_namespace x on x.oid = y.${namespace} where y.oid = ${oid})`;

export const from = (catalog: string, namespace: string): string =>
  `from ${catalog} t join pg_namespace n on n.oid = t.${namespace} where ${USER_SCHEMA}`;

/** `(start = f, gettoken = g)`: options that are there. */
export function definition(options: readonly (readonly [string, string | null])[]): string {
  return `(${options.flatMap(([key, value]) => (value === null ? [] : [`${key} = ${value}`])).join(', ')})`;
}
