/** A token of SQL as psql and the server cut it, any version's. White space is left out, comments are not. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'parameter' | 'operator' | 'comment' | 'backslash';
  /** The characters as written. */
  readonly text: string;
  /** UTF-16 offsets into the text; `end` is behind the last one. */
  readonly start: number;
  readonly end: number;
}

/** An opening quote or comment without its end. */
export interface Unterminated {
  readonly message: string;
  readonly offset: number;
}

const SPACE = /[ \t\n\r\f\v]+/y;
const WORD = /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y;
const NUMBER =
  /(?:0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*\.?(?!\.)[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?)/y;
const PARAMETER = /\$\d+/y;
const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;
const QUOTE_PREFIX = /(?:[eE]|[uU]&|[bBxXnN])?(?=')|[uU]&(?=")/y;
const LINE_COMMENT = /--[^\n\r]*/y;
const OPERATOR = /[~!@#^&|`?+\-*/%<>=]+|::|:=|\.\./y;

/** Cuts a text into tokens. Stops at an unterminated quote or comment and says where it opens. */
export function tokenize(text: string): { tokens: Token[]; error?: Unterminated } {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const space = match(SPACE, text, at);
    if (space !== null) {
      at += space.length;
      continue;
    }
    const next = nextToken(text, at);
    if ('message' in next) return { tokens, error: next };
    tokens.push({ kind: next.kind, text: text.slice(at, next.end), start: at, end: next.end });
    at = next.end;
  }
  return { tokens };
}

interface Cut {
  readonly kind: Token['kind'];
  readonly end: number;
}

function nextToken(text: string, at: number): Cut | Unterminated {
  const two = text.slice(at, at + 2);
  if (two === '--') return { kind: 'comment', end: at + (match(LINE_COMMENT, text, at) ?? '').length };
  if (two === '/*') return blockComment(text, at);
  const lead = match(QUOTE_PREFIX, text, at);
  if (lead !== null && text[at + lead.length] === "'") {
    return closing(text, at, at + lead.length, "'", /^e$/i.test(lead));
  }
  if (text[at] === '"' || lead !== null) return closing(text, at, at + (lead ?? '').length, '"', false);
  for (const [kind, pattern] of [
    ['word', WORD],
    ['number', NUMBER],
    ['parameter', PARAMETER],
  ] as const) {
    const found = match(pattern, text, at);
    if (found !== null) return { kind, end: at + found.length };
  }
  const tag = match(DOLLAR_TAG, text, at);
  if (tag !== null) {
    const end = text.indexOf(tag, at + tag.length);
    return end < 0
      ? { message: `this dollar-quoted text has no closing ${tag}`, offset: at }
      : { kind: 'string', end: end + tag.length };
  }
  if (text[at] === '\\') return { kind: 'backslash', end: at + 1 };
  return { kind: 'operator', end: at + operator(text, at).length };
}

/** The longest operator, cut before a comment that starts inside it; or one character of punctuation. */
function operator(text: string, at: number): string {
  const found = match(OPERATOR, text, at) ?? text.slice(at, at + 1);
  const comment = /--|\/\*/.exec(found);
  return comment === null ? found : found.slice(0, comment.index);
}

function closing(
  text: string,
  at: number,
  open: number,
  quote: string,
  escapes: boolean,
): Cut | Unterminated {
  for (let index = open + 1; index < text.length; index++) {
    const character = text[index];
    if (escapes && character === '\\') index++;
    else if (character === quote) {
      if (text[index + 1] !== quote) return { kind: quote === '"' ? 'quoted' : 'string', end: index + 1 };
      index++;
    }
  }
  const what = quote === '"' ? 'quoted name' : 'string';
  return { message: `this ${what} has no closing ${quote}`, offset: at };
}

/** Block comments nest. */
function blockComment(text: string, at: number): Cut | Unterminated {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = at;
  let depth = 0;
  for (let found = mark.exec(text); found !== null; found = mark.exec(text)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return { kind: 'comment', end: mark.lastIndex };
  }
  return { message: 'this comment has no closing */', offset: at };
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

/** The name that a word or quoted token stands for: folded to lower case, or as quoted. `null` for other tokens. */
export function nameOf(token: Token | undefined): string | null {
  if (token?.kind === 'word') return token.text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  if (token?.kind !== 'quoted') return null;
  const body = token.text.slice(token.text.indexOf('"') + 1, -1).replaceAll('""', '"');
  return /^u&/i.test(token.text) ? unescaped(body) : body;
}

function unescaped(body: string): string {
  return body.replace(/\\(?:(\\)|\+([0-9a-fA-F]{6})|([0-9a-fA-F]{4}))/g, (_all, slash, six, four) =>
    slash === undefined ? String.fromCodePoint(Number.parseInt(six ?? four, 16)) : '\\',
  );
}

/** Whether the token is that keyword, in any case; a quoted name is no keyword. */
export function isWord(token: Token | undefined, ...words: readonly string[]): boolean {
  return token?.kind === 'word' && words.includes(token.text.toLowerCase());
}
