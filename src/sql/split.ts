import { isWord, type Token, tokenize } from './lexer.js';

export interface Comment {
  /** As written, with its `--` or slash and star. */
  readonly text: string;
  /** UTF-16 offset in the file. */
  readonly start: number;
}

export interface Statement {
  /** Without leading comments and without the semicolon. */
  readonly sql: string;
  /** UTF-16 offset of `sql` in the file. */
  readonly start: number;
  /** The comments between the statement before (from the line after it) and this one. */
  readonly comments: readonly Comment[];
}

export interface Split {
  readonly statements: readonly Statement[];
  /** Comments between statements that are before none: behind one, on its line, and at the end. */
  readonly strays: readonly Comment[];
  /** The first thing that makes the rest unreadable: an open quote, a psql command, a binary file. */
  readonly error?: { readonly message: string; readonly offset: number; readonly hint?: string };
}

/** Cuts a .sql file at its top-level semicolons, as psql does: whatever is inside is not judged. */
export function splitStatements(text: string): Split {
  const nul = text.indexOf('\0');
  if (nul >= 0)
    return {
      statements: [],
      strays: [],
      error: { message: 'this is no text: it holds a NUL character', offset: nul },
    };
  const from = text.startsWith('\ufeff') ? 1 : 0;
  const { tokens, error: open } = tokenize(from === 1 ? ` ${text.slice(1)}` : text);
  const statements: Statement[] = [];
  const strays: Comment[] = [];
  let part = new Part();
  let passed = 0;
  for (const token of tokens) {
    if (token.start < passed) continue;
    if (token.kind === 'backslash') {
      passed = part.first === null ? restrictEnd(text, token.start) : 0;
      if (passed > 0) continue;
      return { statements, strays, error: psqlCommand(text, token.start) };
    }
    if (token.text === ';' && part.complete) {
      part.endInto(statements, strays, text);
      if (part.takesRows) {
        // Rows are no state: the statement is left out with them, as pg_dump's own files hold them.
        const end = rowsEnd(text, token.end);
        const rest = splitStatements(' '.repeat(end) + text.slice(end));
        return {
          ...rest,
          statements: [...statements.slice(0, -1), ...rest.statements],
          strays: [...strays, ...rest.strays],
        };
      }
      part = new Part(token.end);
    } else part.add(token, text);
  }
  if (open !== undefined) return { statements, strays, error: open };
  part.endInto(statements, strays, text);
  return { statements, strays };
}

/** Behind the line that pg_dump puts around a dump so that psql runs no other command; 0 where it is none. */
function restrictEnd(text: string, from: number): number {
  const line = /\\(?:un)?restrict[ \t]+\w+[ \t]*\r?$/my;
  line.lastIndex = from;
  return line.exec(text) === null ? 0 : line.lastIndex;
}

const HINTS: readonly (readonly [RegExp, string])[] = [
  [
    /^\\(ir?|include\w*)\b/,
    'put that file under state/ as well: all files there are read, whatever their order',
  ],
  [/^\\c(onnect)?\b/, 'an environment names its database: keep the statements of one database here'],
  [/^\\copy\b/, 'rows are no state: leave it out'],
];

function psqlCommand(text: string, offset: number): NonNullable<Split['error']> {
  const found = HINTS.find(([pattern]) => pattern.test(text.slice(offset, offset + 20)));
  const hint = found?.[1] ?? 'leave it out: state is SQL alone';
  return { message: 'psql commands are not supported in state', offset, hint };
}

/** Where the rows behind COPY … FROM stdin end: after the line with a backslash and a period, or with the file. */
function rowsEnd(text: string, from: number): number {
  const line = /^\\\.[ \t]*\r?$/gm;
  line.lastIndex = from;
  return line.exec(text) === null ? text.length : line.lastIndex;
}

/** The statement being read. Counts as psql's lexer does: parentheses, and BEGIN … END inside CREATE FUNCTION. */
class Part {
  first: Token | null = null;
  private last: Token | null = null;
  private readonly comments: Token[] = [];
  private readonly behind: Token[] = [];
  private readonly words: string[] = [];
  private routine = false;
  private parentheses = 0;
  private blocks = 0;
  private copy = false;
  private tail: Token | null = null;

  constructor(private readonly after: number | null = null) {}

  get complete(): boolean {
    return this.parentheses === 0 && this.blocks === 0;
  }

  get takesRows(): boolean {
    return this.copy;
  }

  add(token: Token, text: string): void {
    if (token.kind === 'comment') {
      if (this.first === null) (this.sameLine(token, text) ? this.behind : this.comments).push(token);
      return;
    }
    this.first ??= token;
    this.last = token;
    if (token.text === '(') this.parentheses++;
    else if (token.text === ')') this.parentheses = Math.max(0, this.parentheses - 1);
    else if (token.kind === 'word') this.addWord(token);
    this.tail = token;
  }

  private addWord(token: Token): void {
    if (
      isWord(this.first ?? undefined, 'copy') &&
      isWord(token, 'stdin') &&
      isWord(this.tail ?? undefined, 'from')
    ) {
      this.copy = true;
    }
    if (this.words.length < 4) {
      this.words.push(token.text.toLowerCase());
      this.routine = /^create (or replace )?(function|procedure)\b/.test(this.words.join(' '));
    }
    if (this.parentheses > 0 || !this.routine) return;
    if (isWord(token, 'begin')) this.blocks++;
    else if (isWord(token, 'case') && this.blocks > 0) this.blocks++;
    else if (isWord(token, 'end') && this.blocks > 0) this.blocks--;
  }

  /** A comment behind the last statement, on its line, belongs to that one. */
  private sameLine(token: Token, text: string): boolean {
    return this.after !== null && !text.slice(this.after, token.start).includes('\n');
  }

  endInto(statements: Statement[], strays: Comment[], text: string): void {
    const written = ({ text, start }: Token): Comment => ({ text, start });
    strays.push(...this.behind.map(written));
    if (this.first === null || this.last === null) {
      strays.push(...this.comments.map(written));
      return;
    }
    statements.push({
      sql: text.slice(this.first.start, this.last.end),
      start: this.first.start,
      comments: this.comments.map(written),
    });
  }
}
