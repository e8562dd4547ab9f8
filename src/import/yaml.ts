import { Document, type Node, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { ManifestMap, ManifestValue } from '../kinds/manifest.js';

/** Lists up to this many characters stand on one line. */
const SHORT = 80;

/** One document as people write it: short lists on one line, texts of several lines as blocks, nothing folded. */
export function documentText(map: ManifestMap): string {
  const document = new Document(mapNode(map));
  return document.toString({
    lineWidth: 0,
    singleQuote: true,
    simpleKeys: true,
    flowCollectionPadding: false,
  });
}

const isMap = (value: ManifestValue): value is ManifestMap => value instanceof Map;
const isList = (value: ManifestValue): value is readonly ManifestValue[] => Array.isArray(value);

function node(value: ManifestValue): Node {
  if (isMap(value)) return mapNode(value);
  if (isList(value)) return listNode(value);
  const made = new Scalar(value);
  // A block of white space alone does not come back.
  if (typeof value === 'string' && /^\s*\n\s*$/.test(value)) made.type = Scalar.QUOTE_DOUBLE;
  return made;
}

function mapNode(map: ManifestMap): YAMLMap {
  const made = new YAMLMap();
  for (const [key, value] of map) made.add({ key: keyNode(key), value: node(value) });
  return made;
}

/** `<<` would be a merge key without quotes. */
function keyNode(key: string): Scalar {
  const made = new Scalar(key);
  if (key === '<<') made.type = Scalar.QUOTE_SINGLE;
  return made;
}

function listNode(list: readonly ManifestValue[]): YAMLSeq {
  const made = new YAMLSeq();
  for (const item of list) made.add(node(item));
  const length = list.reduce<number>((sum, item) => sum + String(item).length + 2, 0);
  made.flow = length <= SHORT && list.every((item) => typeof item !== 'string' || !item.includes('\n'));
  return made;
}
