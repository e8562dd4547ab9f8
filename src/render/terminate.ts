/** How a text ends for the SQL lexer. */
interface Ending {
  /** The last character that is neither white space nor comment; empty where there is none. */
  readonly last: string;
  /** Whether the text ends inside a `--` comment. */
  readonly inLineComment: boolean;
}

/** One token at the sticky position (PostgreSQL manual, "Lexical Structure"); block comments nest and are read by hand. */
const TOKEN =
  /--[^\n\r]*|\/\*|[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\s+|[\s\S]/uy;

function afterBlockComment(sql: string, from: number): number {
  let depth = 1;
  let at = from;
  while (depth > 0 && at < sql.length) {
    if (sql.startsWith('/*', at)) {
      depth += 1;
      at += 2;
    } else if (sql.startsWith('*/', at)) {
      depth -= 1;
      at += 2;
    } else at += 1;
  }
  return at;
}

function endingOf(sql: string): Ending {
  const token = new RegExp(TOKEN);
  let last = '';
  let inLineComment = false;
  for (let match = token.exec(sql); match !== null && match[0] !== ''; match = token.exec(sql)) {
    const text = match[0];
    inLineComment = text.startsWith('--');
    if (text === '/*') token.lastIndex = afterBlockComment(sql, token.lastIndex);
    else if (/^\$(\w|[\u0080-\uffff])*\$$/.test(text)) {
      const end = sql.indexOf(text, token.lastIndex);
      token.lastIndex = end < 0 ? sql.length : end + text.length;
      last = '$';
    } else if (!inLineComment && text.trim() !== '') last = text.slice(-1);
  }
  return { last, inLineComment };
}

/** The statement with exactly the semicolon it needs: text may bring its own, or end in a comment. Empty text stays empty. */
export function terminate(sql: string): string {
  const text = sql.trimEnd();
  const { last, inLineComment } = endingOf(text);
  if (last === '' || last === ';') return text;
  return inLineComment ? `${text}\n;` : `${text};`;
}
