import { quoteIdent, quoteLiteral } from '../../model/id.js';
import type { Doc } from '../doc.js';
import type { Sql } from '../sql.js';
import { type Entry, entries, items, scalar, type Value } from '../yaml/tree.js';

/** Settings whose value is a list of names that must not become one quoted text (GUC_LIST_QUOTE in the server). */
const NAME_LISTS = new Set([
  'search_path',
  'temp_tablespaces',
  'session_preload_libraries',
  'shared_preload_libraries',
  'local_preload_libraries',
  'unix_socket_directories',
]);

/** `set NAME to VALUE` lines from a map of settings. */
export function settings(doc: Doc, sql: Sql, value: Value | undefined): void {
  for (const one of entries(value)) {
    doc.partName(one.key, one.at);
    const name = one.key.split('.').map(quoteIdent).join('.');
    sql.ours(`\nset ${name} `, doc.offsetOf(one.at));
    setting(doc, sql, one);
  }
}

/** `to VALUE` of one setting. */
export function setting(doc: Doc, sql: Sql, one: Entry): void {
  const at = doc.offsetOf(one.value.at);
  if (one.value.type === 'list') {
    sql.ours(
      `to ${items(one.value)
        .map((item) => scalar(item)?.text ?? '')
        .map((text) => (text === '' ? "''" : quoteIdent(text)))
        .join(', ')}`,
      at,
    );
    return;
  }
  const value = scalar(one.value);
  if (value === undefined) return;
  if (/^from current$/i.test(value.text)) sql.ours('from current', at);
  else if (typeof value.value !== 'string') sql.ours(`to ${value.text}`, at);
  else if (NAME_LISTS.has(one.key.toLowerCase()) && value.text.trim() !== '') {
    if (doc.checkClause(value, 'a setting')) sql.ours('to ').user(value);
  } else sql.ours(`to ${quoteLiteral(value.text)}`, at);
}
