import type { Problem } from '../model/errors.js';
import { type Comment, isWord, nameOf, type Statement, type Token, tokenize } from '../sql/index.js';
import { dottedName, withoutArguments } from './names.js';
import { nearest } from './nearest.js';
import type { Source } from './source.js';
import type { DeclaredRef, ObjectRef } from './state.js';

const KNOWN = ['renamed_from'];

/** `-- reconcile: renamed_from NAME` before a statement: earlier names, oldest first, as YAML's key has them. */
export function directives(
  source: Source,
  comments: readonly Comment[],
  object: ObjectRef | undefined,
): { renamedFrom: string[]; problems: Problem[] } {
  const renamedFrom: string[] = [];
  const problems: Problem[] = [];
  for (const comment of comments) {
    const found = /^(--\s*reconcile:\s*)(\S*)(\s*)(.*?)\s*$/.exec(comment.text);
    if (found === null) continue;
    const [, head = '', word = '', space = '', written = ''] = found;
    const name = object?.arguments == null ? written : withoutArguments(written);
    const fail = (message: string, within: number, hint?: string): void => {
      problems.push(source.problem('bad-directive', message, comment.start + within, hint));
    };
    const argument = head.length + word.length + space.length;
    if (!KNOWN.includes(word)) {
      const near = nearest(word, KNOWN);
      fail(
        `there is no directive ${word}`,
        head.length,
        near ? `did you mean ${near}?` : 'known: -- reconcile: renamed_from NAME',
      );
    } else if (object === undefined) {
      fail(
        'renamed_from stands before a statement that creates one named object, or before a column or constraint in its list',
        head.length,
      );
    } else {
      const { name: dotted, error } = dottedName(unquoted(name));
      if (error !== null) fail(error.message, argument, error.hint);
      else if (dotted.name === object.name && (dotted.schema ?? object.schema) === object.schema) {
        fail(`${name} is the name it has now`, argument, 'renamed_from holds earlier names only');
      } else
        renamedFrom.push(
          dotted.schema === null || dotted.schema === object.schema ? dotted.name : unquoted(name),
        );
    }
  }
  return { renamedFrom, problems };
}

/** What is written as a directive where it is none: behind a statement or an entry of a list, or at the end of a file. */
export const strayDirectives = (source: Source, comments: readonly Comment[]): Problem[] =>
  comments
    .filter(({ text }) => /^--\s*reconcile:/.test(text))
    .map(({ start }) =>
      source.problem(
        'bad-directive',
        'this directive stands behind something, or before nothing',
        start,
        'put it on a line of its own, directly before what it is about',
      ),
    );

/** In .sql a name may come as SQL quotes it. */
function unquoted(name: string): string {
  const inner = /^"((?:[^"]|"")+)"$/.exec(name)?.[1];
  return inner === undefined || inner.includes('.') ? name : inner.replaceAll('""', '"');
}

/** The same before a column or a named constraint in the list of CREATE TABLE: declarations of those. */
export function innerDirectives(
  source: Source,
  statement: Statement,
  table: ObjectRef | undefined,
): { declared: DeclaredRef[]; problems: Problem[] } {
  const declared: DeclaredRef[] = [];
  const problems: Problem[] = [];
  if (table?.kind !== 'table' || !statement.sql.includes('reconcile:')) return { declared, problems };
  let comments: Comment[] = [];
  let depth = 0;
  const { tokens } = tokenize(statement.sql);
  for (const [at, token] of tokens.entries()) {
    if (token.kind === 'comment') {
      const comment = { text: token.text, start: statement.start + token.start };
      const before = tokens.slice(0, at).findLast((one) => one.kind !== 'comment');
      const behind = before?.text === ',' && !statement.sql.slice(before.end, token.start).includes('\n');
      if (depth === 1 && behind) problems.push(...strayDirectives(source, [comment]));
      else if (depth === 1) comments.push(comment);
      continue;
    }
    if (comments.length > 0) {
      const ref = partAt(tokens, at, table);
      const found = directives(source, comments, ref);
      problems.push(...found.problems);
      if (ref !== undefined && found.renamedFrom.length > 0)
        declared.push(declaration(ref, source, statement.start + token.start, found.renamedFrom));
      comments = [];
    }
    if (token.text === '(') depth++;
    if (token.text === ')') depth--;
  }
  return { declared, problems };
}

/** Begin an entry that has no name to say. */
const UNNAMED = ['primary', 'unique', 'check', 'foreign', 'exclude', 'like'];

/** What the token at a place of the list begins: a column, or a constraint by its name. */
function partAt(tokens: readonly Token[], at: number, table: ObjectRef): ObjectRef | undefined {
  const before = tokens.slice(0, at).findLast((token) => token.kind !== 'comment');
  if (before?.text !== '(' && before?.text !== ',') return undefined;
  if (UNNAMED.some((word) => isWord(tokens[at], word))) return undefined;
  const named = isWord(tokens[at], 'constraint');
  const name = nameOf(tokens[named ? at + 1 : at]);
  if (name === null) return undefined;
  return {
    kind: named ? 'constraint' : 'column',
    schema: table.schema,
    table: table.name,
    name,
    arguments: null,
  };
}

function declaration(
  ref: ObjectRef,
  source: Source,
  offset: number,
  renamedFrom: readonly string[],
): DeclaredRef {
  return {
    ref,
    at: source.position(offset),
    text: null,
    attributes: 'all',
    sections: 'all',
    owner: null,
    grants: false,
    comment: false,
    renamedFrom,
    partial: false,
  };
}
