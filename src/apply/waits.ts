import type { Session } from '../database/session.js';

/** What an apply waits for, and who holds it, in words. */
export interface Wait {
  /** `ACCESS EXCLUSIVE on public.clients`. */
  readonly lock: string;
  /** `process 4711 (app, psql), idle in transaction for 12 s`. */
  readonly blockers: readonly string[];
}

/** Milliseconds before the first look, and between two. */
const EVERY = 1000;

const WAITS = `
  select format('%s on %s', upper(regexp_replace(regexp_replace(w.mode, 'Lock$', ''), '([a-z])([A-Z])', '\\1 \\2', 'g')),
    case when w.locktype = 'relation' then (
        select format('%I.%I', n.nspname, c.relname) from pg_catalog.pg_class c
          join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = w.relation)
      when w.locktype = 'advisory' then 'the database: another apply is at work' else w.locktype end) as lock,
    coalesce(array_agg(format('process %s (%s%s)%s', b.pid, coalesce(b.usename, 'unknown'),
      case when coalesce(b.application_name, '') = '' then '' else ', ' || b.application_name end,
      case when b.state is null then '' else format(', %s for %s s', b.state,
        extract(epoch from clock_timestamp() - b.state_change)::int) end)
      order by b.pid) filter (where b.pid is not null), '{}') as blockers
  from pg_catalog.pg_stat_activity me
    join pg_catalog.pg_locks w on w.pid = me.pid and not w.granted
    left join pg_catalog.pg_stat_activity b on b.pid = any (pg_catalog.pg_blocking_pids(me.pid))
  where me.pid = $1 and me.application_name = 'reconcile apply'
  group by 1 limit 1`;

/**
 * Tells, from a second connection, whenever the session begins to wait for a lock, waits for another, or waits no more
 * (`null`). Behind a pooler nobody can tell which backend that is. The connection is made once the session has been at work for a second; where there can be none, or it fails,
 * nothing is told. Gives the function that ends it.
 */
export function watchWaits(session: Session, tell: (wait: Wait | null) => void): () => Promise<void> {
  if (session.pooled || session.backendPid === null) return () => Promise.resolve();
  let watcher: Session | null = null;
  let ended = false;
  let last = '';
  let timer: NodeJS.Timeout | undefined;
  let looking = Promise.resolve();

  async function look(): Promise<void> {
    watcher ??= await session.another();
    if (watcher === null || ended) return;
    const [wait = null] = await watcher.query<Wait>(WAITS, [session.backendPid]);
    const now = JSON.stringify(
      wait && [wait.lock, wait.blockers.map((who) => who.replace(/ for \d+ s$/, ''))],
    );
    if (!ended && now !== last && !(wait === null && last === '')) tell(wait);
    last = now;
    next();
  }

  function next(): void {
    if (ended) return;
    timer = setTimeout(() => {
      looking = look().catch(() => undefined);
    }, EVERY);
  }

  next();
  return async () => {
    ended = true;
    clearTimeout(timer);
    await looking;
    await watcher?.close().catch(() => undefined);
  };
}
