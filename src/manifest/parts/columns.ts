import { quoteIdent } from '../../model/id.js';
import { isWord, nameOf, type Token } from '../../sql/lexer.js';
import { findWord, type Part, readClause } from '../clause.js';
import type { Doc } from '../doc.js';
import type { Sql } from '../sql.js';
import { type Entry, get, type ScalarValue, scalar, text } from '../yaml/tree.js';
import { comment } from './comment.js';
import { deferral, references } from './foreign_key.js';
import { foreignOptions } from './options.js';
import { isFalse, isTrue, literal, partRef, type Relation } from './relation.js';

/** One column as it goes into CREATE TABLE, and what needs a statement of its own after it. */
export interface Column {
  readonly name: string;
  readonly entry: Entry;
  readonly sql: Sql;
  /** Behind `alter table … add `: foreign keys wait for their tables. */
  readonly foreignKeys: readonly Sql[];
  /** Names given with `constraint NAME` inside. */
  readonly constraints: readonly string[];
  readonly primaryKey: boolean;
  /** Whether the clause makes the column alone: no constraint with a life of its own. */
  readonly alone: boolean;
}

/** A column in either form; `null` after a problem. */
export function column(doc: Doc, entry: Entry): Column | null {
  doc.partName(entry.key, entry.at);
  const clause = scalar(entry.value);
  return clause === undefined ? fromMap(doc, entry) : fromClause(doc, entry, clause);
}

const STARTS = [
  'constraint',
  'null',
  'not',
  'unique',
  'primary',
  'check',
  'default',
  'generated',
  'collate',
  'references',
  'storage',
  'compression',
];

/** Whether a top-level word begins the next column constraint rather than belonging to a foreign key. */
function startsConstraint(parts: readonly Part[], index: number): boolean {
  const token = parts[index]?.token;
  if (parts[index]?.depth !== 0 || !isWord(token, ...STARTS)) return false;
  const after = parts[index + 1]?.token;
  if (isWord(token, 'not')) return isWord(after, 'null');
  return !(isWord(token, 'null', 'default') && isWord(parts[index - 1]?.token, 'set'));
}

function fromClause(doc: Doc, entry: Entry, value: ScalarValue): Column | null {
  if (!doc.checkClause(value, 'a column', true)) return null;
  const { parts } = readClause(value.text);
  const name = quoteIdent(entry.key);
  const sql = doc.sql(entry.at).ours(`${name} `, doc.offsetOf(entry.at));
  const foreignKeys: Sql[] = [];
  let from = 0;
  for (let at = findWord(parts, 0, 'references'); at !== -1; at = findWord(parts, at + 1, 'references')) {
    const named = at >= 2 && isWord(parts[at - 2]?.token, 'constraint') && parts[at - 2]?.depth === 0;
    const first = named ? at - 2 : at;
    let next = at + 1;
    while (next < parts.length && !startsConstraint(parts, next)) next += 1;
    const last = parts[next - 1]?.token;
    const head = parts[first]?.token;
    const keyword = parts[at]?.token;
    if (head === undefined || keyword === undefined || last === undefined) break;
    sql.user(value, from, head.start);
    from = last.end;
    const key = doc.sql(entry.at);
    if (named) key.user(value, head.start, keyword.start).ours(' ');
    foreignKeys.push(
      key.ours(`foreign key (${name}) `, value.offset(keyword.start)).user(value, keyword.start, last.end),
    );
  }
  sql.user(value, from);
  const words = parts.filter(({ depth }) => depth === 0).map(({ token }) => token);
  return {
    name: entry.key,
    entry,
    sql,
    foreignKeys,
    constraints: words.flatMap((token, index) =>
      isWord(token, 'constraint') ? (nameOf(words[index + 1]) ?? []) : [],
    ),
    primaryKey: hasPrimaryKey(words),
    alone: !words.some((token) => isWord(token, 'constraint', 'unique', 'primary', 'check', 'references')),
  };
}

function hasPrimaryKey(words: readonly Token[]): boolean {
  return words.some((token, index) => isWord(token, 'primary') && isWord(words[index + 1], 'key'));
}

function fromMap(doc: Doc, entry: Entry): Column | null {
  const of = (key: string): ScalarValue | undefined => scalar(get(entry.value, key));
  const type = of('type');
  if (type === undefined || !doc.checkClause(type, 'a type', true)) return null;
  const name = quoteIdent(entry.key);
  const sql = doc.sql(entry.at).ours(`${name} `, doc.offsetOf(entry.at)).user(type);
  const foreign = get(entry.value, 'foreign_options');
  if (foreign !== undefined) sql.ours(foreignOptions(foreign), doc.offsetOf(foreign.at));
  const collation = of('collation');
  if (collation !== undefined) sql.ours(' collate ').ours(doc.loose(collation), doc.offsetOf(collation.at));
  let sound = expression(doc, sql, of('default'), 'a default', ' default ', '');
  sound =
    expression(doc, sql, of('generated'), 'an expression', ' generated always as (', ') stored') && sound;
  const identity = of('identity');
  if (identity !== undefined) sound = identityClause(doc, sql, identity) && sound;
  if (isTrue(get(entry.value, 'not_null'))) sql.ours(' not null');
  if (isFalse(get(entry.value, 'not_null'))) sql.ours(identity === undefined ? ' null' : '');
  sound = expression(doc, sql, of('check'), 'a check', ' check (', ')') && sound;
  if (isTrue(get(entry.value, 'unique'))) sql.ours(' unique');
  const primaryKey = isTrue(get(entry.value, 'primary_key'));
  if (primaryKey) sql.ours(' primary key');
  const target = get(entry.value, 'references');
  const clause = target === undefined ? null : references(doc, target);
  const key =
    clause === null
      ? null
      : doc.sql(entry.at).ours(`foreign key (${name}) `).append(clause).ours(deferral(target));
  conflicts(doc, entry);
  if (!sound || (target !== undefined && clause === null)) return null;
  const parts = ['check', 'unique', 'primary_key', 'references'];
  return {
    name: entry.key,
    entry,
    sql,
    foreignKeys: key === null ? [] : [key],
    constraints: [],
    primaryKey,
    alone: !parts.some((part) => get(entry.value, part) !== undefined),
  };
}

/** Adds an expression between two texts of ours; returns false after a problem. */
export function expression(
  doc: Doc,
  sql: Sql,
  value: ScalarValue | undefined,
  what: string,
  before: string,
  after: string,
): boolean {
  if (value === undefined) return true;
  if (!doc.checkClause(value, what, true)) return false;
  sql.ours(before).user(value).ours(after);
  return true;
}

function identityClause(doc: Doc, sql: Sql, value: ScalarValue): boolean {
  const found = /^\s*(always|by\s+default)\s*(\(.*\))?\s*$/is.exec(value.text);
  if (found === null) {
    doc.problem(
      'not-a-value',
      `identity must be always or by default, not ${value.text}`,
      value.at,
      'options go behind it: always (start with 10)',
    );
    return false;
  }
  if (!doc.checkClause(value, 'an identity')) return false;
  const options = found[2] === undefined ? value.text.length : value.text.indexOf('(');
  sql.ours(' generated ').user(value, 0, options).ours(' as identity ').user(value, options);
  return true;
}

function conflicts(doc: Doc, entry: Entry): void {
  const given = ['default', 'generated', 'identity'].filter((key) => get(entry.value, key) !== undefined);
  const [first, second] = given;
  if (first !== undefined && second !== undefined) {
    const at = get(entry.value, second)?.at ?? entry.at;
    doc.problem(
      'conflict',
      `column ${entry.key} cannot have both ${first} and ${second}`,
      at,
      'keep one of them',
    );
  }
}

/** Settings that CREATE TABLE cannot say on every supported major, and the column's declaration. */
export function columnExtras(doc: Doc, relation: Relation, one: Column): void {
  const { entry } = one;
  const name = quoteIdent(one.name);
  // What a new column has anyway needs no statement (and STORAGE DEFAULT came with 16).
  const set = (key: string, clause: (value: string) => string): string[] => {
    const value = get(entry.value, key);
    if (value === undefined) return [];
    if (text(value) === 'default' || (value.type === 'map' && value.entries.length === 0)) return [key];
    const sql = doc
      .sql(value.at)
      .ours(`alter table ${relation.sql} alter column ${name} set ${clause(text(value) ?? '')}`);
    doc.statement(sql, value.at, []);
    return [key];
  };
  const written = [
    ...set('storage', (value) => `storage ${quoteIdent(value.toLowerCase())}`),
    ...set('compression', (value) => `compression ${quoteIdent(value)}`),
    ...set('statistics', (value) => `statistics ${value}`),
    ...set('options', () => optionList(entry)),
  ];
  const clauseWords = readClause(text(entry.value) ?? '').parts.filter(({ depth }) => depth === 0);
  for (const key of ['storage', 'compression']) if (findWord(clauseWords, 0, key) !== -1) written.push(key);
  if (get(entry.value, 'foreign_options') !== undefined || findWord(clauseWords, 0, 'options') !== -1)
    written.push('foreignOptions');
  const declared = comment(doc, entry.value, `column ${relation.sql}.${name}`);
  doc.declare(partRef('column', relation, one.name), entry.at, {
    text: one.alone ? `alter table ${relation.sql} add column ${one.sql.text}` : null,
    attributes: new Set([
      'type',
      'collation',
      'notNull',
      'default',
      'generated',
      'identity',
      'identityOptions',
      ...written,
    ]),
    sections: new Set(),
    grants: doc.has('grants'),
    comment: declared,
    renamedFrom: doc.partRenamedFrom(entry),
  });
}

function optionList(entry: Entry): string {
  const options = get(entry.value, 'options');
  return options?.type === 'map'
    ? `(${options.entries.map(({ key, value }) => `${quoteIdent(key)} = ${literal(value)}`).join(', ')})`
    : '()';
}
