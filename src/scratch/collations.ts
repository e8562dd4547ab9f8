import type { Session } from '../database/session.js';
import type { State } from '../manifest/state.js';
import type { Catalog, Json } from '../model/catalog.js';
import { quoteIdent, quoteLiteral } from '../model/id.js';

/** A quoted name behind COLLATE, as state writes it, and behind pg_catalog, as the reader prints it. */
const COLLATED = /\bcollate\s+(?:"?pg_catalog"?\s*\.\s*)?"((?:[^"]|"")+)"/gi;
const PRINTED = /pg_catalog\.\\?"([^"\\]+)\\?"/g;

/**
 * Makes the predefined collations that state or the live database names and the scratch lacks: what initdb finds
 * differs from system to system (manual, 24.2.2.2). They are told by name; how a scratch sorts does not matter.
 */
export async function standInCollations(
  live: Session,
  scratch: Session,
  state: State,
  { objects }: Catalog,
): Promise<void> {
  const names = new Set<string>();
  for (const { sql } of state.statements)
    for (const match of sql.matchAll(COLLATED)) names.add((match[1] ?? '').replaceAll('""', '"'));
  for (const { attributes } of objects.values())
    for (const value of Object.values(attributes))
      for (const match of printed(value).matchAll(PRINTED)) names.add(match[1] ?? '');
  if (names.size === 0) return;
  const known = `select collname::text as name from pg_catalog.pg_collation
    where collnamespace = 'pg_catalog'::pg_catalog.regnamespace and collname::text = any ($1)`;
  const [theirs, ours] = await Promise.all(
    [live, scratch].map((session) => session.query<{ name: string }>(known, [[...names]])),
  );
  const there = new Set(ours?.map(({ name }) => name));
  const missing = (theirs ?? []).filter(({ name }) => !there.has(name)).map(({ name }) => name);
  if (missing.length === 0) return;
  await scratch.run(
    [
      'set local allow_system_table_mods = on',
      ...missing.map((name) => `create collation pg_catalog.${quoteIdent(name)} (${likeness(name)})`),
      'set local allow_system_table_mods = off',
    ].join(';'),
  );
}

/** A value's text; a name's quotes are escaped inside of a list or map. */
function printed(value: Json): string {
  if (typeof value === 'string') return value;
  return value !== null && typeof value === 'object' ? JSON.stringify(value) : '';
}

/** initdb names ICU's collations after their language tags; all others are the C library's. */
function likeness(name: string): string {
  const tag = /^(.+)-x-icu$/.exec(name)?.[1];
  return tag === undefined
    ? "provider = libc, locale = 'C'"
    : `provider = icu, locale = ${quoteLiteral(tag)}`;
}
