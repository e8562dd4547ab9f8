import type { StateStatement } from '../manifest/state.js';
import { UserError } from '../model/errors.js';
import { causes, type Failure, problemOf } from './failures.js';
import type { Maker } from './maker.js';
import { type Runner, runAll } from './run.js';
import { MISSING_CODES, type Missing, missingNames } from './standin.js';

/**
 * Runs statements; what they miss and the live database has is stood in for. Throws UserError for what is left, which may
 * be for want of extensions that state has and the scratch has not (`lacking`).
 */
export async function runWithStandIns(
  runner: Runner,
  statements: readonly StateStatement[],
  maker: Maker,
  lacking: readonly string[] = [],
): Promise<void> {
  let failures = await runAll(runner, statements);
  while (failures.length > 0) {
    if (!(await maker.make(missingIn(failures)))) {
      if (runner.refused === undefined)
        throw new UserError(causes(failures).map((failure) => problemOf(hinted(failure, lacking))));
      runner.refused(failures);
      return;
    }
    failures = await runAll(
      runner,
      failures.map((failure) => failure.statement),
    );
  }
}

function hinted(failure: Failure, lacking: readonly string[]): Failure {
  if (failure.hint !== null || lacking.length === 0 || !MISSING_CODES.has(failure.code)) return failure;
  const names = `the extension${lacking.length > 1 ? 's' : ''} ${lacking.join(', ')}`;
  const hint = `state is built where ${names} cannot be made: say scratch: server, or the URL of a server that has what is missing`;
  return { ...failure, hint };
}

/** What the failures miss, but for what one of them would make itself; routines may be missed under other arguments. */
function missingIn(failures: readonly Failure[]): Missing[] {
  const own = failures.flatMap(({ statement }) =>
    statement.creates.filter((ref) => ref.arguments === null && ref.table === null),
  );
  return failures
    .flatMap(({ message }) => missingNames(message))
    .filter(
      (one) =>
        !own.some(({ schema, name }) => name === one.name && (one.schema === null || one.schema === schema)),
    );
}
