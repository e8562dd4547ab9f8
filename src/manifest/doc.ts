import type { Problem } from '../model/errors.js';
import { qualified } from '../model/id.js';
import type { Position } from '../model/position.js';
import { type ClauseError, readClause } from './clause.js';
import { dottedName, identifierError, type NameError } from './names.js';
import type { Source } from './source.js';
import { Sql } from './sql.js';
import type { DeclaredRef, ObjectRef, StateStatement } from './state.js';
import { Substitution, type Variables } from './substitute.js';
import { COMMENT_HINT } from './yaml/syntax.js';
import {
  type Entry,
  entry,
  get,
  items,
  type MapValue,
  type ScalarValue,
  scalar,
  type Value,
} from './yaml/tree.js';

/** What a file gives: collected over all documents. */
export interface Collected {
  readonly statements: StateStatement[];
  readonly declared: DeclaredRef[];
  readonly problems: Problem[];
  /** Statements without a word of the user's: their syntax need not be checked. */
  readonly own: Set<StateStatement>;
  /** What `${NAME}` stands for where a manifest may hold a secret; `null`: it is left as it is. */
  readonly variables: Variables | null;
}

export interface Named {
  readonly schema: string | null;
  readonly name: string;
  /** Quoted where needed, with its schema. */
  readonly sql: string;
}

/** One manifest document while it is turned into statements. */
export class Doc {
  readonly source: Source;
  /** Position of the kind's key: of the object as a whole. */
  readonly at: Position;

  constructor(
    readonly kind: string,
    readonly map: MapValue,
    /** Where names without a schema live. */
    readonly defaultSchema: string,
    private readonly into: Collected,
  ) {
    this.source = map.source;
    this.at = map.entries[0]?.at ?? map.at;
  }

  get(key: string): Value | undefined {
    return get(this.map, key);
  }

  has(key: string): boolean {
    return entry(this.map, key) !== undefined;
  }

  /** The offset of a position of this file. */
  offsetOf(at: Position): number {
    return this.source.lineStart(at.line) + at.column - 1;
  }

  sql(at: Position): Sql {
    return new Sql(this.source, this.offsetOf(at));
  }

  /** A scalar that may hold a secret, with its `${NAME}` filled in. Those that are not set are problems, unless they are left. */
  filled(value: ScalarValue | undefined, unset: 'problem' | 'left' = 'problem'): string {
    if (value === undefined) return '';
    const { variables, problems } = this.into;
    if (variables === null) return value.text;
    const substitution = new Substitution(this.source, variables, false, problems);
    if (unset === 'left' && substitution.unset(value) !== null) return value.text;
    return substitution.text(value) ?? '';
  }

  problem(code: string, message: string, at: Position, hint?: string): void {
    this.into.problems.push(this.source.problemAt(code, message, at, hint));
  }

  problemIn(code: string, message: string, value: ScalarValue, offset: number, hint?: string): void {
    this.problem(code, message, this.source.position(value.offset(offset)), hint);
  }

  /** The document's own name, in a schema. */
  inSchema(): Named {
    return this.schemaName(scalar(this.get(this.kind)), this.at);
  }

  /** A scalar read as `name` or `schema.name`. */
  schemaName(value: ScalarValue | undefined, at: Position): Named {
    const { name, error } = dottedName(value?.text ?? '');
    this.nameProblem(error, value, at);
    const schema = name.schema ?? this.defaultSchema;
    return { schema, name: name.name, sql: qualified(schema, name.name) };
  }

  /** A verbatim name that may stay without a schema: a collation, a type … */
  loose(value: ScalarValue): string {
    const { name, error } = dottedName(value.text);
    this.nameProblem(error, value, value.at);
    return qualified(name.schema, name.name);
  }

  /** Earlier names of a part, oldest first. */
  partRenamedFrom(part: Entry): string[] {
    return items(get(part.value, 'renamed_from')).flatMap((item) => {
      const value = scalar(item);
      if (value === undefined) return [];
      this.nameProblem(identifierError(value.text), value, value.at);
      if (value.text !== part.key) return [value.text];
      this.problem('renamed-from-itself', `${part.key} is the name it has now`, value.at, RENAMED_HINT);
      return [];
    });
  }

  /** The document's own name, where the kind lives in no schema: dots are ordinary characters. */
  plainName(): Named {
    const value = scalar(this.get(this.kind));
    const name = value?.text ?? '';
    this.nameProblem(identifierError(name), value, this.at);
    return { schema: null, name, sql: qualified(null, name) };
  }

  nameProblem(error: NameError | null, value: ScalarValue | undefined, at: Position): void {
    if (error === null) return;
    if (value === undefined || value.text === '')
      this.problem(error.code, error.message, value?.at ?? at, error.hint);
    else this.problemIn(error.code, error.message, value, error.offset, error.hint);
  }

  /** Checks a key that names a part of the object. */
  partName(name: string, at: Position): void {
    const error = identifierError(name);
    if (error !== null) this.problem(error.code, error.message, at, error.hint);
  }

  /**
   * Whether a scalar is one clause by itself: not empty, everything closed, no semicolon, no comment behind it.
   * `what` is its kind for messages; with `single`, a comma at the top would start a second one.
   */
  checkClause(value: ScalarValue, what: string, single = false): boolean {
    if (value.trailingComment !== null) {
      const at = this.source.position(value.trailingComment);
      this.problem('comment-behind-sql', 'a # comment behind unquoted SQL', at, COMMENT_HINT);
      return false;
    }
    if (value.text.trim() === '') {
      this.problem('empty-clause', `${what} must not be empty`, value.at);
      return false;
    }
    const { parts, error } = readClause(value.text);
    const comma = single
      ? parts.find(({ token, depth }) => depth === 0 && token.text === ',')?.token
      : undefined;
    const wrong: ClauseError | null =
      error ?? (comma === undefined ? null : { message: `${what} must be exactly one`, offset: comma.start });
    if (wrong === null) return true;
    const cut = value.plain && this.source.text[value.offset(value.text.length)] === ',';
    const hint = cut ? COMMA_HINT : clauseHint(wrong.message);
    this.problemIn('sql-syntax', wrong.message, value, wrong.offset, hint);
    return false;
  }

  statement(sql: Sql, at: Position, creates: readonly ObjectRef[], more?: Partial<StateStatement>): void {
    const statement: StateStatement = {
      sql: sql.text,
      class: 'local',
      at,
      locate: (offset) => this.source.position(sql.offset(offset)),
      line: (position) => this.source.line(position.line),
      creates,
      searchPath: this.defaultSchema === 'public' ? null : `${qualified(null, this.defaultSchema)}, public`,
      ...more,
    };
    this.into.statements.push(statement);
    if (sql.own) this.into.own.add(statement);
  }

  declare(ref: ObjectRef, at: Position, more: Partial<DeclaredRef>): void {
    this.into.declared.push({
      ref,
      at,
      text: null,
      attributes: 'all',
      sections: 'all',
      owner: null,
      grants: false,
      comment: false,
      renamedFrom: [],
      partial: false,
      ...more,
    });
  }
}

/** For SQL that YAML's flow style cut off at a comma. */
export const COMMA_HINT = 'inside { } and [ ] a comma ends the value: put the SQL in quotes';

export const RENAMED_HINT = 'renamed_from holds earlier names only';

function clauseHint(message: string): string | undefined {
  if (message.includes('exactly one')) return 'give each its own key';
  return message.includes('semicolon')
    ? 'leave it out: every entry is one clause of one statement'
    : undefined;
}

export function objectRef(
  kind: string,
  schema: string | null,
  name: string,
  more?: Partial<ObjectRef>,
): ObjectRef {
  return { kind, schema, table: null, name, arguments: null, ...more };
}
