import { quoteIdent } from '../../model/id.js';
import { isWord } from '../../sql/lexer.js';
import { readClause } from '../clause.js';
import type { Doc } from '../doc.js';
import type { Sql } from '../sql.js';
import { type Entry, entries, entry, get, items, type ScalarValue, scalar } from '../yaml/tree.js';
import { expression } from './columns.js';
import { comment } from './comment.js';
import { columnList, isTrue, partRef, type Relation, storageOptions, word } from './relation.js';

/** `indexes:` of a table or materialised view. Returns whether the section is there. */
export function indexes(doc: Doc, relation: Relation): boolean {
  const section = entry(doc.map, 'indexes');
  for (const one of entries(section?.value)) index(doc, relation, one);
  return section !== undefined;
}

function index(doc: Doc, relation: Relation, one: Entry): void {
  doc.partName(one.key, one.at);
  const clause = scalar(one.value);
  const sql = clause === undefined ? fromMap(doc, relation, one) : fromClause(doc, relation, one, clause);
  if (sql === null) return;
  const ref = partRef('index', relation, one.key);
  doc.statement(sql, one.at, [ref]);
  const name =
    relation.schema === null ? quoteIdent(one.key) : `${quoteIdent(relation.schema)}.${quoteIdent(one.key)}`;
  doc.declare(ref, one.at, {
    text: sql.text,
    attributes: new Set(['unique', 'definition', 'valid', 'only', 'partitionOf']),
    sections: new Set(),
    comment: comment(doc, one.value, `index ${name}`),
    renamedFrom: doc.partRenamedFrom(one),
  });
}

function head(doc: Doc, relation: Relation, one: Entry, unique: boolean): Sql {
  return doc
    .sql(one.at)
    .ours(
      `create ${unique ? 'unique ' : ''}index ${quoteIdent(one.key)} on ${relation.sql} `,
      doc.offsetOf(one.at),
    );
}

function fromClause(doc: Doc, relation: Relation, one: Entry, value: ScalarValue): Sql | null {
  if (!doc.checkClause(value, 'an index', true)) return null;
  const [first, second] = readClause(value.text).parts;
  const unique = isWord(first?.token, 'unique');
  const start = unique ? second : first;
  if (start?.token.text !== '(' && !isWord(start?.token, 'using')) {
    const hint = isWord(start?.token, 'create', 'index', 'on')
      ? 'leave out CREATE INDEX … ON …: name and table are given'
      : 'for example: unique (a, lower(b)) where a is not null';
    doc.problemIn(
      'sql-syntax',
      'an index is written as [unique] [using METHOD] (columns) …',
      value,
      start?.token.start ?? value.text.length,
      hint,
    );
    return null;
  }
  return head(doc, relation, one, unique).user(value, start?.token.start ?? 0);
}

function fromMap(doc: Doc, relation: Relation, one: Entry): Sql | null {
  const map = one.value;
  const sql = head(doc, relation, one, isTrue(get(map, 'unique')));
  const using = word(map, 'using');
  if (using !== undefined) sql.ours(`using ${quoteIdent(using)} `);
  sql.ours('(');
  for (const [at, item] of items(get(map, 'columns')).entries()) {
    const value = scalar(item);
    if (value === undefined) continue;
    if (at > 0) sql.ours(', ');
    // A known column or a plain word is a name, taken verbatim; all else is SQL.
    if (relation.columns?.has(value.text) || /^[A-Za-z_][A-Za-z0-9_$]*$/.test(value.text)) {
      sql.ours(quoteIdent(value.text), doc.offsetOf(value.at));
    } else if (doc.checkClause(value, 'an index column', true)) sql.user(value);
    else return null;
  }
  sql.ours(')');
  const include = get(map, 'include');
  if (include !== undefined)
    sql.ours(` include (${columnList(doc, relation, include)})`, doc.offsetOf(include.at));
  if (isTrue(get(map, 'nulls_not_distinct'))) sql.ours(' nulls not distinct');
  storageOptions(sql, get(map, 'with'));
  const tablespace = word(map, 'tablespace');
  if (tablespace !== undefined) sql.ours(` tablespace ${quoteIdent(tablespace)}`);
  return expression(doc, sql, scalar(get(map, 'where')), 'a condition', ' where (', ')') ? sql : null;
}
