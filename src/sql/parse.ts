import { isNode, list, number, type TreeNode, type TreeValue } from './node.js';
import { type Offsets, offsetsOf } from './offsets.js';
import { ParserFailure, type RawResult, rawParse } from './parser.js';

/** One statement's tree. Positions in it are UTF-8 byte offsets; `offsets` turns them into UTF-16 ones. */
export interface Tree {
  readonly sql: string;
  /** The wrapped statement node, `{ CreateStmt: {…} }`. */
  readonly node: TreeNode;
  readonly offsets: Offsets;
}

/** What the parser (PostgreSQL 16's grammar) says against a text. */
export interface Refused {
  readonly kind: 'refused';
  readonly message: string;
  /** UTF-16, 0-based, in the text that was given. */
  readonly offset: number;
}

export interface Parsed {
  readonly kind: 'parsed';
  readonly tree: Tree;
}

/** Any number of statements, in order; `start` is the UTF-16 offset at which a statement's span begins. */
export interface ParsedAll {
  readonly kind: 'parsed';
  readonly statements: readonly { readonly tree: Tree; readonly start: number }[];
}

/** Texts kept in the cache, in UTF-16 units; their trees take some twenty times as much. */
const CACHE_LIMIT = 4_000_000;
const cache = new Map<string, ParsedAll | Refused>();
let cached = 0;

/** All statements of a text. The trees share the text's own offsets. */
export function parseAll(sql: string): ParsedAll | Refused {
  const known = cache.get(sql);
  if (known !== undefined) return known;
  const result = parseUncached(sql);
  if (cached + sql.length > CACHE_LIMIT) {
    cache.clear();
    cached = 0;
  }
  cache.set(sql, result);
  cached += sql.length;
  return result;
}

/** Exactly one statement; nothing, or more than one, is refused. */
export function parseStatement(sql: string): Parsed | Refused {
  const result = parseAll(sql);
  if (result.kind === 'refused') return result;
  const [first, second] = result.statements;
  if (first === undefined) return refused('there is no statement here', 0);
  if (second !== undefined)
    return refused('only one statement is allowed here', firstWord(sql, second.start));
  return { kind: 'parsed', tree: first.tree };
}

function parseUncached(sql: string): ParsedAll | Refused {
  const nul = sql.indexOf('\0');
  if (nul >= 0) return refused('a NUL character cannot be part of SQL', nul);
  let raw: RawResult;
  try {
    raw = rawParse(sql);
  } catch (error) {
    if (error instanceof ParserFailure) return refused(error.message, 0);
    throw error;
  }
  const offsets = offsetsOf(sql);
  if (raw.error !== null) {
    return refused(raw.error.message, offsets.fromCharacter(Math.max(0, raw.error.cursorpos - 1)));
  }
  const root: TreeValue = JSON.parse(raw.output);
  const statements = [];
  for (const entry of list(isNode(root) ? root : null, 'stmts')) {
    const node = isNode(entry) ? entry.stmt : undefined;
    if (!isNode(entry) || !isNode(node)) continue;
    statements.push({
      tree: { sql, node, offsets },
      start: offsets.fromByte(number(entry, 'stmt_location')),
    });
  }
  return { kind: 'parsed', statements };
}

function refused(message: string, offset: number): Refused {
  return { kind: 'refused', message, offset };
}

/** The offset of the first thing at or behind `start` that is not white space. */
function firstWord(sql: string, start: number): number {
  const rest = /\S/.exec(sql.slice(start));
  return start + (rest?.index ?? 0);
}
