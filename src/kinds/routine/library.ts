import { isWord, type Token, tokenize } from '../../sql/index.js';

/** A C function's file and symbol, as its creating statement gives them. */
export interface InLibrary {
  readonly library: string;
  /** The link symbol. `null`: the function's own name. */
  readonly symbol: string | null;
  /** The same statement with a built-in function in its place, which needs no library. */
  readonly stub: string;
}

/** What a CREATE FUNCTION … LANGUAGE C says of its library; `null` for any other statement. */
export function inLibrary(sql: string): InLibrary | null {
  const tokens = tokenize(sql).tokens.filter(({ kind }) => kind !== 'comment');
  let [depth, language, as]: [number, number, number] = [0, -1, -1];
  for (const [at, token] of tokens.entries()) {
    if (token.text === '(') depth += 1;
    else if (token.text === ')') depth -= 1;
    else if (depth === 0 && isWord(token, 'language')) language = at + 1;
    else if (depth === 0 && isWord(token, 'as') && tokens[at + 1]?.kind === 'string') as = at + 1;
  }
  const [word, library] = [tokens[language], tokens[as]];
  if (word === undefined || library === undefined || !/^["']?c["']?$/i.test(word.text)) return null;
  const symbol = tokens[as + 1]?.text === ',' ? tokens[as + 2] : undefined;
  const changes: [Token, Token, string][] = [
    [word, word, 'internal'],
    [library, symbol ?? library, `'${BUILT_IN}'`],
  ];
  let stub = sql;
  for (const [from, to, text] of changes.sort(([one], [other]) => other.start - one.start))
    stub = `${stub.slice(0, from.start)}${text}${stub.slice(to.end)}`;
  return { library: textOf(library), symbol: symbol === undefined ? null : textOf(symbol), stub };
}

/** A function of fmgr_builtins: nothing but its name is looked at when another is made of it. */
const BUILT_IN = 'int4in';

const textOf = ({ text }: Token): string => text.replace(/^e?'|'$/gi, '').replaceAll("''", "'");
