import type { Doc } from '../doc.js';
import type { Sql } from '../sql.js';
import { items, scalar } from '../yaml/tree.js';

/** Adds the clauses of `members:`, each exactly one; gives how many there are, `null` after a problem. */
export function members(doc: Doc, sql: Sql, more = false): number | null {
  const list = items(doc.get('members'));
  for (const [at, item] of list.entries()) {
    const value = scalar(item);
    if (value === undefined || !doc.checkClause(value, 'a member', true)) return null;
    sql.ours(more || at > 0 ? ', ' : ' ').user(value);
  }
  return list.length;
}
