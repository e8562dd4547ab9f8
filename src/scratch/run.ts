import type { Session } from '../database/session.js';
import { isKind, kindOf } from '../kinds/registry.js';
import type { StateStatement } from '../manifest/state.js';
import { UserError } from '../model/errors.js';
import { nameOf, tokenize } from '../sql/index.js';
import { offsetsOf } from '../sql/offsets.js';
import { type Failure, problemOf, recover } from './failures.js';
import { mentioned } from './mentioned.js';
import { MISSING_CODES } from './standin.js';

/** How statements are run: with what search_path, as whom, and what follows each. */
export interface Runner {
  readonly session: Session;
  readonly searchPath: string;
  /** The role to act as; `null`: the scratch's own. */
  roleFor(statement: StateStatement): string | null;
  /**
   * Has another role run a statement from now on, where the one in force lacks a privilege that it may have in the live
   * database; whether there is another.
   */
  yields?(statement: StateStatement): boolean;
  /** Text to run in place of the statement; `null`: nothing. */
  textOf(statement: StateStatement): string | null;
  /** More statements once this one has run (default privileges of a schema that is there now). */
  after(statement: StateStatement): string[];
  /**
   * Runs a statement that ends its own transactions (a DO that commits) outside of the scratch's; `head` sets role and
   * search_path for a transaction. `null`: this scratch must stay in one transaction.
   */
  readonly outside: ((head: string, text: string) => Promise<void>) | null;
  /** Ends the transaction and begins another, so that locks do not add up: a server holds a few thousand. */
  renew(): Promise<void>;
  /** Takes what nothing can mend. Absent: it is thrown as the user's problem. */
  readonly refused?: (failures: readonly Failure[]) => void;
}

/** Statements sent together while nothing fails. */
const CHUNK = 40;
/** Statements between two transactions: each makes a handful of objects, which are locked till then. */
const TRANSACTION = 1000;
/** invalid_transaction_termination: the statement commits or rolls back itself. */
const COMMITS = '2D000';
/** insufficient_privilege */
export const FORBIDDEN = '42501';
/** unsafe_new_enum_value_usage, until it is committed. */
const UNCOMMITTED = '55P04';
/** cannot_coerce, datatype_mismatch: a cast may be missing. */
const CONVERSIONS = new Set(['42846', '42804']);
/** "It exists already": no error for what state may find there (roles, extensions, schemas). */
const EXISTS = new Set(['42710', '42P06']);
const FINDS = new Set(['role', 'extension', 'schema', 'language']);

/** Runs statements in order; those that miss something are put off until nothing more can be made. Returns the rest. */
export async function runAll(runner: Runner, statements: readonly StateStatement[]): Promise<Failure[]> {
  let pending = statements;
  let failures: Failure[] = [];
  let open = 0;
  // Off once nothing is left but what waits for each other.
  let patient = true;
  for (;;) {
    failures = [];
    for (let at = 0; at < pending.length; ) {
      if (open >= TRANSACTION) {
        await runner.renew();
        open = 0;
      }
      const head = setting(runner, pending[at]);
      const size = failures.some(({ statement }) => isFound(statement)) ? 1 : CHUNK;
      let end = at + 1;
      while (end < pending.length && end - at < size && setting(runner, pending[end]) === head) end++;
      const chunk = pending.slice(at, end);
      failures.push(...(await runChunk(runner, head, chunk, failures, patient)));
      if (size === 1) failures = await retried(runner, failures, chunk);
      open += end - at;
      at = end;
    }
    const finding = failures.some(({ statement }) => isFound(statement));
    const hard = failures.filter(
      ({ code }) => !MISSING_CODES.has(code) && !(finding && CONVERSIONS.has(code)),
    );
    if (hard.length > 0 && runner.refused === undefined) throw new UserError(hard.map(problemOf));
    if (hard.length > 0) runner.refused?.(hard);
    failures = failures.filter((failure) => !hard.includes(failure));
    const stuck = failures.length === pending.length;
    if (failures.length === 0 || (stuck && (!patient || !failures.some(({ message }) => message === WAITS))))
      return failures;
    patient = !stuck;
    pending = failures.map((failure) => failure.statement);
  }
}

/** Whether a statement makes what PostgreSQL finds by itself: what comes behind it may not be run before it. */
const isFound = ({ creates }: StateStatement): boolean =>
  creates.some(({ kind }) => isKind(kind) && kindOf(kind).foundByUse !== undefined);

/**
 * What is left once those that PostgreSQL finds by itself have been tried again, which are due as soon as they can be made:
 * where they missed what has just been made.
 */
async function retried(
  runner: Runner,
  failures: readonly Failure[],
  made: readonly StateStatement[],
): Promise<Failure[]> {
  const names = made.flatMap(({ creates }) => creates.map(({ name }) => name));
  const left: Failure[] = [];
  for (const failure of failures) {
    const due = isFound(failure.statement) && names.some((name) => failure.message.includes(name));
    const again = due ? await runOne(runner, failure.statement) : failure;
    if (again !== null) left.push(again);
  }
  return left;
}

function setting(runner: Runner, statement: StateStatement | undefined): string {
  if (statement === undefined) return '';
  const role = runner.roleFor(statement);
  // SET … FROM CURRENT keeps the path it is made under: PostgreSQL's own default, as psql would have it.
  const current = /\bfrom\s+current\b/i.test(statement.sql) ? '"$user", public' : runner.searchPath;
  const path = statement.searchPath ?? current;
  return `set local role ${role === null ? 'none' : `"${role.replaceAll('"', '""')}"`}; set local search_path to ${path}`;
}

/** A statement's text with what follows it; `null` where nothing is run. */
function whole(runner: Runner, statement: StateStatement): string | null {
  const text = runner.textOf(statement);
  return text === null ? null : [text, ...runner.after(statement)].join('\n;\n');
}

/** An index, or a key, that is made on its table alone, and what would get a copy of it when it comes later. */
const ON_ONLY = /^\s*(create\s+(unique\s+)?index\b[^('"]*\bon\s+only|alter\s+table\s+only)\b/i;
const WAITS = 'a partition is missing';
const TIES = /\bpartition\s+of\b|^\s*alter\s+table\b.*\battach\s+partition\b/is;

/**
 * What a statement does to a shell would be gone once that is made whole, and partitions that were put off would get what
 * their table shall have alone: it waits. `null`: it need not.
 */
function waits(statement: StateStatement, failures: readonly Failure[], patient: boolean): Failure | null {
  const table = statement.creates[0]?.table ?? statement.alters?.[0]?.table ?? statement.alters?.[0]?.name;
  const tie = ({ statement: { sql } }: Failure): boolean =>
    TIES.test(sql) && tokenize(sql).tokens.some((token) => nameOf(token) === table);
  if (patient && ON_ONLY.test(statement.sql) && !TIES.test(statement.sql) && failures.some(tie))
    return { statement, code: '42704', message: WAITS, offset: null, hint: null };
  const shell = failures
    .flatMap((failure) => failure.statement.creates)
    .find(
      ({ kind, schema, name }) =>
        isKind(kind) &&
        kindOf(kind).shell === true &&
        statement.alters?.some((ref) => ref.schema === schema && ref.name === name) === true,
    );
  if (shell === undefined || statement.creates.length > 0) return null;
  return { statement, code: '42704', message: `"${shell.name}" is only a shell`, offset: null, hint: null };
}

async function runChunk(
  runner: Runner,
  head: string,
  chunk: readonly StateStatement[],
  before: readonly Failure[],
  patient: boolean,
): Promise<Failure[]> {
  const texts = chunk.flatMap((statement) => whole(runner, statement) ?? []);
  if (texts.length === 0) return [];
  // By itself: of a text with a syntax error in it the server runs nothing at all.
  if (!chunk.some((statement) => waits(statement, before, patient))) {
    await runner.session.run('savepoint chunk');
    try {
      await runner.session.run(`${head}; ${texts.join('\n;\n')}\n; release savepoint chunk`);
      return [];
    } catch (error) {
      await recover(runner.session, error, 'chunk');
    }
  }
  let failures: Failure[] = [];
  for (const statement of chunk) {
    const failure = waits(statement, [...before, ...failures], patient) ?? (await runOne(runner, statement));
    if (failure !== null) failures.push(failure);
    else failures = await retried(runner, failures, [statement]);
  }
  return failures;
}

async function runOne(runner: Runner, statement: StateStatement, renewed?: true): Promise<Failure | null> {
  const head = setting(runner, statement);
  const text = whole(runner, statement);
  const before = `${head}; `;
  if (text === null) return null;
  await runner.session.run('savepoint one');
  try {
    await runner.session.run(`${before}${text}\n; release savepoint one`);
    return null;
  } catch (error) {
    const said = await recover(runner.session, error, 'one');
    if (said.code === COMMITS && runner.outside !== null) {
      await runner.outside(head, text);
      return null;
    }
    if (said.code === FORBIDDEN && runner.yields?.(statement) === true) return runOne(runner, statement);
    if (said.code === UNCOMMITTED && renewed === undefined) {
      await runner.renew();
      return runOne(runner, statement, true);
    }
    const finds = statement.creates.some((ref) => FINDS.has(ref.kind));
    if (finds && EXISTS.has(said.code)) return null;
    const lead = before.length + Math.max(0, text.indexOf(statement.sql));
    const offset =
      said.position === null ? null : offsetsOf(before + text).fromCharacter(said.position - 1) - lead;
    return {
      statement,
      code: said.code,
      message: said.message,
      offset:
        offset !== null && offset >= 0 ? offset : mentioned(statement, [said.message, said.detail ?? '']),
      hint: said.hint ?? said.detail,
    };
  }
}
