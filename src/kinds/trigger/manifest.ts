import { isWord, nameOf } from '../../sql/index.js';
import type { Of, Surroundings } from '../kind.js';
import { type Entry, mapOf } from '../manifest.js';
import { bare, lowered, type Word, wordsOf } from '../words.js';
import { enable, usuallyEnabled } from './copy.js';
import type { TriggerAttributes } from './index.js';

const ENABLED: Record<string, boolean | string | undefined> = { D: false, R: 'replica', A: 'always' };

/** The clause is the printed definition without ON and the relation, which the document gives. */
export function triggerEntry(o: Of<TriggerAttributes>, around: Surroundings): Entry {
  const a = o.attributes;
  if (a.partitionOf !== null)
    return a.enabled === usuallyEnabled(o, around)
      ? 'elsewhere'
      : { clause: null, map: null, sql: [enable(o)] };
  const text = lowered(a.definition);
  const words = wordsOf(text);
  const on = words.findIndex(({ token, depth }) => depth === 0 && isWord(token, 'on'));
  const home = words[on + 1]?.token;
  // The relation is printed as SCHEMA.NAME.
  const last = words[on + 3]?.token;
  if (home === undefined || last === undefined) return null;
  const [events, rest] = [text.slice(0, words[on]?.token.start).trimEnd(), text.slice(last.end).trimStart()];
  const enabled = ENABLED[a.enabled];
  const clause = `${a.constraint ? 'constraint ' : ''}${events} ${rest}`;
  return {
    clause: enabled === undefined ? clause : null,
    map: map(words.slice(0, on), wordsOf(rest), rest, a.constraint, enabled),
  };
}

function map(
  before: readonly Word[],
  words: readonly Word[],
  rest: string,
  constraint: boolean,
  enabled: boolean | string | undefined,
) {
  const at = (...names: string[]): number =>
    words.findIndex(({ token, depth }) => depth === 0 && isWord(token, ...names));
  const from = (index: number): number => words[index]?.token.end ?? 0;
  // FROM another table is a clause only.
  if (at('from') !== -1) return null;
  const [referencing, each, when, execute] = [at('referencing'), at('for'), at('when'), at('execute')];
  const events = before.flatMap(({ token }) =>
    isWord(token, 'insert', 'update', 'delete', 'truncate') ? token.text : [],
  );
  const of = before.findIndex(({ token }, index) => index > 1 && isWord(token, 'of'));
  const columns = of === -1 ? [] : columnsAfter(before, of);
  const timing = isWord(before[0]?.token, 'instead') ? 'instead_of' : (before[0]?.token.text ?? '');
  const deferred = words.some(
    ({ token, depth }, index) =>
      depth === 0 && isWord(token, 'deferred') && isWord(words[index - 1]?.token, 'initially'),
  );
  const deferrable = at('deferrable');
  return mapOf({
    constraint: constraint ? true : undefined,
    [timing]: events.filter((event, index) => events.indexOf(event) === index),
    of: columns.length === 0 ? undefined : columns,
    deferrable: deferrable !== -1 && !isWord(words[deferrable - 1]?.token, 'not') ? true : undefined,
    initially_deferred: deferred ? true : undefined,
    referencing:
      referencing === -1 ? undefined : rest.slice(from(referencing), words[each]?.token.start).trim(),
    for_each: isWord(words[each + 2]?.token, 'row') ? 'row' : 'statement',
    when: when === -1 ? undefined : bare(rest.slice(from(when), words[execute]?.token.start)),
    execute: rest.slice(from(execute + 1)).trim(),
    enabled,
  });
}

/** `of a, "B" or delete`: the names up to the next event. */
function columnsAfter(words: readonly Word[], of: number): string[] {
  const names: string[] = [];
  for (let at = of + 1; at < words.length; at += 2) {
    names.push(nameOf(words[at]?.token) ?? '');
    if (words[at + 1]?.token.text !== ',') break;
  }
  return names;
}
