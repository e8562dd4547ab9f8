import type { Position } from '../../model/position.js';
import type { Source } from '../source.js';

/** What a YAML value is, once aliases are followed and keys are text. */
export type Value = ScalarValue | MapValue | ListValue;

export interface ScalarValue {
  readonly type: 'scalar';
  readonly value: string | number | bigint | boolean | null;
  /** As written for plain numbers and words (`1.0` stays `1.0`), else the decoded string. */
  readonly text: string;
  /** Written without quotes or block style. */
  readonly plain: boolean;
  readonly at: Position;
  /** The offset in the file of a 0-based offset in `text`. */
  offset(textOffset: number): number;
  /** The offset of a `#` comment behind it on the same line; `null` where there is none. */
  readonly trailingComment: number | null;
  readonly source: Source;
}

export interface Entry {
  /** Verbatim. */
  readonly key: string;
  readonly at: Position;
  readonly value: Value;
}

export interface MapValue {
  readonly type: 'map';
  readonly at: Position;
  readonly entries: readonly Entry[];
  readonly source: Source;
}

export interface ListValue {
  readonly type: 'list';
  readonly at: Position;
  readonly items: readonly Value[];
  readonly source: Source;
}

export function entry(value: Value | undefined, key: string): Entry | undefined {
  return value?.type === 'map' ? value.entries.find((one) => one.key === key) : undefined;
}

export function get(value: Value | undefined, key: string): Value | undefined {
  return entry(value, key)?.value;
}

/** Entries of a map; none for anything else. */
export function entries(value: Value | undefined): readonly Entry[] {
  return value?.type === 'map' ? value.entries : [];
}

/** Items of a list; a lone scalar or map counts as a list of one; none for nothing. */
export function items(value: Value | undefined): readonly Value[] {
  if (value === undefined) return [];
  return value.type === 'list' ? value.items : [value];
}

export function scalar(value: Value | undefined): ScalarValue | undefined {
  return value?.type === 'scalar' ? value : undefined;
}

/** The text of a scalar that is not null. */
export function text(value: Value | undefined): string | undefined {
  return value?.type === 'scalar' && value.value !== null ? value.text : undefined;
}

/** Plain data for schema validation. `__proto__` stays an ordinary key. */
export function plainData(value: Value): unknown {
  if (value.type === 'scalar') return typeof value.value === 'bigint' ? Number(value.value) : value.value;
  if (value.type === 'list') return value.items.map(plainData);
  const out: Record<string, unknown> = {};
  for (const { key, value: inner } of value.entries) {
    Object.defineProperty(out, key, {
      value: plainData(inner),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return out;
}
