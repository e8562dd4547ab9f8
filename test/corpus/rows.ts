import { runOn } from '../support/databases.js';

/** Rows by table (`"schema"."name"`), each column as text. */
export type Rows = ReadonlyMap<string, readonly Readonly<Record<string, string | null>>[]>;

const TABLES = `select c.oid, format('%I.%I', n.nspname, c.relname) as name, c.relkind = 'p' as children from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname !~ '^(pg_|information_schema$|reconcile)' order by 2`;

/** A value that the type takes: the same one for the same type everywhere, so that foreign keys find their target. */
const VALUES = `create or replace function pg_temp.value_of(type oid, at integer) returns text language plpgsql as $$
declare t pg_type := (select x from pg_type x where x.oid = type); tried text; names text[];
begin
  if t.typtype = 'd' then return pg_temp.value_of(t.typbasetype, at); end if;
  if t.typtype = 'e' then return (select enumlabel from pg_enum where enumtypid = type order by enumsortorder limit 1); end if;
  if t.typcategory = 'A' then return '{}'; end if;
  foreach tried in array array[at::text, 'a' || at, '2001-02-0' || at, 't', '00000000-0000-0000-0000-00000000000' || at,
      '{"a": 1}', '1 day', '10.0.0.' || at, '(1,1)', '08:00:2b:01:02:03', '[1,2]', 'empty', '((1,1),(2,2))', '101', '<a/>'] loop
    begin
      execute format('select %L::%s', tried, format_type(type, null));
      return tried;
    exception when others then null;
    end;
  end loop;
  return null;
end $$`;

/** Up to two rows a table, tried again as long as others may have got what a foreign key wants. */
const FILL = `do $$
declare r record; list text; vals text; before bigint; now bigint; again boolean := true; at integer; round integer := 0;
begin
  set constraints all immediate;
  while again and round < 4 loop
    again := false; round := round + 1;
    for r in ${TABLES} loop
      for at in 1..2 loop
        execute format('select count(*) from %s', r.name) into before;
        continue when before >= at;
        begin
          select string_agg(quote_ident(a.attname), ', ' order by a.attnum),
            string_agg(coalesce(quote_literal(pg_temp.value_of(a.atttypid, at)), 'null'), ', ' order by a.attnum) into list, vals
          from pg_attribute a where a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '';
          execute format('insert into %s (%s) overriding system value values (%s)', r.name, list, vals);
          again := true;
        exception when others then
          begin
            execute format('insert into %s default values', r.name);
            again := true;
          exception when others then null;
          end;
        end;
      end loop;
    end loop;
  end loop;
end $$`;

/** Puts rows into every table that takes some. */
export async function fill(url: string): Promise<void> {
  await runOn(url, `${VALUES}; ${FILL}`);
}

/** SQL: the columns of a relation as texts, generated ones left out. */
export const COLUMN_LIST = (oid: string): string =>
  `(select string_agg(format('%I::text', a.attname), ', ') from pg_attribute a
    where a.attrelid = ${oid} and a.attnum > 0 and not a.attisdropped and a.attgenerated = '')`;

/** What every table holds itself, generated columns left out. */
export async function readRows(url: string): Promise<Rows> {
  return readRelations(
    url,
    await runOn(url, `select t.*, ${COLUMN_LIST('t.oid')} as list from (${TABLES}) t`),
  );
}

/** The rows of relations, each given by its `name` and a `list` of columns; `children`: those below it count as its own. */
export async function readRelations(
  url: string,
  relations: readonly Record<string, unknown>[],
): Promise<Map<string, Record<string, string | null>[]>> {
  const rows = new Map<string, Record<string, string | null>[]>();
  for (const { name, list, children } of relations) {
    const from = `${children === false ? 'only ' : ''}${String(name)}`;
    const found = await runOn(
      url,
      `select to_jsonb("a row") as row from (select ${String(list ?? '')} from ${from}) "a row"`,
    );
    rows.set(
      String(name),
      found.map(({ row }) => row as Record<string, string | null>),
    );
  }
  return rows;
}

/** What is not as it was in tables that both have, as far as both have the columns; one line a table. */
export function rowDifferences(before: Rows, after: Rows, changed: ReadonlySet<string>): string[] {
  const found: string[] = [];
  for (const [table, had] of before) {
    const has = after.get(table);
    if (has === undefined || had.length === 0) continue;
    const [first, second] = [had[0] ?? {}, has[0]];
    if (had.length !== has.length) {
      found.push(`${table} has ${has.length} rows instead of ${had.length}`);
      continue;
    }
    const columns = Object.keys(first).filter(
      (column) => second !== undefined && column in second && !changed.has(`${table}.${column}`),
    );
    const texts = (list: typeof had): string =>
      list
        .map((row) => JSON.stringify(columns.map((column) => row[column])))
        .sort()
        .join('\n');
    if (texts(has) !== texts(had)) found.push(`${table} (${columns.join(', ')}) holds other values`);
  }
  return found;
}
