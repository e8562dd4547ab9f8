import { defaultGrants } from '../catalog/acl.js';
import type { Session } from '../database/session.js';
import { grantSql } from '../kinds/grant/index.js';
import type { Catalog, DefaultPrivileges } from '../model/catalog.js';
import { quoteIdent } from '../model/id.js';

const WORDS: Record<string, string> = {
  r: 'tables',
  S: 'sequences',
  f: 'functions',
  T: 'types',
  n: 'schemas',
};

/** Makes the live roles in an embedded scratch, by name alone; all may do anything there. */
export async function makeRoles(session: Session, names: Iterable<string>): Promise<void> {
  const known = new Set(
    (await session.query<{ name: string }>('select rolname::text as name from pg_roles')).map(
      (row) => row.name,
    ),
  );
  const missing = [...names].filter((name) => !known.has(name) && !name.startsWith('pg_'));
  if (missing.length > 0)
    await session.run(missing.map((name) => `create role ${quoteIdent(name)} superuser`).join(';'));
}

/** ALTER DEFAULT PRIVILEGES as they stand in the live database, for one schema (or, with null, for none). */
export function defaultPrivilegeSql(
  catalog: Catalog,
  schema: string | null,
  only: ReadonlySet<string> | null,
): string[] {
  return catalog.defaultPrivileges
    .filter((row) => row.schema === schema && (only === null || only.has(row.role)))
    .flatMap((row) => statements(row, catalog.version));
}

function statements(row: DefaultPrivileges, version: number): string[] {
  const word = WORDS[row.objectType];
  if (word === undefined) return [];
  const head = `alter default privileges for role ${quoteIdent(row.role)}${row.schema === null ? '' : ` in schema ${quoteIdent(row.schema)}`}`;
  const letter = row.objectType === 'S' ? 's' : row.objectType;
  const before = row.schema === null ? defaultGrants(letter, row.role, version) : [];
  const holder = {
    id: { kind: 'schema', schema: null, table: null, name: 'x', arguments: null },
    owner: row.role,
  };
  return grantSql(holder as never, before, row.grants).map(
    (sql) => `${head} ${sql.replace(/ on schema x /, ` on ${word} `)}`,
  );
}
