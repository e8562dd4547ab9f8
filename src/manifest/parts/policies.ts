import { quoteIdent } from '../../model/id.js';
import { isWord } from '../../sql/lexer.js';
import { readClause } from '../clause.js';
import type { Doc } from '../doc.js';
import type { Sql } from '../sql.js';
import { type Entry, entries, entry, get, items, type ScalarValue, scalar, text } from '../yaml/tree.js';
import { expression } from './columns.js';
import { comment } from './comment.js';
import { partRef, type Relation, word } from './relation.js';
import { roleName } from './roles.js';

/** `policies:` of a table. Returns whether the section is there. */
export function policies(doc: Doc, relation: Relation): boolean {
  const section = entry(doc.map, 'policies');
  for (const one of entries(section?.value)) policy(doc, relation, one);
  return section !== undefined;
}

function policy(doc: Doc, relation: Relation, one: Entry): void {
  doc.partName(one.key, one.at);
  const sql = doc
    .sql(one.at)
    .ours(`create policy ${quoteIdent(one.key)} on ${relation.sql} `, doc.offsetOf(one.at));
  const clause = scalar(one.value);
  const sound = clause === undefined ? fromMap(doc, one, sql) : fromClause(doc, clause, sql);
  if (!sound) return;
  const ref = partRef('policy', relation, one.key);
  doc.statement(sql, one.at, [ref]);
  doc.declare(ref, one.at, {
    text: sql.text,
    sections: new Set(),
    comment: comment(doc, one.value, `policy ${quoteIdent(one.key)} on ${relation.sql}`),
    renamedFrom: doc.partRenamedFrom(one),
  });
}

function fromClause(doc: Doc, value: ScalarValue, sql: Sql): boolean {
  if (!doc.checkClause(value, 'a policy')) return false;
  const { parts } = readClause(value.text);
  const words = parts.filter(({ depth }) => depth === 0).map(({ token }) => token);
  const [first] = words;
  if (isWord(first, 'on', 'create')) {
    doc.problemIn(
      'sql-syntax',
      'a policy begins with as, for, to, using or with check',
      value,
      first?.start ?? 0,
      'leave out CREATE POLICY … ON …: name and table are given',
    );
    return false;
  }
  const command = words[words.findIndex((token) => isWord(token, 'for')) + 1];
  const at =
    words.findIndex((token) => isWord(token, 'for')) === -1 ? 'all' : (command?.text.toLowerCase() ?? 'all');
  const using = words.find((token) => isWord(token, 'using'));
  const check = words.find((token, index) => isWord(token, 'with') && isWord(words[index + 1], 'check'));
  allowed(doc, at, (token) => doc.source.position(value.offset(token?.start ?? 0)), using, check);
  sql.user(value);
  return true;
}

/** CREATE POLICY in the manual: WITH CHECK not for SELECT and DELETE, USING not for INSERT. */
function allowed<T>(
  doc: Doc,
  command: string,
  at: (part: T) => Doc['at'],
  using: T | undefined,
  check: T | undefined,
): void {
  if (check !== undefined && (command === 'select' || command === 'delete')) {
    doc.problem(
      'policy',
      `WITH CHECK cannot be applied to ${command}`,
      at(check),
      'rows that exist are judged by USING',
    );
  }
  if (using !== undefined && command === 'insert') {
    doc.problem(
      'policy',
      'only WITH CHECK is allowed for insert',
      at(using),
      'new rows are judged by WITH CHECK',
    );
  }
}

function fromMap(doc: Doc, one: Entry, sql: Sql): boolean {
  const map = one.value;
  const as = word(map, 'as');
  if (as !== undefined) sql.ours(`as ${as} `);
  const command = word(map, 'for');
  if (command !== undefined) sql.ours(`for ${command} `);
  const roles = items(get(map, 'to')).flatMap((role) => text(role) ?? []);
  if (roles.length > 0)
    sql.ours(`to ${roles.map(roleName).join(', ')} `, doc.offsetOf(get(map, 'to')?.at ?? one.at));
  const [using, check] = [scalar(get(map, 'using')), scalar(get(map, 'with_check'))];
  allowed(doc, command ?? 'all', (value: ScalarValue) => value.at, using, check);
  const sound = expression(doc, sql, using, 'a condition', 'using (', ') ');
  return expression(doc, sql, check, 'a condition', 'with check (', ')') && sound;
}
