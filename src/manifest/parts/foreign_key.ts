import { quoteIdent } from '../../model/id.js';
import type { Doc } from '../doc.js';
import type { Sql } from '../sql.js';
import { get, scalar, text, type Value } from '../yaml/tree.js';
import { columnList, isTrue } from './relation.js';

/** `references …` from a clause (`orgs on delete cascade`) or a map; `null` after a problem. */
export function references(doc: Doc, value: Value): Sql | null {
  const clause = scalar(value);
  if (clause !== undefined) {
    if (!doc.checkClause(clause, 'a reference', true)) return null;
    return doc.sql(value.at).ours('references ').user(clause);
  }
  const table = scalar(get(value, 'table'));
  if (table === undefined) return null;
  const named = doc.schemaName(table, value.at);
  const sql = doc.sql(value.at).ours('references ').ours(named.sql, doc.offsetOf(table.at));
  const columns = get(value, 'columns');
  if (columns !== undefined) sql.ours(` (${columnList(doc, null, columns)})`, doc.offsetOf(columns.at));
  for (const key of ['match', 'on_delete', 'on_update']) {
    const action = scalar(get(value, key));
    if (action !== undefined) sql.ours(` ${key.replace('_', ' ')} ${action.text}`, doc.offsetOf(action.at));
  }
  return sql;
}

/** ` deferrable initially deferred` from a map's flags. */
export function deferral(value: Value | undefined): string {
  const deferred = isTrue(get(value, 'initially_deferred'));
  const deferrable = deferred || isTrue(get(value, 'deferrable'));
  return `${deferrable ? ' deferrable' : ''}${deferred ? ' initially deferred' : ''}`;
}

/** The name in a map, quoted. */
export function quotedName(value: Value | undefined): string {
  return quoteIdent(text(value) ?? '');
}
