import { isWord, nameOf, type Token, tokenize } from '../lexer.js';
import { declaration } from './declare.js';
import { behindTarget, find, findWord } from './seek.js';

/** A piece of SQL in a PL/pgSQL body. `sql.slice(lead)` stands at `start` in the body, length for length. */
export interface Fragment {
  readonly sql: string;
  readonly lead: number;
  readonly start: number;
}

export interface PlpgsqlParts {
  readonly fragments: readonly Fragment[];
  /** Tokens of expressions that are run as SQL (EXECUTE …). */
  readonly executed: readonly (readonly Token[])[];
  /** Names of variables, cursors and loop targets: they are no functions and no relations. */
  readonly variables: ReadonlySet<string>;
  /** `table.column%TYPE` and `table%ROWTYPE`. */
  readonly relations: readonly { names: readonly string[]; offset: number }[];
  readonly tokens: readonly Token[];
}

/**
 * Takes a PL/pgSQL body apart by its words. The real parser cannot be asked: it refuses bodies whose
 * variables have types that it does not know, and tells no positions.
 */
export function plpgsqlParts(body: string): PlpgsqlParts {
  return new Reader(body).read();
}

/** Reads one statement after the other; blocks and loops are flat, as only what is between their words matters. */
class Reader {
  private readonly tokens: Token[];
  private at = 0;
  private readonly fragments: Fragment[] = [];
  private readonly executed: Token[][] = [];
  private readonly variables = new Set<string>(['new', 'old']);
  private readonly relations: { names: readonly string[]; offset: number }[] = [];

  constructor(private readonly body: string) {
    this.tokens = tokenize(body).tokens.filter((token) => token.kind !== 'comment');
  }

  read(): PlpgsqlParts {
    while (this.at < this.tokens.length) {
      const before = this.at;
      this.statement();
      if (this.at === before) this.at++;
    }
    const { fragments, executed, variables, relations, tokens } = this;
    return { fragments, executed, variables, relations, tokens };
  }

  private statement(): void {
    const word = this.tokens[this.at];
    if (word?.text === ';' || isWord(word, 'begin', 'else', 'exception', 'loop', 'then')) this.at++;
    else if (word?.text === '<<') this.at = find(this.tokens, this.at, this.tokens.length, '>>') + 1;
    else if (isWord(word, 'declare')) this.declarations();
    else if (this.isAssignment()) this.assignment();
    else if (isWord(word, 'if', 'elsif', 'elseif', 'when')) this.condition('then');
    else if (isWord(word, 'while')) this.condition('loop');
    else if (isWord(word, 'for')) this.loop();
    else if (isWord(word, 'foreach')) this.each();
    else if (isWord(word, 'case')) this.condition('when', false);
    else this.simple(find(this.tokens, this.at, this.tokens.length, ';'));
  }

  /** A statement that ends at a semicolon. */
  private simple(end: number): void {
    const [from, word, next] = [this.at, this.tokens[this.at], this.tokens[this.at + 1]];
    this.at = end + 1;
    if (
      isWord(word, 'end', 'null', 'get', 'close', 'fetch', 'move', 'commit', 'rollback', '#variable_conflict')
    )
      return;
    if (isWord(word, 'perform', 'assert')) this.expression(from + 1, end);
    else if (isWord(word, 'exit', 'continue'))
      this.expression(findWord(this.tokens, from, end, 'when') + 1, end);
    else if (isWord(word, 'return') && isWord(next, 'query')) this.query(from + 2, end);
    else if (isWord(word, 'return')) this.expression(from + (isWord(next, 'next') ? 2 : 1), end);
    else if (isWord(word, 'execute')) this.execute(from + 1, end);
    else if (isWord(word, 'raise')) this.raise(from + 1, end);
    else if (isWord(word, 'open')) this.open(from + 1, end);
    else this.sql(from, end);
  }

  private declarations(): void {
    this.at++;
    while (this.at < this.tokens.length && !isWord(this.tokens[this.at], 'begin')) {
      const end = find(this.tokens, this.at, this.tokens.length, ';');
      const found = declaration(this.tokens.slice(this.at, end));
      if (found.name !== null) this.variables.add(found.name);
      if (found.relation !== null) this.relations.push(found.relation);
      const from = (offset: number | null) => (offset === null ? end : this.at + offset);
      if (found.type !== null) this.wrap('select null::', from(found.type[0]), from(found.type[1]));
      this.expression(from(found.value), end);
      this.query(from(found.query), end);
      this.at = end + 1;
    }
  }

  /** `name[.field | [index]]… := …`, or with a plain `=`. */
  private isAssignment(): boolean {
    const target = this.tokens[this.at];
    if (nameOf(target) === null && target?.kind !== 'parameter') return false;
    return this.isSign(this.tokens[behindTarget(this.tokens, this.at)]);
  }

  private isSign(token: Token | undefined): boolean {
    return token?.text === ':=' || token?.text === '=';
  }

  private assignment(): void {
    const end = find(this.tokens, this.at, this.tokens.length, ';');
    const sign = behindTarget(this.tokens, this.at);
    this.expression(sign + 1, end);
    this.at = end + 1;
  }

  private condition(until: string, take = true): void {
    const end = findWord(this.tokens, this.at + 1, this.tokens.length, until);
    this.expression(this.at + 1, end);
    this.at = take ? end + 1 : end;
  }

  /** FOR target IN { query | EXECUTE … | cursor | [REVERSE] from .. to [BY step] } LOOP */
  private loop(): void {
    const begin = findWord(this.tokens, this.at, this.tokens.length, 'in');
    const end = findWord(this.tokens, begin, this.tokens.length, 'loop');
    for (const token of this.tokens.slice(this.at + 1, begin)) this.variables.add(nameOf(token) ?? '');
    this.at = end + 1;
    const range = find(this.tokens, begin, end, '..');
    if (range < end) {
      this.expression(begin + (isWord(this.tokens[begin + 1], 'reverse') ? 2 : 1), range);
      const by = findWord(this.tokens, range, end, 'by');
      this.expression(range + 1, by);
      this.expression(by + 1, end);
    } else if (isWord(this.tokens[begin + 1], 'execute')) this.execute(begin + 2, end);
    else if (
      isWord(
        this.tokens[begin + 1],
        'select',
        'with',
        'values',
        'insert',
        'update',
        'delete',
        'table',
        'merge',
      )
    ) {
      this.sql(begin + 1, end);
    } else if (this.tokens[begin + 1]?.text === '(') this.sql(begin + 1, end);
    else this.expression(begin + 1, end);
  }

  private each(): void {
    const begin = findWord(this.tokens, this.at, this.tokens.length, 'array');
    const end = findWord(this.tokens, begin, this.tokens.length, 'loop');
    this.expression(begin + 1, end);
    this.at = end + 1;
  }

  private query(from: number, end: number): void {
    if (isWord(this.tokens[from], 'execute')) this.execute(from + 1, end);
    else this.sql(from, end);
  }

  private execute(from: number, end: number): void {
    const stop = Math.min(
      findWord(this.tokens, from, end, 'into'),
      findWord(this.tokens, from, end, 'using'),
    );
    this.expression(from, stop);
    this.executed.push(this.tokens.slice(from, stop));
    this.expression(findWord(this.tokens, stop, end, 'using') + 1, end);
  }

  /** RAISE [level] 'format', expression, … [USING option = expression, …] */
  private raise(from: number, end: number): void {
    const using = findWord(this.tokens, from, end, 'using');
    this.expression(find(this.tokens, from, using, ',') + 1, using);
    this.expression(using + 1, end);
  }

  private open(from: number, end: number): void {
    const query = findWord(this.tokens, from, end, 'for');
    if (query < end) this.query(query + 1, end);
    else this.expression(from + 1, end);
  }

  private expression(from: number, end: number): void {
    this.wrap('select ', from, end);
  }

  /** A statement of SQL, with what is behind INTO taken out. */
  private sql(from: number, end: number): void {
    const into = this.intoTargets(from, end);
    this.wrap('', from, end, into);
  }

  /** Token range of `INTO [STRICT] target, …` at the statement's own level; INSERT INTO and MERGE INTO are not meant. */
  private intoTargets(from: number, end: number): [number, number] | null {
    const into = findWord(this.tokens, from, end, 'into');
    if (into >= end) return null;
    if (isWord(this.tokens[into - 1], 'insert', 'merge')) return this.intoTargets(into + 1, end);
    let at = into + (isWord(this.tokens[into + 1], 'strict') ? 2 : 1);
    for (;;) {
      at = behindTarget(this.tokens, at);
      if (this.tokens[at]?.text !== ',') return [into, Math.min(at, end)];
      at++;
    }
  }

  private wrap(lead: string, from: number, end: number, blank: [number, number] | null = null): void {
    const [first, last] = [this.tokens[from], this.tokens[end - 1]];
    if (first === undefined || last === undefined || from >= end) return;
    let sql = this.body.slice(first.start, last.end);
    const [start, stop] = [this.tokens[blank?.[0] ?? -1]?.start, this.tokens[(blank?.[1] ?? 0) - 1]?.end];
    if (start !== undefined && stop !== undefined) {
      const gap = ' '.repeat(stop - start);
      sql = sql.slice(0, start - first.start) + gap + sql.slice(stop - first.start);
    }
    this.fragments.push({ sql: lead + sql, lead: lead.length, start: first.start });
  }
}
