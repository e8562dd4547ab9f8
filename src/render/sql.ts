import { quoteIdent, quoteLiteral } from '../model/id.js';
import type { Plan } from '../model/plan.js';
import { oneLine } from './clean.js';
import { stepTitle } from './label.js';
import { terminate } from './terminate.js';
import { headlineText } from './text-overview.js';

/** What the steps run under: as `apply` sets it for its own transaction. */
const SETTINGS = [
  "SET LOCAL client_encoding = 'UTF8';",
  'SET LOCAL standard_conforming_strings = on;',
  'SET LOCAL search_path = public;',
];

/**
 * The steps as one transaction that psql runs unchanged; it sets roles itself and keeps no books. Nothing but SQL: no
 * psql command. A plan that is refused fails in its first statement, whatever else the script holds.
 */
export function renderSql(plan: Plan): string {
  const head = [
    `-- ${headlineText(plan)}`,
    ...(plan.steps.length > 0 ? ['-- psql --set ON_ERROR_STOP=1 --file THIS_FILE'] : []),
    ...plan.refusals.map((refusal) => `-- refused: ${oneLine(refusal.message)}`),
  ];
  if (plan.steps.length === 0) return `${head.join('\n')}\n`;
  return `${[...head, '', 'BEGIN;', ...SETTINGS, ...guard(plan), ...stepLines(plan), '', 'COMMIT;'].join('\n')}\n`;
}

function guard(plan: Plan): string[] {
  if (plan.refusals.length === 0) return [];
  const message = `this plan is refused: ${plan.refusals.map((refusal) => refusal.message).join('; ')}`;
  const body = `BEGIN RAISE EXCEPTION USING MESSAGE = ${quoteLiteral(oneLine(message))}; END`;
  return [`DO ${quoteLiteral(body)};`];
}

function stepLines(plan: Plan): string[] {
  const lines: string[] = [];
  let current: string | null = null;
  plan.steps.forEach((step, index) => {
    lines.push('', `-- [${index + 1}/${plan.steps.length}] ${stepTitle(step)}`);
    if (step.role !== current) {
      lines.push(step.role === null ? 'SET LOCAL ROLE NONE;' : `SET LOCAL ROLE ${quoteIdent(step.role)};`);
      current = step.role;
    }
    lines.push(...step.sql.map(terminate).filter((sql) => sql !== ''));
  });
  return current === null ? lines : [...lines, 'SET LOCAL ROLE NONE;'];
}
