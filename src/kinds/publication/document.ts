import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { creating, made } from '../../manifest/parts/made.js';
import { isTrue } from '../../manifest/parts/relation.js';
import type { Sql } from '../../manifest/sql.js';
import { items, scalar, text } from '../../manifest/yaml/tree.js';
import { quoteIdent, quoteLiteral } from '../../model/id.js';

export const documents: readonly ManifestKind[] = [{ name: 'publication', load }];

function load(doc: Doc): void {
  const named = doc.plainName();
  const sql = creating(doc, 'publication', named);
  const all = isTrue(doc.get('all_tables'));
  const lists = ['tables', 'schemas'].filter((key) => doc.has(key));
  const [list] = lists;
  if (all && list !== undefined) {
    doc.problem(
      'conflict',
      `a publication has either all_tables or ${list}`,
      doc.get(list)?.at ?? doc.at,
      'keep one of them',
    );
    return;
  }
  if (all) sql.ours(' for all tables');
  else if (!members(doc, sql)) return;
  const publish = items(doc.get('publish')).flatMap((word) => text(word) ?? []);
  const options = [
    ...(doc.has('publish') ? [`publish = ${quoteLiteral(publish.join(', '))}`] : []),
    ...(doc.has('via_partition_root')
      ? [`publish_via_partition_root = ${isTrue(doc.get('via_partition_root'))}`]
      : []),
  ];
  if (options.length > 0) sql.ours(` with (${options.join(', ')})`);
  made(doc, {
    named,
    ref: objectRef('publication', null, named.name),
    sql,
    target: `publication ${named.sql}`,
  });
}

/** ` for table a, b (x) where (…), tables in schema s`; each table is a clause. */
function members(doc: Doc, sql: Sql): boolean {
  let separator = ' for ';
  for (const [index, item] of items(doc.get('tables')).entries()) {
    const value = scalar(item);
    if (value === undefined || !doc.checkClause(value, 'a table', true)) return false;
    sql.ours(`${separator}${index === 0 ? 'table ' : ''}`).user(value);
    separator = ', ';
  }
  for (const item of items(doc.get('schemas'))) {
    sql.ours(`${separator}tables in schema ${quoteIdent(text(item) ?? '')}`, doc.offsetOf(item.at));
    separator = ', ';
  }
  return true;
}
