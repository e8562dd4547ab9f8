import type { StateStatement } from '../manifest/state.js';
import { UserError } from '../model/errors.js';
import type { Maker } from './maker.js';
import { causes, problemOf, type Runner, runAll } from './run.js';
import { missingNames } from './standin.js';

/** Runs statements; what they miss and the live database has is stood in for. Throws UserError for what is left. */
export async function runWithStandIns(
  runner: Runner,
  statements: readonly StateStatement[],
  maker: Maker,
): Promise<void> {
  let failures = await runAll(runner, statements);
  while (failures.length > 0) {
    if (!(await maker.make(failures.flatMap((failure) => missingNames(failure.message))))) {
      if (runner.refused === undefined) throw new UserError(causes(failures).map(problemOf));
      runner.refused(failures);
      return;
    }
    failures = await runAll(
      runner,
      failures.map((failure) => failure.statement),
    );
  }
}
