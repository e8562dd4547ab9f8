const STATEMENT =
  /^\s*create\s+(default\s+)?conversion\s+(.+?)\s+for\s+('(?:[^']|'')*')\s+to\s+('(?:[^']|'')*')\s+from\s+([^';]+?)\s*;?\s*$/is;

/**
 * CREATE CONVERSION tries the function, and the embedded engine breaks down in all that convert by tables (LocalToUtf and
 * UtfToLocal are not linked into it): one that has none is tried, and the row says afterwards what was meant. Whoever is
 * logged in to a scratch is a superuser.
 */
export function narrowConversion(sql: string): string {
  const [, byDefault, name, from, to, routine] = STATEMENT.exec(sql) ?? [];
  if (name === undefined || from === undefined || to === undefined || routine === undefined) return sql;
  const encoding = (text: string): string => `pg_catalog.pg_char_to_encoding(${text})`;
  return [
    // Converts nothing, and refuses names that are no encodings.
    `select pg_catalog.convert('', ${from}, ${to})`,
    `create conversion ${name} for 'LATIN1' to 'UTF8' from pg_catalog.iso8859_1_to_utf8`,
    "select pg_catalog.set_config('reconcile.maker', pg_catalog.current_setting('role'), true)",
    `select pg_catalog.set_config('reconcile.routine', '${routine.replaceAll("'", "''")}'::pg_catalog.regproc::pg_catalog.oid::text, true)`,
    'set local role none',
    `update pg_catalog.pg_conversion set conforencoding = ${encoding(from)}, contoencoding = ${encoding(to)},
  conproc = pg_catalog.current_setting('reconcile.routine')::pg_catalog.oid, condefault = ${byDefault !== undefined}
  where oid = (select max(oid) from pg_catalog.pg_conversion)`,
    "select pg_catalog.set_config('role', pg_catalog.current_setting('reconcile.maker'), true)",
  ].join('\n;\n');
}
