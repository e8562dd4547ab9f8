import { isWord } from '../../sql/index.js';
import type { Of } from '../kind.js';
import { type Entry, mapOf } from '../manifest.js';
import { lowered, wordsOf } from '../words.js';
import { enable, type RuleAttributes } from './index.js';

/** The clause is the printed definition without AS and TO and the relation, which the document gives. */
export function ruleEntry(o: Of<RuleAttributes>): Entry {
  const text = lowered(o.attributes.definition);
  const words = wordsOf(text);
  const to = words.findIndex(({ token, depth }) => depth === 0 && isWord(token, 'to'));
  const [first, last] = [words[1]?.token, words[to + 3]?.token];
  if (to === -1 || first === undefined || last === undefined) return null;
  const clause = `${text.slice(first.start, words[to]?.token.start).trim()} ${text.slice(last.end).trim()}`;
  return {
    clause,
    map: mapOf({ rule: clause }),
    sql: o.attributes.enabled === 'O' ? [] : [enable(o)],
  };
}
