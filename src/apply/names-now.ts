import type { Session } from '../database/session.js';
import type { Catalog } from '../model/catalog.js';
import { type Key, qualified, quoteIdent } from '../model/id.js';

/** A relation that a plan may rename, before it has. */
export interface NamedNow {
  /** Its present name, as SQL. */
  readonly name: string;
  /** For FROM: its rows, whose columns are called as the plan will call them. */
  readonly rows: string;
  /** Columns of its primary key, as the plan will call them. */
  readonly key: readonly string[];
}

const NAMES = `select c.oid, n.nspname::text as schema, c.relname::text as name,
    array(select a.attnum::int from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by 1) as numbers,
    array(select a.attname::text from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as columns,
    array(select unnest(i.indkey)::int from pg_catalog.pg_index i where i.indrelid = c.oid and i.indisprimary) as key
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = any ($1::oid[])`;

/**
 * The relations among some objects by their keys, asked for by OID and column number: `live` has the names that they will
 * have.
 */
export async function namesNow(
  session: Session,
  live: Catalog,
  keys: Iterable<Key>,
): Promise<ReadonlyMap<Key, NamedNow>> {
  const byOid = new Map<number, Key>();
  for (const key of keys) {
    const address = live.objects.get(key)?.address;
    if (address?.catalog === 'pg_class' && address.sub === 0) byOid.set(address.oid, key);
  }
  const found = new Map<Key, NamedNow>();
  if (byOid.size === 0) return found;
  const later = new Map<string, string>();
  for (const { address, id } of live.objects.values())
    if (address.catalog === 'pg_class' && address.sub > 0 && byOid.has(address.oid))
      later.set(`${address.oid}.${address.sub}`, id.name);
  const rows = await session.query<{
    oid: number;
    schema: string;
    name: string;
    numbers: number[];
    columns: string[];
    key: number[];
  }>(NAMES, [[...byOid.keys()]]);
  for (const { oid, schema, name, numbers, columns, key } of rows) {
    const at = byOid.get(oid);
    if (at === undefined) continue;
    const table = qualified(schema, name);
    const called = (number: number): string =>
      later.get(`${oid}.${number}`) ?? columns[numbers.indexOf(number)] ?? '';
    const same = numbers.every((number, index) => called(number) === columns[index]);
    const list = numbers.map(
      (number, index) => `x.${quoteIdent(columns[index] ?? '')} as ${quoteIdent(called(number))}`,
    );
    found.set(at, {
      name: table,
      rows: same ? table : `(select x.ctid, ${list.join(', ')} from ${table} x)`,
      key: key.map(called),
    });
  }
  return found;
}
