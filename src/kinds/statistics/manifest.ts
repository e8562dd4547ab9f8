import { isWord } from '../../sql/index.js';
import type { Of } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';
import { manifestName } from '../table/manifest.js';
import { elements, lowered, printedName, wordsOf } from '../words.js';
import { isExpression } from './document.js';
import { type StatisticsAttributes, setTarget } from './index.js';

/** `[(kinds)] on column, (expression) from table`. */
export function statisticsDocument(o: Of<StatisticsAttributes>): ManifestDocument | null {
  const text = lowered(o.attributes.definition);
  const words = wordsOf(text);
  const at = (word: string): number =>
    words.findIndex(({ token, depth }) => depth === 0 && isWord(token, word));
  const [on, from] = [words[at('on')]?.token, words[at('from')]?.token];
  if (on === undefined || from === undefined) return null;
  const list = `(${text.slice(on.end, from.start)})`;
  const kinds = words[0]?.token.text === '(' ? elements(text, words, 0) : [];
  return {
    keys: mapOf({
      kinds: kinds.length === 0 ? undefined : kinds,
      on: elements(list, wordsOf(list), 0).map(element),
      from: manifestName(text.slice(from.end)),
    }),
    sql: o.attributes.target === null ? [] : [setTarget(o)],
  };
}

/** A column by its name, all else in parentheses. */
function element(item: string): string {
  if (item.startsWith('(')) return item;
  const words = wordsOf(item);
  const [name] = words.length === 1 ? printedName(item) : [];
  return name === undefined || isExpression(name) ? `(${item})` : name;
}
