import type { Session } from '../database/session.js';
import { quoteIdent, quoteLiteral } from '../model/id.js';

/** What anybody but the owner may do with a schema and its relations, as the REVOKEs that take it away. */
const REVOKES = `
  select format('revoke all on schema %I from %s cascade', n.nspname, case a.grantee when 0 then 'public' else quote_ident(r.rolname) end) as sql
    from pg_catalog.pg_namespace n, aclexplode(n.nspacl) a left join pg_catalog.pg_roles r on r.oid = a.grantee
   where n.nspname = $1 and a.grantee <> n.nspowner
  union
  select format('revoke all on %s %I.%I from %s cascade', case c.relkind when 'S' then 'sequence' else 'table' end, n.nspname, c.relname,
      case a.grantee when 0 then 'public' else quote_ident(r.rolname) end)
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) a
    left join pg_catalog.pg_roles r on r.oid = a.grantee
   where n.nspname = $1 and c.relkind in ('r', 'p', 'v', 'm', 'S') and a.grantee <> c.relowner
     and pg_has_role(c.relowner, 'USAGE')`;

/** Takes every privilege on a schema and what it holds from all but the owners: PUBLIC, and whom default privileges name. */
export async function lockAway(session: Session, schema: string): Promise<void> {
  const rows = await session.query<{ sql: string }>(REVOKES, [schema]);
  if (rows.length > 0) await session.run(rows.map((row) => row.sql).join(';\n'));
}

/** Makes a schema of reconcile's own where it is missing. */
export async function ensureSchema(session: Session, schema: string): Promise<void> {
  const [found] = await session.query<{ there: boolean }>(
    `select to_regnamespace(${quoteLiteral(schema)}) is not null as there`,
  );
  if (found?.there !== true) await session.run(`create schema ${quoteIdent(schema)}`);
}
