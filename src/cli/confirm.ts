import { UserError, userError } from '../model/errors.js';
import type { Plan } from '../model/plan.js';
import { counted } from '../render/label.js';
import type { Planned } from './flow.js';
import type { Io } from './io.js';

export interface Consent {
  readonly yes: boolean;
  readonly allowDestructive: boolean;
}

/** What is still to be asked before an apply: nothing, a yes, or the environment's name. */
export type Question = 'none' | 'yes' | 'name';

/**
 * What is to be asked, where somebody can be asked. Rows or values are given up under `confirm` only by
 * `--allow-destructive` or by the environment's name; `--yes` alone is not enough.
 */
export function questionFor(plan: Plan, guard: Planned['environment']['guard'], consent: Consent): Question {
  const destructive = plan.steps.some((step) => step.destructive);
  if (destructive && guard.destructive === 'confirm' && !consent.allowDestructive) return 'name';
  return consent.yes || plan.steps.length === 0 ? 'none' : 'yes';
}

/** Whether to go on; throws a UserError where consent is missing and nobody can be asked. */
export async function confirm(
  planned: Pick<Planned, 'plan' | 'environment'>,
  consent: Consent,
  io: Io,
): Promise<boolean> {
  const { plan, environment } = planned;
  if (environment.guard.destructive === 'forbid' && plan.steps.some((step) => step.destructive)) {
    throw userError('destructive', 'the plan has destructive steps, and guard.destructive is forbid');
  }
  if (!io.interactive && !consent.yes) {
    throw userError('unconfirmed', 'there is no terminal to confirm on', {
      hint: `add --yes${destructiveHint(planned, consent)}`,
    });
  }
  const question = questionFor(plan, environment.guard, consent);
  if (question === 'none') return true;
  if (!io.interactive) {
    throw destructive(plan);
  }
  return question === 'name' ? askName(plan, io) : askYes(plan, io);
}

/** Why consent is missing; what is most likely a rename that nobody declared is named first. */
function destructive(plan: Plan): UserError {
  const renames = plan.steps
    .filter((step) => step.destructive)
    .flatMap((step) => step.hazards.filter((hazard) => hazard.kind === 'likely_rename'));
  return new UserError([
    ...renames.map(({ kind, message }) => ({ code: kind, message })),
    {
      code: 'destructive',
      message: 'the plan has destructive steps, and guard.destructive is confirm',
      hint: 'add --allow-destructive to give up these rows or values (guard.backup decides what is backed up)',
    },
  ]);
}

function destructiveHint(
  { plan, environment }: Pick<Planned, 'plan' | 'environment'>,
  consent: Consent,
): string {
  return questionFor(plan, environment.guard, consent) === 'name' ? ' --allow-destructive' : '';
}

async function askYes(plan: Plan, io: Io): Promise<boolean> {
  const answer = await io.ask(`Apply ${counted(plan.steps.length, 'step')} to ${plan.environment}? [y/N] `);
  return answer !== null && /^y(es)?$/i.test(answer.trim());
}

async function askName(plan: Plan, io: Io): Promise<boolean> {
  const count = plan.steps.filter((step) => step.destructive).length;
  const answer = await io.ask(
    `${counted(count, 'destructive step')} of ${plan.steps.length}: rows or values are lost.\n` +
      `Type the environment's name (${plan.environment}) to apply: `,
  );
  return answer !== null && answer.trim() === plan.environment;
}
