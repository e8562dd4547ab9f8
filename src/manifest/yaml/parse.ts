import { Composer, type CST, isAlias, isMap, isScalar, isSeq, type Node, type Pair, Parser } from 'yaml';
import type { Problem } from '../../model/errors.js';
import type { Source } from '../source.js';
import { type ScalarStyle, valueOffsets } from './offsets.js';
import type { Entry, ScalarValue, Value } from './tree.js';

/** Values that aliases may add to one file before it counts as an alias bomb. */
const ALIAS_BUDGET = 20_000;
/** No manifest needs more; the composer recurses, and would exhaust the stack. */
const DEEPEST = 100;

export interface ParsedYaml {
  /** One value per document that holds anything. */
  readonly documents: readonly Value[];
  readonly problems: readonly Problem[];
}

/** Parses a file of YAML documents. Keys are text, aliases and merge keys (`<<`) are followed, doubles are problems. */
export function parseYaml(source: Source): ParsedYaml {
  const tokens = [...new Parser().parse(source.text)];
  const deep = tooDeep(tokens);
  if (deep !== null) {
    return {
      documents: [],
      problems: [source.problem('yaml', `YAML: nested more than ${DEEPEST} levels deep`, deep)],
    };
  }
  const documents = [
    ...new Composer({ uniqueKeys: false, strict: true, prettyErrors: false }).compose(tokens),
  ];
  const problems: Problem[] = [];
  const values: Value[] = [];
  for (const document of documents) {
    const [first] = document.errors;
    // What follows the first error is mostly its echo.
    if (first !== undefined) problems.push(syntaxProblem(source, first.message, first.pos[0], tokens));
    for (const warning of document.warnings)
      problems.push(source.problem('yaml', warning.message, warning.pos[0]));
    if (document.errors.length > 0 || document.contents === null) continue;
    const contents: Node = document.contents;
    if (isScalar(contents) && contents.value === null) continue;
    const value = new Reader(source, problems).read(contents);
    if (value !== null) values.push(value);
  }
  return { documents: values, problems };
}

/** The offset of the first value nested too deeply; `null` where none is. */
function tooDeep(tokens: readonly CST.Token[]): number | null {
  return find(tokens, (_token, depth) => depth > DEEPEST)?.offset ?? null;
}

/** The first token, depth first and last first, that a test accepts. Does not recurse. */
function find(
  tokens: readonly CST.Token[],
  test: (token: CST.Token, depth: number) => boolean,
): CST.Token | undefined {
  const todo: [CST.Token, number][] = tokens.map((token) => [token, 0]);
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const [token, depth] = next;
    if (test(token, depth)) return token;
    if (token.type === 'document' && token.value !== undefined) todo.push([token.value, depth + 1]);
    if (!('items' in token)) continue;
    for (const { key, value } of token.items) {
      if (key) todo.push([key, depth + 1]);
      if (value !== undefined) todo.push([value, depth + 1]);
    }
  }
  return undefined;
}

function syntaxProblem(
  source: Source,
  message: string,
  offset: number,
  tokens: readonly CST.Token[],
): Problem {
  const text = `YAML: ${message.replace(/\s+/g, ' ')}`;
  const hash = /flow (map|seq)/i.test(message) ? commentBefore(source, offset) : null;
  if (hash !== null) {
    return source.problem('yaml', `${text}; a comment starts here`, hash, COMMENT_HINT);
  }
  const open = /closing .*quote/i.test(message)
    ? find(tokens, (token) => /quoted-scalar$/.test(token.type) && endOf(token) === offset)
    : undefined;
  return source.problem('yaml', text, open?.offset ?? offset, syntaxHint(source, message, offset));
}

function endOf(token: CST.Token): number {
  return token.offset + ('source' in token ? token.source.length : 0);
}

export const COMMENT_HINT =
  'after a space, # starts a YAML comment and hides the rest of the line: put the SQL in quotes';

function syntaxHint(source: Source, message: string, offset: number): string | undefined {
  if (source.line(source.position(offset).line).startsWith('\t'))
    return 'indent with spaces, never with tabs';
  if (/cannot start with/i.test(message)) return 'put the value in quotes';
  if (/mapping|implicit key/i.test(message)) {
    return 'check the indentation; a value that holds ": " must be quoted, or put in a block after |';
  }
  return /quote/i.test(message) ? "close the quote; inside '…' a quote is written twice" : undefined;
}

/** The offset of the last comment on the line of an offset or the one before it. */
function commentBefore(source: Source, offset: number): number | null {
  const { line } = source.position(offset);
  for (const number of [line, line - 1]) {
    const found = /[ \t]#/.exec(source.line(number));
    if (number > 0 && found !== null) return source.lineStart(number) + found.index + 1;
  }
  return null;
}

class Reader {
  readonly #anchors = new Map<string, Node>();
  readonly #open = new Set<Node>();
  #viaAlias = 0;
  #depth = 0;

  constructor(
    private readonly source: Source,
    private readonly problems: Problem[],
  ) {}

  /** `null` after a problem that leaves nothing to work with. */
  read(node: unknown): Value | null {
    if (isAlias(node)) return this.#alias(node.source, node.range?.[0] ?? 0);
    if (this.#depth > 0) {
      this.#viaAlias += 1;
      if (this.#viaAlias > ALIAS_BUDGET) return null;
    }
    if (isScalar(node) || isMap(node) || isSeq(node)) {
      if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
      const at = node.range?.[0] ?? 0;
      if (isScalar(node)) return this.#scalar(node.value, node.type, node.source, at, node.range?.[1] ?? at);
      if (this.#open.has(node)) return this.#problem('alias', 'an alias that contains itself', at);
      this.#open.add(node);
      const value = isMap(node) ? this.#map(node.items, at) : this.#list(node.items, at);
      this.#open.delete(node);
      return value;
    }
    return this.#scalar(null, 'PLAIN', '', 0, 0);
  }

  #problem(code: string, message: string, offset: number, hint?: string): null {
    this.problems.push(this.source.problem(code, message, offset, hint));
    return null;
  }

  #alias(name: string, offset: number): Value | null {
    const node = this.#anchors.get(name);
    if (node === undefined) return this.#problem('yaml', `no anchor &${name} before this alias`, offset);
    if (this.#open.has(node)) return this.#problem('alias-bomb', `alias *${name} contains itself`, offset);
    const before = this.#viaAlias;
    this.#depth += 1;
    const value = this.read(node);
    this.#depth -= 1;
    if (before <= ALIAS_BUDGET && this.#viaAlias > ALIAS_BUDGET && this.#depth === 0) {
      return this.#problem(
        'alias-bomb',
        `aliases here expand to more than ${ALIAS_BUDGET} values`,
        offset,
        'write the values out instead of nesting aliases',
      );
    }
    return value;
  }

  #list(nodes: readonly unknown[], offset: number): Value | null {
    const items: Value[] = [];
    for (const node of nodes) {
      const value = this.read(node);
      if (value === null) return null;
      items.push(value);
    }
    return { type: 'list', at: this.source.position(offset), items, source: this.source };
  }

  #map(pairs: readonly Pair[], offset: number): Value | null {
    const own: Entry[] = [];
    const merged: Entry[] = [];
    const seen = new Map<string, Entry>();
    for (const { key, value } of pairs) {
      const name = this.read(key);
      if (name === null) return null;
      if (name.type !== 'scalar')
        return this.#problem('yaml', 'a key must be a plain text', this.#offset(key, offset));
      const inner = value === null ? this.#scalar(null, 'PLAIN', '', 0, 0, name) : this.read(value);
      if (inner === null) return null;
      if (name.plain && name.text === '<<') {
        const maps = inner.type === 'list' ? inner.items : [inner];
        for (const map of maps) {
          if (map.type !== 'map')
            return this.#problem('yaml', '<< merges maps only', this.#offset(key, offset));
          merged.push(...map.entries);
        }
        continue;
      }
      const one: Entry = { key: name.text, at: name.at, value: inner };
      const first = seen.get(one.key);
      if (first !== undefined) {
        this.problems.push(
          this.source.problemAt(
            'duplicate-key',
            `${one.key === '' ? 'the empty key' : one.key} is written twice here; first on line ${first.at.line}`,
            one.at,
            'remove one of them',
          ),
        );
        continue;
      }
      seen.set(one.key, one);
      own.push(one);
    }
    for (const one of merged) {
      if (seen.has(one.key)) continue;
      seen.set(one.key, one);
      own.push(one);
    }
    return { type: 'map', at: this.source.position(offset), entries: own, source: this.source };
  }

  #offset(node: unknown, otherwise: number): number {
    return isScalar(node) || isMap(node) || isSeq(node) ? (node.range?.[0] ?? otherwise) : otherwise;
  }

  #scalar(
    value: unknown,
    type: string | null | undefined,
    written: string | undefined,
    start: number,
    end: number,
    key?: ScalarValue,
  ): ScalarValue {
    const plain = type === 'PLAIN' || type === undefined || type === null;
    const text = typeof value === 'string' ? value : (written ?? String(value));
    const raw = this.source.text.slice(start, end);
    const style = STYLES[type ?? 'PLAIN'] ?? 'plain';
    let offsets: readonly number[] | undefined;
    const comment = plain && end > start ? /^[ \t]+#/.exec(this.source.text.slice(end, end + 500)) : null;
    return {
      type: 'scalar',
      value:
        typeof value === 'string' ||
        typeof value === 'number' ||
        typeof value === 'bigint' ||
        typeof value === 'boolean'
          ? value
          : null,
      text,
      plain,
      at: key?.at ?? this.source.position(start),
      offset: (index) => {
        offsets ??= valueOffsets(raw, text, style);
        return start + (offsets[Math.max(0, Math.min(index, text.length))] ?? 0);
      },
      trailingComment: comment === null ? null : end + comment[0].length - 1,
      source: this.source,
    };
  }
}

const STYLES: Readonly<Record<string, ScalarStyle>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};
