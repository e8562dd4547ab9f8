import { quoteIdent } from '../../model/id.js';
import { isWord } from '../../sql/lexer.js';
import { readClause } from '../clause.js';
import type { Doc } from '../doc.js';
import type { Sql } from '../sql.js';
import { type Entry, get, type ScalarValue, scalar } from '../yaml/tree.js';
import { expression } from './columns.js';
import { comment } from './comment.js';
import { deferral, references } from './foreign_key.js';
import { columnList, isTrue, partRef, type Relation, storageOptions } from './relation.js';

export interface TableConstraint {
  readonly entry: Entry;
  /** `constraint NAME …`, as it goes into CREATE TABLE or behind ADD. */
  readonly sql: Sql;
  /** Needs its own ALTER TABLE: foreign keys, and NOT VALID, which CREATE TABLE ignores. */
  readonly later: boolean;
  readonly primaryKey: boolean;
}

const TYPES = ['check', 'unique', 'primary', 'foreign', 'exclude', 'not'];
const KEYS = ['check', 'unique', 'primary_key', 'foreign_key', 'exclude', 'not_null'];

/** A constraint in either form; `null` after a problem. */
export function constraint(doc: Doc, relation: Relation, entry: Entry): TableConstraint | null {
  doc.partName(entry.key, entry.at);
  const head = doc.sql(entry.at).ours(`constraint ${quoteIdent(entry.key)} `, doc.offsetOf(entry.at));
  const clause = scalar(entry.value);
  return clause === undefined ? fromMap(doc, relation, entry, head) : fromClause(doc, entry, clause, head);
}

function fromClause(doc: Doc, entry: Entry, value: ScalarValue, head: Sql): TableConstraint | null {
  if (!doc.checkClause(value, 'a constraint', true)) return null;
  const words = readClause(value.text)
    .parts.filter(({ depth }) => depth === 0)
    .map(({ token }) => token);
  const [first] = words;
  if (!isWord(first, ...TYPES)) {
    const hint = isWord(first, 'constraint')
      ? 'its name is the key: leave out CONSTRAINT and the name'
      : isWord(first, 'references')
        ? 'begin with the columns: foreign key (…) references …'
        : 'for example: unique (email)';
    doc.problemIn(
      'sql-syntax',
      'a constraint begins with check, unique, primary key, foreign key, exclude or not null',
      value,
      first?.start ?? 0,
      hint,
    );
    return null;
  }
  return {
    entry,
    sql: head.user(value),
    later:
      isWord(first, 'foreign') ||
      words.some((token, at) => isWord(token, 'not') && isWord(words[at + 1], 'valid')),
    primaryKey: isWord(first, 'primary'),
  };
}

function fromMap(doc: Doc, relation: Relation, entry: Entry, sql: Sql): TableConstraint | null {
  const map = entry.value;
  const given = KEYS.filter((key) => get(map, key) !== undefined);
  const [kind, another] = given;
  if (kind === undefined || another !== undefined) {
    const at = another === undefined ? entry.at : (get(map, another)?.at ?? entry.at);
    doc.problem('conflict', `constraint ${entry.key} must have exactly one of ${KEYS.join(', ')}`, at);
    return null;
  }
  const value = get(map, kind);
  if (value === undefined) return null;
  let sound = true;
  if (kind === 'check') sound = expression(doc, sql, scalar(value), 'a check', 'check (', ')');
  else if (kind === 'exclude') sound = expression(doc, sql, scalar(value), 'an exclusion', 'exclude ', '');
  else if (kind === 'foreign_key') {
    sql.ours(`foreign key (${columnList(doc, relation, value)}) `, doc.offsetOf(value.at));
    const target = get(map, 'references');
    const clause = target === undefined ? null : references(doc, target);
    if (target === undefined)
      doc.problem('missing-key', `constraint ${entry.key} needs the key references`, entry.at);
    if (clause !== null) sql.append(clause);
    sound = clause !== null;
  } else {
    const nulls = isTrue(get(map, 'nulls_not_distinct')) ? ' nulls not distinct' : '';
    sql.ours(`${kind.replace('_', ' ')}${nulls}${kind === 'not_null' ? '' : ' '}`);
    const list = columnList(doc, relation, value);
    sql.ours(kind === 'not_null' ? ` ${list}` : `(${list})`, doc.offsetOf(value.at));
    const include = get(map, 'include');
    if (include !== undefined)
      sql.ours(` include (${columnList(doc, relation, include)})`, doc.offsetOf(include.at));
    storageOptions(sql, get(map, 'with'));
  }
  if (isTrue(get(map, 'no_inherit'))) sql.ours(' no inherit');
  sql.ours(deferral(map));
  const later = kind === 'foreign_key' || isTrue(get(map, 'not_valid'));
  if (isTrue(get(map, 'not_valid'))) sql.ours(' not valid');
  return sound ? { entry, sql, later, primaryKey: kind === 'primary_key' } : null;
}

/** The ALTER TABLE where one is needed, the comment and the declaration. */
export function constraintExtras(doc: Doc, relation: Relation, one: TableConstraint, inTable: boolean): void {
  const { entry } = one;
  const ref = partRef('constraint', relation, entry.key);
  const add = doc.sql(entry.at).ours(`alter table ${relation.sql} add `).append(one.sql);
  if (!inTable) doc.statement(add, entry.at, [ref]);
  const target = `constraint ${quoteIdent(entry.key)} on ${relation.sql}`;
  doc.declare(ref, entry.at, {
    text: add.text,
    sections: new Set(),
    comment: comment(doc, entry.value, target),
    renamedFrom: doc.partRenamedFrom(entry),
  });
}
