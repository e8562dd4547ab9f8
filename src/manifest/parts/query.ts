import type { Doc } from '../doc.js';
import type { Sql } from '../sql.js';
import { scalar } from '../yaml/tree.js';

/** Adds the document's query, without a closing semicolon; `null` after a problem. */
export function query(doc: Doc, sql: Sql): Sql | null {
  const value = scalar(doc.get('query'));
  if (value === undefined) return null;
  const end = /;?\s*$/.exec(value.text)?.index ?? value.text.length;
  const shown = { ...value, text: value.text.slice(0, end) };
  return doc.checkClause(shown, 'a query') ? sql.user(shown) : null;
}
