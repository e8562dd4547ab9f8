import { quoteIdent, quoteLiteral } from '../../model/id.js';
import type { Doc } from '../doc.js';
import type { Sql } from '../sql.js';
import { entries, type ScalarValue, scalar, type Value } from '../yaml/tree.js';
import { literal } from './relation.js';

/** How a key becomes an option of `(NAME = VALUE, …)`. */
export type Option = readonly [key: string, name: string, kind: 'sql' | 'name' | 'word' | 'text' | 'flag'];

/** ` (name = value, …)` from a document's keys; adds nothing where none is given. Returns false after a problem. */
export function definition(
  doc: Doc,
  sql: Sql,
  options: readonly Option[],
  first: readonly string[] = [],
): boolean {
  let sound = true;
  let separator = ' (';
  for (const text of first) {
    sql.ours(`${separator}${text}`);
    separator = ', ';
  }
  for (const [key, name, kind] of options) {
    const value = scalar(doc.get(key));
    if (value === undefined) continue;
    sql.ours(separator).ours(`${name} = `, doc.offsetOf(value.at));
    separator = ', ';
    if (kind === 'sql') {
      if (doc.checkClause(value, key)) sql.user(value);
      else sound = false;
    } else if (kind === 'name') sql.ours(doc.loose(value), doc.offsetOf(value.at));
    else if (kind === 'text') sql.ours(quoteLiteral(value.text), doc.offsetOf(value.at));
    else sql.ours(value.text, doc.offsetOf(value.at));
  }
  if (separator === ', ') sql.ours(')');
  return sound;
}

/** ` options (name 'value', …)` of foreign objects; `text` may fill in what a value stands for. */
export function foreignOptions(
  value: Value | undefined,
  text = (one: ScalarValue | undefined): string => one?.text ?? '',
): string {
  const list = entries(value).map(
    ({ key, value: one }) => `${quoteIdent(key)} ${quoteLiteral(text(scalar(one)))}`,
  );
  return list.length === 0 ? '' : ` options (${list.join(', ')})`;
}

/** ` (name = value, …)` from a map of free options. */
export function freeOptions(value: Value | undefined): string[] {
  return entries(value).map(({ key, value: one }) => `${quoteIdent(key)} = ${literal(one)}`);
}
