import type { Surroundings } from '../kind.js';
import { lowered } from '../words.js';

/** Functions of PostgreSQL's own that give another value for every row (pg_proc.provolatile = 'v'), as defaults use them. */
const VOLATILE = new Set(
  'clock_timestamp timeofday random random_normal gen_random_uuid uuidv4 uuidv7 nextval currval lastval setval set_config pg_notify txid_current_if_assigned pg_current_wal_lsn pg_current_wal_insert_lsn'.split(
    ' ',
  ),
);

/** Whether an expression has a value of its own in every row, so that a new column with it as its default rewrites the table. */
export function isVolatile(expression: string, around: Surroundings): boolean {
  const code = lowered(expression).replace(/'(?:[^']|'')*'/g, "''");
  const called = [...code.matchAll(/((?:[\w$]+|"[^"]+")(?:\.(?:[\w$]+|"[^"]+"))?)\s*\(/g)].map(
    ([, name = '']) => name,
  );
  if (called.some((name) => VOLATILE.has(name))) return true;
  const own = called.filter((name) => name.includes('.')).map((name) => `function ${name}(`);
  if (own.length === 0) return false;
  for (const [key, object] of around.catalog.objects)
    if (object.attributes.volatility === 'v' && own.some((head) => key.startsWith(head))) return true;
  return false;
}
