import type { Session } from '../database/session.js';
import {
  baseHeld,
  defaultPrivilegeSql,
  defaultPrivilegesName,
  held,
} from '../kinds/default_privileges/sql.js';
import type { State } from '../manifest/state.js';
import type { Catalog, DefaultPrivileges } from '../model/catalog.js';
import { type Key, keyOf, objectId, quoteIdent } from '../model/id.js';
import type { Platform } from '../platforms/index.js';

/** Makes the live roles in an embedded scratch, by name and memberships; all may do anything there. */
export async function makeRoles(session: Session, roles: Catalog['roles']): Promise<void> {
  const known = new Set(
    (await session.query<{ name: string }>('select rolname::text as name from pg_roles')).map(
      (row) => row.name,
    ),
  );
  const missing = [...roles.keys()].filter((name) => !known.has(name) && !name.startsWith('pg_'));
  // Whoever passes on what a role was granted may be a member of it.
  const members = missing.flatMap((name) =>
    (roles.get(name)?.memberOf ?? [])
      .filter(({ role }) => known.has(role) || missing.includes(role))
      .map(({ role }) => `grant ${quoteIdent(role)} to ${quoteIdent(name)}`),
  );
  const made = missing.map((name) => `create role ${quoteIdent(name)} superuser`);
  if (missing.length > 0) await session.run([...made, ...members].join(';'));
}

export interface Standing {
  readonly live: Catalog;
  readonly state: State;
  readonly platform: Platform;
  readonly owner: string;
  /** `null`: the whole database. */
  readonly schemas: readonly string[] | null;
  /** What state does not declare is dropped. */
  readonly dropsUnlisted: boolean;
}

/** Live default privileges that stay whatever the plan does: what state makes is made under them. */
export function standingPrivileges(input: Standing): DefaultPrivileges[] {
  const { live, state, platform, owner, schemas, dropsUnlisted } = input;
  const name = (text: string): string =>
    text.replace(/^(CURRENT_USER|CURRENT_ROLE|SESSION_USER) on /, `${owner} on `);
  const declared = new Set(
    state.declared.flatMap(({ ref }) =>
      ref.kind === 'default_privileges' ? [`${ref.schema}\n${name(ref.name)}`] : [],
    ),
  );
  const inScope = (schema: string | null): boolean =>
    schema === null
      ? schemas === null
      : !platform.schemas.includes(schema) && (schemas === null || schemas.includes(schema));
  return live.defaultPrivileges.filter((row) => {
    const own = defaultPrivilegesName(row);
    if (declared.has(`${row.schema}\n${own}`)) return false;
    const theirs = platform.objects.default_privileges?.includes(
      row.schema === null ? own : `${row.schema}.${own}`,
    );
    return !dropsUnlisted || theirs === true || !inScope(row.schema);
  });
}

export const standingKey = (row: DefaultPrivileges): Key =>
  keyOf(objectId('default_privileges', row.schema, defaultPrivilegesName(row)));

/** ALTER DEFAULT PRIVILEGES as rows have them, for one schema (or, with null, for none); `only`: of these roles. */
export function privilegeSql(
  rows: readonly DefaultPrivileges[],
  schema: string | null,
  only: ReadonlySet<string> | null,
  version: number,
): string[] {
  return rows
    .filter((row) => row.schema === schema && (only === null || only.has(row.role)))
    .flatMap((row) => {
      const one = { schema, role: row.role, type: row.objectType };
      return defaultPrivilegeSql(one, baseHeld(schema, row.objectType, row.role, version), held(row.grants));
    });
}
