import type { Session } from '../database/session.js';
import type { Json } from '../model/catalog.js';
import { quoteIdent } from '../model/id.js';
import { show } from './readback.js';
import type { RowDifference, SnapshotRow } from './snapshot.js';
import { SYSTEM_CATALOGS } from './system-catalogs.js';

/** What a message can say of a row: whose it is, and its fields. */
export interface RowFacts {
  readonly identity: string | null;
  readonly fields: Readonly<Record<string, Json>>;
}

/** Reads the rows that two snapshots differ in, whole, as the session sees them now. By `catalog key`. */
export async function readFacts(
  session: Session,
  differences: readonly RowDifference[],
): Promise<ReadonlyMap<string, RowFacts>> {
  const facts = new Map<string, RowFacts>();
  for (const catalog of SYSTEM_CATALOGS) {
    const rows = differences
      .map((d) => d.after ?? d.before)
      .filter((row): row is SnapshotRow => row?.catalog === catalog.name);
    if (rows.length === 0) continue;
    const columns = await session.query<{ name: string }>(
      `select attname as name from pg_catalog.pg_attribute where attrelid = ('pg_catalog.' || $1)::regclass and attnum > 0
         and not attisdropped and attname <> all ($2) and has_column_privilege(attrelid, attnum, 'SELECT')`,
      [catalog.name, [...(catalog.volatile ?? []), ...(catalog.secret ?? [])]],
    );
    if (columns.length === 0) continue;
    const pairs = columns.map(({ name }) => `'${name}', t.${quoteIdent(name)}`).join(', ');
    const home = catalog.home ?? `'${catalog.name}'::regclass::oid || ':' || t.oid || ':0'`;
    const read = await session.query<{ key: string; identity: string | null; fields: Record<string, Json> }>(
      `with tables as (select oid from pg_catalog.pg_class where relkind in ('r', 'p', 'f')),
         found as (select (${catalog.key ?? 't.oid'})::text as key, string_to_array(${home}, ':') as home,
           jsonb_build_object(${pairs}) as fields from pg_catalog.${catalog.name} t)
       select f.key, f.fields, (select i.type || ' ' || i.identity from pg_identify_object(f.home[1]::oid, f.home[2]::oid, f.home[3]::int) i) as identity
         from found f where f.key = any ($1)`,
      [rows.map((row) => row.key)],
    );
    for (const row of read)
      facts.set(`${catalog.name} ${row.key}`, { identity: row.identity, fields: row.fields });
  }
  return facts;
}

/** The fields that differ, one `field: before → after` each. */
export function fieldChanges(before: RowFacts | undefined, after: RowFacts | undefined): string[] {
  if (before === undefined || after === undefined) return [];
  return Object.keys(after.fields).flatMap((name) => {
    const [old, now] = [before.fields[name] ?? null, after.fields[name] ?? null];
    return JSON.stringify(old) === JSON.stringify(now) ? [] : [`${name}: ${show(old)} → ${show(now)}`];
  });
}
