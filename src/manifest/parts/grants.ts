import { quoteIdent } from '../../model/id.js';
import { isWord, nameOf } from '../../sql/lexer.js';
import { readClause } from '../clause.js';
import type { Doc } from '../doc.js';
import { identifierError } from '../names.js';
import { listed, nearest } from '../nearest.js';
import type { Sql } from '../sql.js';
import {
  type Entry,
  entries,
  entry,
  get,
  items,
  type MapValue,
  type ScalarValue,
  scalar,
  text,
  type Value,
} from '../yaml/tree.js';
import { roleName } from './roles.js';

/** Privileges that GRANT knows for a kind, in the manual's order. */
export const PRIVILEGES = {
  table: ['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger', 'maintain'],
  column: ['select', 'insert', 'update', 'references'],
  sequence: ['usage', 'select', 'update'],
  routine: ['execute'],
  schema: ['create', 'usage'],
  usage: ['usage'],
} as const;

export interface Target {
  /** What GRANT … ON calls the object: `table public.clients`. */
  readonly sql: string;
  readonly privileges: readonly string[];
  readonly columns: boolean;
}

/**
 * `grants:` is complete: what PUBLIC has by default is taken away first. `bares`: what the document does not create by
 * itself and so loses by this what default privileges give. Returns whether the section is there.
 */
export function grants(doc: Doc, target: Target, holder: Value = doc.map, bares?: string): boolean {
  const section = entry(holder, 'grants');
  if (section === undefined) return false;
  const none = doc.sql(section.at).ours(`revoke all on ${target.sql} from public`);
  doc.statement(none, section.at, [], bares === undefined ? {} : { bares });
  for (const one of entries(section.value)) grantee(doc, target, one);
  return true;
}

function grantee(doc: Doc, target: Target, one: Entry): void {
  const at = doc.offsetOf(one.at);
  for (const { sql: list, option } of grantList(doc, target, one)) {
    const sql = doc.sql(one.at).ours('grant ').append(list).ours(` on ${target.sql} to `, at);
    doc.statement(sql.ours(roleName(one.key), at).ours(option ? ' with grant option' : ''), one.at, []);
  }
}

/** A grantee's privileges as lists for GRANT: those without, and those with grant option, and each ALL, which stands alone. */
export function grantList(doc: Doc, target: Target, one: Entry): { sql: Sql; option: boolean }[] {
  const error = identifierError(one.key);
  if (error !== null) doc.problem(error.code, error.message, one.at, error.hint);
  const groups: { sql: Sql; option: boolean }[] = [false, true].map((option) => ({
    sql: doc.sql(one.at),
    option,
  }));
  for (const item of items(one.value)) {
    for (const wanted of privileges(item)) {
      const found = privilege(doc, target, wanted);
      if (found === null) continue;
      const group = groups[found.option ? 1 : 0];
      if (found.all) groups.push(found);
      else group?.sql.ours(group.sql.text === '' ? '' : ', ').append(found.sql);
    }
  }
  return groups.filter(({ sql }) => sql.text !== '');
}

interface Wanted {
  readonly value: ScalarValue;
  readonly columns: Value | undefined;
  readonly option: boolean;
}

/** `select`, or `{ privilege: select, columns: [..], grant_option: true }`; `privileges` for several. */
function privileges(item: Value): Wanted[] {
  if (item.type === 'scalar') return [{ value: item, columns: undefined, option: false }];
  if (item.type === 'list') return [];
  const map: MapValue = item;
  const option = scalar(get(map, 'grant_option'))?.value === true;
  return [...items(get(map, 'privilege')), ...items(get(map, 'privileges'))].flatMap((value) =>
    value.type === 'scalar' ? [{ value, columns: get(map, 'columns'), option }] : [],
  );
}

function privilege(
  doc: Doc,
  target: Target,
  wanted: Wanted,
): { sql: Sql; option: boolean; all: boolean } | null {
  const { value } = wanted;
  if (!doc.checkClause(value, 'a privilege', true)) return null;
  const { parts } = readClause(value.text);
  const [word, second] = parts;
  const name = nameOf(word?.token) ?? '';
  const allowed = ['all', ...target.privileges];
  if (word === undefined || !allowed.includes(name)) {
    const near = nearest(name, allowed);
    doc.problem(
      'unknown-privilege',
      `${value.text} is no privilege here; it must be ${listed(allowed)}`,
      value.at,
      near && `did you mean ${near}?`,
    );
    return null;
  }
  const grantOption = parts.findIndex(({ token, depth }) => depth === 0 && isWord(token, 'with'));
  const tail = parts
    .slice(grantOption === -1 ? parts.length : grantOption)
    .map(({ token }) => token.text.toLowerCase());
  const rest = parts.slice(
    isWord(second?.token, 'privileges') && name === 'all' ? 2 : 1,
    grantOption === -1 ? undefined : grantOption,
  );
  const first = rest[0]?.token;
  if (
    (grantOption !== -1 && tail.join(' ') !== 'with grant option') ||
    (first !== undefined && first.text !== '(')
  ) {
    const at =
      first !== undefined && first.text !== '(' ? first.start : (parts[grantOption]?.token.start ?? 0);
    doc.problemIn(
      'sql-syntax',
      `a privilege is written like: ${name} (column, …) with grant option`,
      value,
      at,
    );
    return null;
  }
  const names = items(wanted.columns).flatMap((column) => text(column) ?? []);
  if (
    (first !== undefined || names.length > 0) &&
    (!target.columns || !['all', ...PRIVILEGES.column].includes(name))
  ) {
    doc.problemIn(
      'no-column-privilege',
      `${name} is not granted on single columns`,
      value,
      first?.start ?? 0,
    );
    return null;
  }
  const last = rest.at(-1)?.token;
  const sql = doc.sql(value.at).user(value, word.token.start, word.token.end);
  if (first !== undefined && last !== undefined) sql.ours(' ').user(value, first.start, last.end);
  if (names.length > 0) sql.ours(` (${names.map(quoteIdent).join(', ')})`);
  return { sql, option: wanted.option || grantOption !== -1, all: name === 'all' };
}
