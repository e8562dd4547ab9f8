import { quoteIdent } from '../../model/id.js';
import { isWord } from '../../sql/lexer.js';
import { type Part, readClause } from '../clause.js';
import type { Doc } from '../doc.js';
import type { Sql } from '../sql.js';
import { type Entry, entries, entry, get, items, type ScalarValue, scalar, text } from '../yaml/tree.js';
import { expression } from './columns.js';
import { comment } from './comment.js';
import { deferral } from './foreign_key.js';
import { isTrue, knownColumn, partRef, type Relation, word } from './relation.js';

const EVENTS = ['insert', 'update', 'delete', 'truncate'];

/** `triggers:` of a table or view. Returns whether the section is there. */
export function triggers(doc: Doc, relation: Relation): boolean {
  const section = entry(doc.map, 'triggers');
  for (const one of entries(section?.value)) trigger(doc, relation, one);
  return section !== undefined;
}

function trigger(doc: Doc, relation: Relation, one: Entry): void {
  doc.partName(one.key, one.at);
  const clause = scalar(one.value);
  const sql = clause === undefined ? fromMap(doc, relation, one) : fromClause(doc, relation, one, clause);
  if (sql === null) return;
  const ref = partRef('trigger', relation, one.key);
  doc.statement(sql, one.at, [ref]);
  const enabled = get(one.value, 'enabled');
  if (enabled !== undefined) {
    const mode = ENABLED[text(enabled) ?? ''] ?? 'enable';
    const at = enabled.at;
    doc.statement(
      doc.sql(at).ours(`alter table ${relation.sql} ${mode} trigger ${quoteIdent(one.key)}`),
      at,
      [],
    );
  }
  doc.declare(ref, one.at, {
    text: sql.text,
    attributes: new Set(['constraint', 'definition', ...(enabled === undefined ? [] : ['enabled'])]),
    sections: new Set(),
    comment: comment(doc, one.value, `trigger ${quoteIdent(one.key)} on ${relation.sql}`),
    renamedFrom: doc.partRenamedFrom(one),
  });
}

/** How ALTER … TRIGGER says each mode. */
export const ENABLED: Readonly<Record<string, string>> = {
  true: 'enable',
  false: 'disable',
  replica: 'enable replica',
  always: 'enable always',
};

function head(doc: Doc, one: Entry, constraint: boolean): Sql {
  return doc
    .sql(one.at)
    .ours(`create ${constraint ? 'constraint ' : ''}trigger ${quoteIdent(one.key)} `, doc.offsetOf(one.at));
}

/** Index of the first part behind `before insert or update of a, b`; -1 where it does not begin like that. */
function afterEvents(parts: readonly Part[], from: number): number {
  const token = (index: number) => parts[index]?.token;
  let at = from;
  if (isWord(token(at), 'instead') && isWord(token(at + 1), 'of')) at += 2;
  else if (isWord(token(at), 'before', 'after')) at += 1;
  else return -1;
  for (;;) {
    if (!isWord(token(at), ...EVENTS)) return -1;
    at += 1;
    if (isWord(token(at), 'of')) {
      at += 2;
      while (token(at)?.text === ',') at += 2;
    }
    if (!isWord(token(at), 'or')) return at;
    at += 1;
  }
}

function fromClause(doc: Doc, relation: Relation, one: Entry, value: ScalarValue): Sql | null {
  if (!doc.checkClause(value, 'a trigger')) return null;
  const { parts } = readClause(value.text);
  const constraint = isWord(parts[0]?.token, 'constraint');
  const from = constraint ? 1 : 0;
  const rest = afterEvents(parts, from);
  const first = parts[from]?.token;
  if (rest === -1 || first === undefined) {
    const hint = 'for example: before insert or update of email for each row execute function touch()';
    doc.problemIn(
      'sql-syntax',
      'a trigger begins with before, after or instead of and its events',
      value,
      first?.start ?? 0,
      hint,
    );
    return null;
  }
  const next = parts[rest]?.token;
  if (isWord(next, 'on')) {
    doc.problemIn(
      'sql-syntax',
      'the table of a trigger is given by the document',
      value,
      next?.start ?? 0,
      `leave out ${/^on\s+[^\s"]*("(?:[^"]|"")*"[^\s"]*)*/i.exec(value.text.slice(next?.start ?? 0))?.[0] ?? 'ON and the name'}`,
    );
    return null;
  }
  const split = next?.start ?? value.text.length;
  return head(doc, one, constraint)
    .user(value, first.start, split)
    .ours(` on ${relation.sql} `)
    .user(value, split);
}

function fromMap(doc: Doc, relation: Relation, one: Entry): Sql | null {
  const map = one.value;
  const timings = ['before', 'after', 'instead_of'].filter((key) => get(map, key) !== undefined);
  const [timing, another] = timings;
  if (timing === undefined || another !== undefined) {
    const at = another === undefined ? one.at : (get(map, another)?.at ?? one.at);
    doc.problem(
      'conflict',
      `trigger ${one.key} must have exactly one of before, after, instead_of`,
      at,
      'for example: before: [insert, update]',
    );
    return null;
  }
  const constraint = isTrue(get(map, 'constraint'));
  const sql = head(doc, one, constraint).ours(`${timing.replace('_', ' ')} `);
  const columns = items(get(map, 'of')).flatMap((column) => {
    const name = text(column);
    if (name === undefined) return [];
    knownColumn(doc, relation, name, column);
    return [quoteIdent(name)];
  });
  for (const [at, event] of items(get(map, timing)).entries()) {
    const value = scalar(event);
    if (value === undefined || !doc.checkClause(value, 'an event')) return null;
    sql.ours(at > 0 ? ' or ' : '').user(value);
    if (columns.length > 0 && /^update$/i.test(value.text.trim())) sql.ours(` of ${columns.join(', ')}`);
  }
  sql.ours(` on ${relation.sql}`);
  if (constraint) sql.ours(deferral(map));
  const referencing = scalar(get(map, 'referencing'));
  if (!expression(doc, sql, referencing, 'a transition table', ' referencing ', '')) return null;
  sql.ours(` for each ${word(map, 'for_each') ?? (constraint ? 'row' : 'statement')}`);
  if (!expression(doc, sql, scalar(get(map, 'when')), 'a condition', ' when (', ')')) return null;
  return expression(doc, sql, scalar(get(map, 'execute')), 'a function call', ' execute function ', '')
    ? sql
    : null;
}
