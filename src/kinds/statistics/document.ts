import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { creating, made } from '../../manifest/parts/made.js';
import { items, scalar, text } from '../../manifest/yaml/tree.js';
import { quoteIdent } from '../../model/id.js';

export const documents: readonly ManifestKind[] = [{ name: 'statistics', load }];

/** Whether an entry of `on:` is SQL, as the grammar has it: something in parentheses, or a function's call. */
export const isExpression = (text: string): boolean => /^(\(|[\w.$]+\s*\(.*\)$)/s.test(text);

/** `on:` holds columns by name, and expressions as SQL. */
function load(doc: Doc): void {
  const named = doc.inSchema();
  const sql = creating(doc, 'statistics', named);
  const kinds = items(doc.get('kinds')).flatMap((kind) => text(kind) ?? []);
  if (kinds.length > 0) sql.ours(` (${kinds.join(', ')})`);
  for (const [index, item] of items(doc.get('on')).entries()) {
    const value = scalar(item);
    if (value === undefined) return;
    sql.ours(index === 0 ? ' on ' : ', ');
    if (!isExpression(value.text)) sql.ours(quoteIdent(value.text), doc.offsetOf(value.at));
    else if (doc.checkClause(value, 'an expression', true)) sql.user(value);
    else return;
  }
  const table = scalar(doc.get('from'));
  if (table === undefined) return;
  sql.ours(` from ${doc.schemaName(table, table.at).sql}`, doc.offsetOf(table.at));
  made(doc, {
    named,
    ref: objectRef('statistics', named.schema, named.name),
    sql,
    target: `statistics ${named.sql}`,
  });
}
