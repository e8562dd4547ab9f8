import { isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { Problem } from '../../model/errors.js';
import type { Source } from '../source.js';
import { type ScalarStyle, valueOffsets } from './offsets.js';
import type { Entry, ScalarValue, Value } from './tree.js';

/** Values that aliases may add to one file before it counts as an alias bomb. */
const ALIAS_BUDGET = 20_000;

/** Turns the nodes of one document into values: aliases and merge keys followed, keys as text. */
export class Reader {
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
