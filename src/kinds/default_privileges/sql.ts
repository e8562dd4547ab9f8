import { defaultGrants, sortGrants } from '../../catalog/acl.js';
import type { DefaultPrivileges, Grant } from '../../model/catalog.js';
import { quoteIdent } from '../../model/id.js';
import { grantStatements } from '../grant/statements.js';

/** One privilege of default privileges: the grantor is always the role whose they are. */
export interface Held {
  [key: string]: string | boolean;
  grantee: string;
  privilege: string;
  grantable: boolean;
}

/** pg_default_acl.defaclobjtype as ALTER DEFAULT PRIVILEGES … ON says it. */
export const WORDS: Record<string, string> = {
  r: 'tables',
  S: 'sequences',
  f: 'functions',
  T: 'types',
  n: 'schemas',
  L: 'large objects',
};

export const wordOf = (column: string): string =>
  `case ${column} ${Object.entries(WORDS)
    .map(([letter, word]) => `when '${letter}' then '${word}'`)
    .join(' ')} end`;

/** The name of the object: whose, and on what. */
export const defaultPrivilegesName = (row: Pick<DefaultPrivileges, 'role' | 'objectType'>): string =>
  `${row.role} on ${WORDS[row.objectType] ?? row.objectType}`;

export const held = (grants: readonly Grant[]): Held[] =>
  grants.map(({ grantee, privilege, grantable }) => ({ grantee, privilege, grantable }));

/** What applies where nothing is said: the built-in defaults for the whole database, nothing more in a schema. */
export function baseHeld(schema: string | null, type: string, role: string, version: number): Held[] {
  return schema !== null ? [] : held(defaultGrants(type === 'S' ? 's' : type, role, version));
}

/** Statements that turn one set of default privileges into another. */
export function defaultPrivilegeSql(
  row: { readonly schema: string | null; readonly role: string; readonly type: string },
  before: readonly Held[],
  after: readonly Held[],
): string[] {
  const word = WORDS[row.type];
  if (word === undefined) return [];
  const full = (list: readonly Held[]): Grant[] =>
    sortGrants(list.map((one) => ({ ...one, grantor: row.role, column: null })));
  const head = `alter default privileges for role ${quoteIdent(row.role)}${row.schema === null ? '' : ` in schema ${quoteIdent(row.schema)}`}`;
  return grantStatements({ name: word, column: '', by: () => null }, full(before), full(after)).map(
    ({ sql }) => `${head} ${sql}`,
  );
}
