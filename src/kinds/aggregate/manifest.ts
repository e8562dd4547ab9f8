import { writeName } from '../../manifest/names.js';
import type { Of } from '../kind.js';
import type { ManifestDocument, ManifestValue } from '../manifest.js';
import { literalText, looseName, lowered } from '../words.js';
import type { AggregateAttributes } from './index.js';

const TYPES = new Set(['stype', 'mstype', 'sortop']);
const TEXTS = new Set(['initcond', 'minitcond']);

export function aggregateDocument(o: Of<AggregateAttributes>): ManifestDocument {
  const a = o.attributes;
  const name = writeName(o.id.schema === 'public' ? null : o.id.schema, o.id.name);
  return { title: `${name}(${lowered(a.arguments)})`, keys: new Map(a.definition.map(option)) };
}

/** One option of CREATE AGGREGATE: `key = value`, or a flag. */
function option(text: string): [string, ManifestValue] {
  const [, key = text, value] = /^(\w+) = (.*)$/s.exec(text) ?? [];
  if (value === undefined) return [key, true];
  if (TEXTS.has(key)) return [key, literalText(value)];
  if (TYPES.has(key)) return [key, key === 'sortop' ? value : lowered(value)];
  if (/^\d+$/.test(value)) return [key, Number(value)];
  return [key, /func$/.test(key) ? looseName(value) : value];
}
