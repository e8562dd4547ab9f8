import { type Token, tokenize } from '../../sql/lexer.js';

/** One argument as pg_get_function_arguments prints it: `[MODE] [name] type [DEFAULT …]`. */
interface Argument {
  /** INOUT, OUT, VARIADIC; empty for an input argument, which procedures print as IN. */
  readonly mode: string;
  /** Name, where it has one, and type. */
  readonly words: readonly string[];
  readonly hasDefault: boolean;
}

const MODES = ['IN', 'OUT', 'INOUT', 'VARIADIC'];

function argument(tokens: readonly Token[]): Argument {
  const end = tokens.findIndex((token) => token.kind === 'word' && token.text === 'DEFAULT');
  const words = (end < 0 ? tokens : tokens.slice(0, end)).map(({ text }) => text);
  const [first = ''] = words;
  const moded = words.length > 1 && MODES.includes(first);
  return {
    mode: moded && first !== 'IN' ? first : '',
    words: moded ? words.slice(1) : words,
    hasDefault: end >= 0,
  };
}

/** Cuts printed arguments at the commas that stand in no brackets. */
function argumentsOf(text: string): Argument[] {
  const found: Token[][] = [];
  let depth = 0;
  for (const token of tokenize(text).tokens) {
    if (['(', '['].includes(token.text)) depth += 1;
    if ([')', ']'].includes(token.text)) depth -= 1;
    if (found.length === 0 || (depth === 0 && token.text === ',')) found.push([]);
    if (depth > 0 || token.text !== ',') found.at(-1)?.push(token);
  }
  return found.map(argument);
}

/** Whether an argument stays, or only gets a name that it had not; OUT arguments' names are columns of the result. */
function keeps(old: Argument, wanted: Argument): boolean {
  if (old.mode !== wanted.mode) return false;
  const same = (words: readonly string[]): boolean => words.join(' ') === old.words.join(' ');
  return same(wanted.words) || (['', 'VARIADIC'].includes(old.mode) && same(wanted.words.slice(1)));
}

/**
 * Whether CREATE OR REPLACE takes the new arguments for the old ones: names may only be given where none was, and
 * defaults only changed or added.
 */
export function takesArguments(before: string, after: string): boolean {
  const [old, wanted] = [argumentsOf(before), argumentsOf(after)];
  const defaults = (list: readonly Argument[]): number => list.filter(({ hasDefault }) => hasDefault).length;
  return (
    old.length === wanted.length &&
    defaults(wanted) >= defaults(old) &&
    wanted.every((one, at) => {
      const was = old[at];
      return was !== undefined && keeps(was, one);
    })
  );
}
