import type { Problem } from '../model/errors.js';
import type { ObjectId } from '../model/id.js';
import type { Position } from '../model/position.js';

/** A reference to an object before any server has seen it: a routine's argument types are still the user's text. */
export interface ObjectRef extends Omit<ObjectId, 'arguments'> {
  /** Argument types as SQL text to be resolved by to_regprocedure; `null` for non-routines or where the name alone must do. */
  readonly arguments: string | null;
}

/** What a state says of one object, before the scratch: becomes a Declaration when the object has been read back. */
export interface DeclaredRef {
  readonly ref: ObjectRef;
  readonly at: Position;
  /** The whole creating statement in the user's own words, where one statement makes exactly this object. */
  readonly text: string | null;
  readonly attributes: 'all' | ReadonlySet<string>;
  readonly sections: 'all' | ReadonlySet<string>;
  /** The owner that is declared; `null` where none is. */
  readonly owner: string | null;
  readonly grants: boolean;
  readonly comment: boolean;
  readonly renamedFrom: readonly string[];
  /** Its owner and privileges are those of this object. */
  readonly like?: ObjectRef;
  /** For a doc with only some sections (policies on another tool's table): the object itself is not created by state. */
  readonly partial: boolean;
  /** CREATE OR REPLACE, IF NOT EXISTS: may stand beside another declaration of the same object. */
  readonly replaces?: boolean;
}

/** What may be done with a statement in a scratch on the user's own server. */
export type StatementClass =
  /** Database-local CREATE, ALTER, COMMENT, GRANT, REVOKE, SET: run in either scratch. */
  | 'local'
  /** Roles, tablespaces, ALTER DATABASE/SYSTEM, OWNER TO, COPY: modelled from the parse tree, never run. */
  | 'modelled'
  /** DO, SELECT, CALL, INSERT, or unknown: only in the embedded scratch. */
  | 'other';

/** One statement of the desired state, in the order of its file. */
export interface StateStatement {
  readonly sql: string;
  readonly class: StatementClass;
  readonly at: Position;
  /** The position in the user's file of a 0-based UTF-16 offset in `sql`. */
  locate(offset: number): Position;
  /** The source line's text at a position, for code frames. */
  line(position: Position): string;
  /** What it creates, first of all the object that it declares. */
  readonly creates: readonly ObjectRef[];
  /** Existing objects that it changes, first of all the one whose owner must run it. */
  readonly alters?: readonly ObjectRef[];
  /** Its first words, where it acts on rows or on the server: no plan brings that about. */
  readonly untold?: string;
  /** search_path in force, as SQL text after `set search_path to`; `null` for the default. */
  readonly searchPath: string | null;
  /** Whose privileges are complete from here on, as GRANT calls it: default privileges have given it what its maker's say. */
  readonly bares?: string;
  /** Whom SET ROLE in a .sql file has made act. Absent: who connects. */
  readonly as?: string;
  /** Behind SET check_function_bodies = false: no body is checked. */
  readonly unchecked?: true;
  /** What the parser (PostgreSQL 16's grammar) says against it, for a server that refuses it as well. */
  readonly parserRefused?: Problem;
}

/** The desired state of one environment, loaded and checked, before any database is asked. */
export interface State {
  readonly statements: readonly StateStatement[];
  readonly declared: readonly DeclaredRef[];
}
