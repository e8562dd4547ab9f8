import type { Session } from '../database/session.js';
import type { StateStatement } from '../manifest/state.js';
import { type Problem, userError } from '../model/errors.js';
import { adviceFor } from './advice.js';
import { missingNames } from './standin.js';

/** What the server said of one statement. */
export interface Failure {
  readonly statement: StateStatement;
  readonly code: string;
  readonly message: string;
  /** 0-based UTF-16 offset into the statement. */
  readonly offset: number | null;
  readonly hint: string | null;
}

interface Said {
  code: string;
  message: string;
  position: number | null;
  hint: string | null;
  detail: string | null;
}

/** Goes back to a savepoint after a server error; any other error is thrown on. */
export async function recover(session: Session, error: unknown, savepoint: string): Promise<Said> {
  const said = serverError(error);
  if (said === null || session.broken) throw error;
  if (said.code.startsWith('53'))
    throw userError('resources', `The scratch's server ran out of something: ${said.message}`, {
      hint: said.hint ?? 'build state elsewhere: scratch: embedded',
    });
  await session.run(`rollback to savepoint ${savepoint}`);
  return said;
}

/** What a server's error says; `null` where the error is not the server's. */
export function serverError(error: unknown): Said | null {
  if (
    !(error instanceof Error) ||
    !('code' in error) ||
    typeof error.code !== 'string' ||
    !/^[0-9A-Z]{5}$/.test(error.code)
  )
    return null;
  const position =
    'position' in error && error.position !== undefined && error.position !== null
      ? Number(error.position)
      : null;
  const hint = 'hint' in error && typeof error.hint === 'string' ? error.hint : null;
  const detail = 'detail' in error && typeof error.detail === 'string' ? error.detail : null;
  return {
    code: error.code,
    message: error.message,
    position: position === null || Number.isNaN(position) ? null : position,
    hint,
    detail,
  };
}

/** A server's complaint as the user's problem, at its place in the user's file. */
export function problemOf(failure: Failure): Problem {
  const { statement } = failure;
  const at = failure.offset === null ? statement.at : statement.locate(failure.offset);
  return {
    code: `sql_${failure.code}`,
    message: failure.message,
    at,
    source: statement.line(at),
    hint: failure.hint ?? adviceFor(failure.code),
  };
}

/** Failures without those that only follow from another: they miss what a failed statement was to make. */
export function causes(failures: readonly Failure[]): readonly Failure[] {
  const unmade = new Set(failures.flatMap(({ statement }) => statement.creates.map((ref) => ref.name)));
  const own = failures.filter(
    (failure) => !missingNames(failure.message).some(({ name }) => unmade.has(name)),
  );
  return own.length > 0 ? own : failures.map((failure) => inTurn(failure, failures));
}

/** What state declares, and cannot be made before this, which it cannot do without. */
function inTurn(failure: Failure, failures: readonly Failure[]): Failure {
  const missing = ({ message }: Failure): Failure | undefined => {
    const names = new Set(missingNames(message).map(({ name }) => name));
    return failures.find(({ statement }) => statement.creates.some(({ name }) => names.has(name)));
  };
  const other = missing(failure);
  const passed = new Set<Failure>();
  let next = other;
  for (; next !== undefined && next !== failure && !passed.has(next); next = missing(next)) passed.add(next);
  if (other === undefined || next !== failure) return failure;
  const { file, line, column } = other.statement.at;
  return { ...failure, hint: `state makes it at ${file}:${line}:${column}, which needs this one in turn` };
}
