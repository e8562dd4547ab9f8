import type { Session } from '../database/session.js';

const TABLES: Record<string, string> = {
  history: `create table reconcile.history (
    id text primary key,
    environment text not null,
    applied_at timestamptz not null default clock_timestamp(),
    who text not null,
    plan jsonb not null,
    fingerprint_before text not null,
    fingerprint_after text not null,
    duration_ms integer not null,
    backup text,
    git_commit text,
    tool_version text not null,
    kind text not null default 'apply',
    source text,
    undo jsonb,
    state jsonb,
    online jsonb)`,
  memory: `create table reconcile.memory (
    environment text not null,
    key text not null,
    value jsonb not null,
    primary key (environment, key))`,
};

/** Columns that an older history may lack. */
const LATER = `alter table reconcile.history add column if not exists kind text not null default 'apply',
  add column if not exists source text, add column if not exists undo jsonb, add column if not exists state jsonb, add column if not exists online jsonb`;

/** Privileges that default privileges gave to anyone but the owner, as the REVOKEs that take them away. */
const REVOKES = `
  select format('revoke all on schema reconcile from %s cascade', case a.grantee when 0 then 'public' else quote_ident(r.rolname) end) as sql
    from pg_catalog.pg_namespace n, aclexplode(n.nspacl) a left join pg_catalog.pg_roles r on r.oid = a.grantee
   where n.nspname = 'reconcile' and a.grantee <> n.nspowner
  union
  select format('revoke all on table reconcile.%I from %s cascade', c.relname, case a.grantee when 0 then 'public' else quote_ident(r.rolname) end)
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) a
    left join pg_catalog.pg_roles r on r.oid = a.grantee
   where n.nspname = 'reconcile' and c.relname = any ($1) and a.grantee <> c.relowner`;

/**
 * Makes the schema `reconcile` with history and memory where they are missing, as the connecting role, inside the
 * open transaction. Nobody but its owner gets anything: not PUBLIC, and not whom default privileges name.
 */
export async function ensureBookkeeping(session: Session): Promise<void> {
  const [found] = await session.query<{ schema: boolean; tables: string[]; current: boolean }>(
    `select to_regnamespace('reconcile') is not null as schema,
       exists (select from pg_catalog.pg_attribute where attrelid = to_regclass('reconcile.history') and attname = 'online') as current, coalesce((select array_agg(c.relname::text)
       from pg_catalog.pg_class c where c.relnamespace = to_regnamespace('reconcile') and c.relname = any ($1)), '{}') as tables`,
    [Object.keys(TABLES)],
  );
  if (found?.tables.includes('history') === true && !found.current) await session.run(LATER);
  const missing = Object.keys(TABLES).filter((name) => !found?.tables.includes(name));
  if (missing.length === 0) return;
  const statements = missing.map((name) => TABLES[name] ?? '');
  if (found?.schema !== true) statements.unshift('create schema reconcile');
  await session.run(statements.join(';\n'));
  const revokes = await session.query<{ sql: string }>(REVOKES, [missing]);
  if (revokes.length > 0) await session.run(revokes.map((row) => row.sql).join(';\n'));
}

/** The same where it is not refused (by an event trigger that the plan may drop); else it is left for later. Whether it is there. */
export async function tryBookkeeping(session: Session): Promise<boolean> {
  await session.run('savepoint bookkeeping');
  try {
    await ensureBookkeeping(session);
    await session.run('release savepoint bookkeeping');
    return true;
  } catch (error) {
    // Whoever may not make it will not be allowed to later either.
    if (session.broken || (error instanceof Error && 'code' in error && error.code === '42501')) throw error;
    await session.run('rollback to savepoint bookkeeping; release savepoint bookkeeping');
    return false;
  }
}
