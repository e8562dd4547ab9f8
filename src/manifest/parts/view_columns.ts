import { quoteIdent } from '../../model/id.js';
import type { Doc } from '../doc.js';
import { entries, entry, get, items, scalar, text } from '../yaml/tree.js';
import { expression } from './columns.js';
import { comment } from './comment.js';
import { partRef, type Relation } from './relation.js';

/** ` (a, b)` where `columns:` is a list of names; a map only adds comments and defaults. */
export function viewColumnNames(doc: Doc): string {
  const columns = doc.get('columns');
  if (columns?.type !== 'list') return '';
  const seen = new Set<string>();
  const names = items(columns).flatMap((item) => {
    const name = text(item);
    if (name === undefined) return [];
    doc.partName(name, item.at);
    if (seen.has(name)) doc.problem('duplicate', `column ${name} is listed twice`, item.at);
    seen.add(name);
    return [quoteIdent(name)];
  });
  return names.length === 0 ? '' : ` (${names.join(', ')})`;
}

/** Comments and defaults of a view's columns. */
export function viewColumns(doc: Doc, relation: Relation): void {
  for (const one of entries(doc.get('columns'))) {
    doc.partName(one.key, one.at);
    const name = quoteIdent(one.key);
    const value = scalar(get(one.value, 'default'));
    const sql = doc.sql(one.at).ours(`alter view ${relation.sql} alter column ${name}`);
    if (value !== undefined && expression(doc, sql, value, 'a default', ' set default ', ''))
      doc.statement(sql, one.at, []);
    doc.declare(partRef('column', relation, one.key), one.at, {
      attributes: new Set(entry(one.value, 'default') === undefined ? [] : ['default']),
      sections: new Set(),
      comment: comment(doc, one.value, `column ${relation.sql}.${name}`),
      partial: true,
    });
  }
}
