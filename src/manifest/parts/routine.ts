import { qualified, quoteIdent, quoteLiteral } from '../../model/id.js';
import { parseStatement } from '../../sql/parse.js';
import { readClause } from '../clause.js';
import { type Doc, type Named, objectRef } from '../doc.js';
import { dottedName } from '../names.js';
import { dollarTag, type Sql } from '../sql.js';
import { items, type ScalarValue, scalar, text } from '../yaml/tree.js';
import { argumentTypes } from './arguments.js';
import { comment } from './comment.js';
import { owner, renamedFrom } from './common.js';
import { grants, PRIVILEGES } from './grants.js';
import { isTrue } from './relation.js';
import { settings } from './settings.js';

/** A function or procedure: `NAME(arguments)` and its clauses. */
export function routine(doc: Doc): void {
  const header = scalar(doc.get(doc.kind));
  if (header === undefined) return;
  const head = readHeader(doc, header);
  if (head === null) return;
  const start = `create ${doc.kind} `;
  const sql = doc.sql(doc.at).ours(start, doc.offsetOf(doc.at)).ours(head.named.sql, doc.offsetOf(header.at));
  sql.user(header, head.open);
  clauses(doc, sql);
  if (!body(doc, sql)) return;
  const types = argumentTypes(header.text.slice(head.open));
  const ref = objectRef(doc.kind, head.named.schema, head.named.name, {
    arguments: types,
  });
  doc.statement(sql, doc.at, [ref]);
  const target = `${doc.kind} ${head.named.sql}${types === null ? '' : `(${types})`}`;
  doc.declare(ref, doc.at, {
    text: sql.text,
    attributes: new Set([...ATTRIBUTES, ...(doc.has('set') ? ['config'] : [])]),
    sections: new Set(),
    owner: owner(doc),
    comment: comment(doc, doc.map, target),
    grants: grants(doc, { sql: target, privileges: PRIVILEGES.routine, columns: false }),
    renamedFrom: renamedFrom(doc, head.named, true),
  });
}

/** All but `config`, which is decided only where `set:` is written. */
const ATTRIBUTES = [
  'arguments returns language body atomic library window volatility strict securityDefiner leakproof parallel',
  'cost rows support transforms',
].flatMap((line) => line.split(' '));

/** The name and the offset of the parenthesis behind it; `null` after a problem. */
export function readHeader(doc: Doc, header: ScalarValue): { named: Named; open: number } | null {
  const open = /^(?:"(?:[^"]|"")*"|[^"(])*/.exec(header.text)?.[0].length ?? 0;
  if (header.text[open] !== '(') {
    const hint = `write its arguments behind it: ${header.text}()`;
    doc.problem('bad-name', `a ${doc.kind} is named with its arguments`, header.at, hint);
    return null;
  }
  const { parts, error } = readClause(header.text.slice(open));
  const rest = parts.find(({ depth }, index) => depth === 0 && index > 0 && parts[index]?.token.text !== ')');
  if (error !== null || rest !== undefined) {
    const message = error?.message ?? 'only the name and the arguments belong here';
    doc.problemIn(
      'sql-syntax',
      message,
      header,
      open + (error?.offset ?? rest?.token.start ?? 0),
      'for example: add(a integer, b integer default 1)',
    );
    return null;
  }
  const { name, error: wrong } = dottedName(header.text.slice(0, open).trimEnd());
  doc.nameProblem(wrong, header, header.at);
  const schema = name.schema ?? doc.defaultSchema;
  return { named: { schema, name: name.name, sql: qualified(schema, name.name) }, open };
}

function clauses(doc: Doc, sql: Sql): void {
  const sqlText = (key: string, before: string): void => {
    const value = scalar(doc.get(key));
    if (value !== undefined && doc.checkClause(value, key, true))
      sql.ours(`\n${before}`, doc.offsetOf(value.at)).user(value);
  };
  const words = (key: string, before: string, after = ''): void => {
    const value = scalar(doc.get(key));
    if (value !== undefined) sql.ours(`\n${before}${value.text}${after}`, doc.offsetOf(value.at));
  };
  returns(doc, sql);
  const language = scalar(doc.get('language'));
  if (language !== undefined) sql.ours(`\nlanguage ${quoteIdent(language.text)}`, doc.offsetOf(language.at));
  const transforms = items(doc.get('transform')).flatMap((item) => text(item) ?? []);
  if (transforms.length > 0)
    sql.ours(`\ntransform ${transforms.map((type) => `for type ${type}`).join(', ')}`);
  if (isTrue(doc.get('window'))) sql.ours('\nwindow');
  words('volatility', '');
  if (isTrue(doc.get('strict'))) sql.ours('\nstrict');
  words('security', 'security ');
  if (isTrue(doc.get('leakproof'))) sql.ours('\nleakproof');
  words('parallel', 'parallel ');
  words('cost', 'cost ');
  words('rows', 'rows ');
  sqlText('support', 'support ');
  settings(doc, sql, doc.get('set'));
}

/** Checked by itself: what is missing in it would be taken from the clause behind it. */
function returns(doc: Doc, sql: Sql): void {
  const value = scalar(doc.get('returns'));
  if (value === undefined || !doc.checkClause(value, 'returns', true)) return;
  const head = 'create function f() returns ';
  const parsed = parseStatement(`${head}${value.text}\nas ''`);
  if (parsed.kind === 'refused') {
    const offset = Math.min(parsed.offset - head.length, value.text.trimEnd().length);
    const hint = 'for example: integer, setof clients, table (id uuid, name text)';
    doc.problemIn('sql-syntax', `returns: ${parsed.message}`, value, offset, hint);
  } else sql.ours('\nreturns ', doc.offsetOf(value.at)).user(value);
}

/** The body in a form that PostgreSQL takes: SQL-standard as it is, all else dollar-quoted; false after a problem. */
function body(doc: Doc, sql: Sql): boolean {
  const [result, value] = [scalar(doc.get('return')), doc.get('body')];
  if (result !== undefined && value !== undefined) {
    doc.problem('conflict', `a ${doc.kind} has either return or body`, value.at, 'keep one of them');
    return false;
  }
  if (result !== undefined) {
    if (!doc.checkClause(result, 'return', true)) return false;
    sql.ours('\nreturn ').user(result);
    return true;
  }
  if (value === undefined) {
    doc.problem(
      'missing-key',
      `a ${doc.kind} needs the key body`,
      doc.at,
      'body: | and the text below it, or return: for one SQL expression',
    );
    return false;
  }
  if (value.type === 'list') {
    sql.ours(
      `\nas ${value.items.map((item) => quoteLiteral(text(item) ?? '')).join(', ')}`,
      doc.offsetOf(value.at),
    );
    return true;
  }
  const one = scalar(value);
  if (one === undefined) return false;
  const language = text(doc.get('language'))?.toLowerCase();
  if ((language === undefined || language === 'sql') && /^\s*begin\s+atomic\b/i.test(one.text))
    return atomic(sql, one);
  if (language === undefined) {
    doc.problem(
      'missing-key',
      `a ${doc.kind} needs the key language`,
      doc.at,
      'language: sql or language: plpgsql',
    );
    return false;
  }
  const tag = dollarTag(one.text);
  sql.ours(`\nas ${tag}`).verbatim(one).ours(tag);
  return true;
}

function atomic(sql: Sql, value: ScalarValue): boolean {
  sql.ours('\n').user({ ...value, text: value.text.replace(/;?\s*$/, '') });
  return true;
}
