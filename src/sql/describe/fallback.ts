import type { ObjectRef, StatementClass } from '../../manifest/state.js';
import { objectId } from '../../model/id.js';
import { isWord, nameOf, type Token, tokenize } from '../lexer.js';
import { parseStatement } from '../parse.js';
import { createdBy } from './create.js';
import type { Alteration, Description } from './types.js';

/** Kinds by the words that name them, longest first. */
const KINDS: readonly [words: string, kind: string][] = [
  ['text search configuration', 'text_search_configuration'],
  ['text search dictionary', 'text_search_dictionary'],
  ['text search template', 'text_search_template'],
  ['text search parser', 'text_search_parser'],
  ['foreign data wrapper', 'foreign_data_wrapper'],
  ['materialized view', 'materialized_view'],
  ['operator family', 'operator_family'],
  ['operator class', 'operator_class'],
  ['foreign table', 'foreign_table'],
  ['access method', 'access_method'],
  ['event trigger', 'event_trigger'],
  ['user mapping', 'user_mapping'],
  ...`aggregate cast collation conversion database domain extension function index language operator policy procedure
  publication role rule schema sequence server statistics subscription table tablespace transform trigger type view`
    .split(/\s+/)
    .map((word): [string, string] => [word, word]),
];
/** Words between CREATE and what is created, and between that and its name. */
const BEFORE =
  `or replace global local temp temporary unlogged recursive unique constraint default trusted procedural`.split(
    ' ',
  );
const BETWEEN = 'concurrently if not exists only'.split(' ');
const MODELLED = new Set(['role', 'database', 'tablespace', 'subscription']);

/** A statement that the parser does not know, described by its words alone. */
export function describeTokens(sql: string, schema: string | null): Description {
  const tokens = tokenize(sql).tokens.filter((token) => token.kind !== 'comment');
  const verb = tokens[0];
  if (isWord(verb, 'alter') && isWord(tokens[1], 'default')) return defaultsOnLargeObjects(sql, tokens);
  if (isWord(verb, 'alter') && isWord(tokens[1], 'system')) return nothing('modelled');
  if (isWord(verb, 'create')) return created(sql, tokens, schema);
  if (isWord(verb, 'alter', 'drop')) return changed(tokens, isWord(verb, 'drop') ? 'drop' : 'attributes');
  if (isWord(verb, 'comment')) return changed(tokens.slice(1), 'comment');
  if (isWord(verb, 'grant', 'revoke')) {
    const on = tokens.findIndex((token) => isWord(token, 'on'));
    return on < 0 ? nothing('modelled') : changed(tokens.slice(on), 'grants');
  }
  return nothing('other');
}

/** ALTER DEFAULT PRIVILEGES … ON LARGE OBJECTS came with 18: read as if it were on tables. */
function defaultsOnLargeObjects(sql: string, tokens: readonly Token[]): Description {
  const at = tokens.findIndex(
    (token, index) => isWord(token, 'large') && isWord(tokens[index + 1], 'objects'),
  );
  const [large, objects] = [tokens[at], tokens[at + 1]];
  if (large === undefined || objects === undefined) return nothing('modelled');
  const parsed = parseStatement(`${sql.slice(0, large.start)}tables${sql.slice(objects.end)}`);
  const creates = parsed.kind === 'parsed' ? createdBy(parsed.tree.node, null) : [];
  const named = creates.map((ref) => ({ ...ref, name: ref.name.replace(/tables$/, 'large objects') }));
  return { class: 'local', creates: named, alters: [] };
}

function nothing(statementClass: StatementClass): Description {
  return { class: statementClass, creates: [], alters: [] };
}

function created(sql: string, tokens: readonly Token[], schema: string | null): Description {
  const at = skip(tokens, 1, BEFORE);
  const found = kindAt(tokens, at);
  if (found === null) return nothing('other');
  const named = nameAt(tokens, skip(tokens, found.next, BETWEEN));
  const kind = found.kind === 'type' ? typeKind(tokens, named.next) : found.kind;
  const ref = refOf(sql, tokens, kind, named, schema);
  const runs =
    kind === 'materialized_view' || (kind === 'table' && tokens.some((token) => isWord(token, 'as')));
  const query = runs && tokens.some((token) => isWord(token, 'select', 'values', 'execute', 'with'));
  return {
    class: MODELLED.has(kind) ? 'modelled' : query ? 'other' : 'local',
    creates: ref === null ? [] : [ref],
    alters: [],
  };
}

function changed(tokens: readonly Token[], what: Alteration['what']): Description {
  const found = kindAt(tokens, 1);
  const start = found?.next ?? (what === 'grants' ? 1 : null);
  if (start === null) return nothing('other');
  const kind = found?.kind ?? 'relation';
  const { names } = nameAt(tokens, skip(tokens, start, BETWEEN));
  const name = names.at(-1);
  if (name === undefined || MODELLED.has(kind)) return nothing(MODELLED.has(kind) ? 'modelled' : 'local');
  const owner = tokens.some((token, index) => isWord(token, 'owner') && isWord(tokens[index + 1], 'to'));
  const ref = objectId(kind === 'table' ? 'relation' : kind, names.at(-2) ?? null, name);
  return {
    class: owner ? 'modelled' : 'local',
    creates: [],
    alters: [{ ref, what: owner ? 'owner' : what }],
  };
}

function skip(tokens: readonly Token[], from: number, words: readonly string[]): number {
  let at = from;
  while (isWord(tokens[at], ...words)) at++;
  return at;
}

function kindAt(tokens: readonly Token[], at: number): { kind: string; next: number } | null {
  for (const [words, kind] of KINDS) {
    const parts = words.split(' ');
    if (parts.every((word, index) => isWord(tokens[at + index], word)))
      return { kind, next: at + parts.length };
  }
  return null;
}

interface Named {
  readonly names: readonly string[];
  /** Index of the token behind the name. */
  readonly next: number;
}

function nameAt(tokens: readonly Token[], from: number): Named {
  const names: string[] = [];
  let at = from;
  for (let name = nameOf(tokens[at]); name !== null; name = nameOf(tokens[at])) {
    names.push(name);
    at++;
    if (tokens[at]?.text !== '.') break;
    at++;
  }
  return { names, next: at };
}

function typeKind(tokens: readonly Token[], next: number): string {
  const word = isWord(tokens[next], 'as') ? tokens[next + 1] : undefined;
  if (isWord(word, 'enum')) return 'enum';
  if (isWord(word, 'range')) return 'range_type';
  return word === undefined ? 'base_type' : 'composite_type';
}

/** An index, policy, trigger or rule belongs to the relation behind ON (a rule's behind TO). */
function refOf(
  sql: string,
  tokens: readonly Token[],
  kind: string,
  named: Named,
  schema: string | null,
): ObjectRef | null {
  const name = named.names.at(-1);
  if (
    name === undefined ||
    (kind === 'index' && isWord(tokens[named.next - 1], 'on') && tokens[named.next - 1]?.kind === 'word')
  ) {
    return null;
  }
  if (GLOBAL.has(kind)) return objectId(kind, null, name);
  if (PARTS.has(kind)) {
    const word = kind === 'rule' ? 'to' : 'on';
    const on = tokens.findIndex((token, index) => index >= named.next && isWord(token, word));
    const { names } = nameAt(tokens, skip(tokens, on + 1, BETWEEN));
    return on < 0 ? null : objectId(kind, names.at(-2) ?? schema, name, { table: names.at(-1) ?? null });
  }
  const args = kind === 'function' || kind === 'procedure' ? argumentTypes(sql, tokens, named.next) : null;
  return objectId(kind, named.names.at(-2) ?? schema, name, { arguments: args });
}

const PARTS = new Set(['index', 'policy', 'trigger', 'rule']);
const GLOBAL = new Set(
  'extension schema event_trigger publication subscription language foreign_data_wrapper server role database tablespace access_method'.split(
    ' ',
  ),
);

/** A routine's argument types: its parenthesis is old syntax even where the rest is new. */
function argumentTypes(sql: string, tokens: readonly Token[], open: number): string | null {
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    const token = tokens[index];
    if (token?.text === '(') depth++;
    if (token?.text === ')' && --depth === 0) {
      const list = sql.slice(tokens[open]?.start, token.end);
      const parsed = parseStatement(`create procedure p${list} language sql as ''`);
      return parsed.kind === 'parsed' ? (createdBy(parsed.tree.node, null)[0]?.arguments ?? null) : null;
    }
  }
  return null;
}
