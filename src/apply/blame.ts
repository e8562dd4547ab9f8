import type { Session } from '../database/session.js';
import { type Problem, UserError } from '../model/errors.js';
import type { PlanResult } from '../plan/result.js';
import { fieldChanges, type RowFacts, readFacts } from './facts.js';
import { stepKey } from './options.js';
import type { Violation } from './proof.js';
import type { RowDifference } from './snapshot.js';

/** The proof failed: the transaction did, or met, what was not planned. Everything was rolled back. */
export class ProofError extends UserError {}

type Facts = ReadonlyMap<string, RowFacts>;

/** Rows of the violations and their fields, as they are now. Read once before the rollback and once after it. */
export async function factsOf(session: Session, rows: readonly RowDifference[]): Promise<Facts> {
  return readFacts(session, rows);
}

export function rowsOf(violations: readonly Violation[]): RowDifference[] {
  return violations.flatMap((violation) => ('row' in violation ? [violation.row] : []));
}

/** Enabled event triggers, the likeliest reason for what no step did: `name (function f)`. */
export async function eventTriggers(session: Session): Promise<string[]> {
  const rows = await session.query<{ name: string }>(
    `select quote_ident(evtname) || ' (function ' || evtfoid::regprocedure || ')' as name
       from pg_catalog.pg_event_trigger where evtenabled in ('O', 'A') order by 1`,
  );
  return rows.map((row) => row.name);
}

export function proofError(
  result: PlanResult,
  violations: readonly Violation[],
  before: Facts,
  after: Facts,
  triggers: readonly string[],
): ProofError {
  const problems = violations.map((violation): Problem => {
    if (violation.why === 'result') return resultProblem(result, violation);
    if (violation.why === 'builtin') {
      return {
        code: 'proof-unplanned',
        message: `Not in the plan, but done inside this transaction: rows that PostgreSQL's own installation made are gone from ${violation.catalog}.`,
      };
    }
    const what = describeRow(violation.row, before, after);
    if (violation.why === 'foreign') {
      return {
        code: 'proof-foreign',
        message: `Somebody else committed a change to what a step touches: ${what}.`,
        hint: 'Plan again.',
      };
    }
    return {
      code: 'proof-unplanned',
      message: `Not in the plan, but done inside this transaction: ${what}.`,
      ...(triggers.length > 0 ? { hint: `Likely by an event trigger: ${triggers.join(', ')}.` } : {}),
    };
  });
  const order = ['proof-unplanned', 'proof-foreign', 'proof-result'];
  const sorted = problems.sort((a, b) => order.indexOf(a.code) - order.indexOf(b.code));
  const rolledBack = { code: 'proof', message: 'Everything was rolled back: nothing was changed.' };
  return new ProofError([...sorted.slice(0, 20), ...moreThan(sorted.length - 20), rolledBack]);
}

function moreThan(count: number): Problem[] {
  return count > 0 ? [{ code: 'proof', message: `… and ${count} more differences.` }] : [];
}

function resultProblem(result: PlanResult, violation: Extract<Violation, { why: 'result' }>): Problem {
  const index = result.steps.findIndex((step) => step.touches.includes(violation.key));
  const step = result.steps[index]?.step;
  const which = step === undefined ? 'The plan' : `Step ${index + 1} (${step.action} ${stepKey(step)})`;
  const details = violation.mismatches
    .map((m) => `${m.attribute}: planned ${m.expected}, is ${m.actual}`)
    .join('; ');
  return {
    code: 'proof-result',
    message: `${which} did not give what was planned: ${violation.key}, ${details}.`,
    hint: 'This is likely a bug in reconcile: please report it.',
  };
}

/** One difference in words: which object appeared, vanished, or changed from what to what. */
export function describeRow(row: RowDifference, before: Facts, after: Facts): string {
  const any = row.after ?? row.before;
  const name = `${any?.catalog} ${any?.key}`;
  const [old, now] = [before.get(name), after.get(name)];
  const identity = now?.identity ?? old?.identity ?? `an object of ${any?.catalog}`;
  const part =
    any !== null && any !== undefined && !any.home.startsWith(`${any.catalog}:`) ? ` (${any.catalog})` : '';
  if (row.after === null) return `${identity}${part} is gone`;
  const changes = fieldChanges(old, now);
  if (row.before === null && changes.length === 0) return `${identity}${part} appeared`;
  return `${identity}${part} changed: ${changes.length > 0 ? changes.join('; ') : 'its stored definition'}`;
}
