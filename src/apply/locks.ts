import type { Session } from '../database/session.js';
import { compareText, type Key, quoteIdent } from '../model/id.js';
import type { PlanResult } from '../plan/result.js';
import { stale } from './stale.js';

/** One apply at a time in a database: "reconcile" in the keyboard's digits. */
export const ADVISORY_KEY = '732662253';

/** Weakest first. */
const MODES = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
];

interface Lockable {
  oid: number;
  name: string;
  owner: string;
  actAs: boolean;
  mayLock: boolean;
}

/** What LOCK TABLE takes in every mode (its manual page), and the right to name the table. */
const mayLock = (role: string): string =>
  `(has_schema_privilege(${role}, n.oid, 'USAGE') and (${['UPDATE', 'DELETE', 'TRUNCATE']
    .map((privilege) => `has_table_privilege(${role}, c.oid, '${privilege}')`)
    .join(' or ')}))`;

/** LOCK TABLE on a view would lock the tables behind it as well, and takes no other kind: tables only. */
const LOCKABLE = (version: number): string => `
  select c.oid, quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name, r.rolname::text as owner,
    pg_has_role(c.relowner, '${version >= 160000 ? 'SET' : 'MEMBER'}') and ${mayLock('c.relowner')} as "actAs",
    ${mayLock('current_user')} as "mayLock", c.relkind in ('r', 'p') as "isTable"
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace join pg_catalog.pg_roles r on r.oid = c.relowner
  where c.oid = any ($1)`;

/**
 * Locks every existing table that a step alters or destroys: once, in the strongest mode that its steps need, in the
 * order of their keys, which is the same for every apply. A table that neither the owner's role nor the connecting
 * role may lock is locked by its step.
 */
export async function lockRelations(session: Session, result: PlanResult): Promise<void> {
  const modes = new Map<Key, number>();
  for (const { key, mode } of result.steps.flatMap((step) => step.relations)) {
    modes.set(key, Math.max(modes.get(key) ?? 0, MODES.indexOf(mode)));
  }
  for (const { relation } of result.losses) modes.set(relation.key, MODES.length - 1);
  // Parts of domains name their domain, which has no lock.
  const oids = new Map(
    [...modes.keys()].flatMap((key): [Key, number][] => {
      const address = result.live.objects.get(key)?.address;
      return address?.catalog === 'pg_class' ? [[key, address.oid]] : [];
    }),
  );
  if (oids.size === 0) return;
  const rows = await session.query<Lockable & { isTable: boolean }>(LOCKABLE(session.version), [
    [...oids.values()],
  ]);
  const byOid = new Map(rows.map((row) => [row.oid, row]));
  const statements: string[] = [];
  for (const key of [...modes.keys()].sort(compareText)) {
    const oid = oids.get(key) ?? 0;
    if (oid === 0) continue;
    const found = byOid.get(oid);
    if (found === undefined) throw stale([`${key} is gone`]);
    if (!found.isTable || !(found.actAs || found.mayLock)) continue;
    const mode = MODES[modes.get(key) ?? MODES.length - 1] ?? 'ACCESS EXCLUSIVE';
    const lock = `lock table ${found.name} in ${mode} mode`;
    statements.push(
      found.mayLock ? lock : `set local role ${quoteIdent(found.owner)}; ${lock}; set local role none`,
    );
  }
  if (statements.length > 0) await session.run(statements.join('; '));
}

/** Who stands in the way of this plan's locks now, for messages; empty where nobody does. */
export function lockHolders(session: Session, result: PlanResult): Promise<string[]> {
  return holders(session, result, 0);
}

/** Seconds from which a transaction is worth a word before anybody waits for it. */
const OLD = 60;

/** Transactions that have been open for a minute, with a lock on what the plan is going to lock. */
export function oldHolders(session: Session, result: PlanResult): Promise<string[]> {
  return holders(session, result, OLD);
}

async function holders(session: Session, result: PlanResult, age: number): Promise<string[]> {
  const keys = result.steps.flatMap((step) => [
    ...step.touches,
    ...step.relations.map((relation) => relation.key),
  ]);
  const oids = keys.flatMap((key) => {
    const address = result.live.objects.get(key)?.address;
    return address?.catalog === 'pg_class' ? [address.oid] : [];
  });
  const rows = await session.query<{ holder: string }>(
    `select format('process %s (%s%s) holds %s on %s%s', l.pid, coalesce(a.usename, 'unknown'),
        case when coalesce(a.application_name, '') = '' then '' else ', ' || a.application_name end, l.mode,
        case when l.locktype = 'advisory' then 'the lock of another apply' else l.relation::regclass::text end,
        case when a.xact_start is null then '' else format(' for %s s', extract(epoch from clock_timestamp() - a.xact_start)::int) end
          || case when a.state is null then '' else format(', %s since %s', a.state, to_char(case a.state when 'active' then a.query_start else a.state_change end, 'HH24:MI:SS')) end) as holder
       from pg_catalog.pg_locks l left join pg_catalog.pg_stat_activity a on a.pid = l.pid
      where l.granted and l.pid <> pg_backend_pid() and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())
        and ((l.locktype = 'relation' and l.relation = any ($1)) or (l.locktype = 'advisory' and l.classid = 0 and l.objid = ${ADVISORY_KEY} and l.objsubid = 1))
      and ($2 = 0 or a.xact_start < clock_timestamp() - make_interval(secs => $2))
      order by l.pid, l.relation limit 10`,
    [oids, age],
  );
  return rows.map((row) => row.holder);
}
