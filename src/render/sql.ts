import { quoteIdent, quoteLiteral } from '../model/id.js';
import type { Plan, Step } from '../model/plan.js';
import { oneLine } from './clean.js';
import { stepTitle } from './label.js';
import { terminate } from './terminate.js';
import { headlineText } from './text-overview.js';

export interface SqlOptions {
  /** search_path of the steps, as SQL text. Default `public`. */
  readonly searchPath?: string;
  /** Further settings for the transaction, that literals depend on: `TimeZone`, `DateStyle` … */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A statement that may have changed role or search_path for those behind it. */
const MAY_SET = /^\s*(set|reset|do|select|call)\b|set_config/i;

/**
 * The steps as one transaction that psql runs unchanged, with online steps before and behind it; it sets roles itself and
 * keeps no books. Nothing but SQL: no psql command. A plan that is refused fails in its first statement, whatever else the script holds.
 */
export function renderSql(plan: Plan, { searchPath = 'public', settings = {} }: SqlOptions = {}): string {
  const head = [
    `-- ${headlineText(plan)}`,
    ...(plan.steps.length > 0 ? ['-- psql --set ON_ERROR_STOP=1 --file THIS_FILE'] : []),
    ...plan.refusals.map((refusal) => `-- refused: ${oneLine(refusal.message)}`),
  ];
  if (plan.steps.length === 0) return `${head.join('\n')}\n`;
  const literals = Object.entries(settings).map(
    ([name, value]) => `${quoteIdent(name)} = ${quoteLiteral(value)};`,
  );
  const start = [
    'BEGIN;',
    "SET LOCAL client_encoding = 'UTF8';",
    'SET LOCAL standard_conforming_strings = on;',
    'SET LOCAL check_function_bodies = off;',
    ...literals.map((text) => `SET LOCAL ${text}`),
    `SET LOCAL search_path TO ${searchPath};`,
  ];
  const steps = plan.steps.map((step, index) => ({
    step,
    at: `-- [${index + 1}/${plan.steps.length}] ${stepTitle(step)}`,
  }));
  const inside = steps.filter(({ step }) => step.segment === undefined);
  const around = [
    "SET client_encoding = 'UTF8';",
    'SET standard_conforming_strings = on;',
    ...literals.map((text) => `SET ${text}`),
    `SET search_path TO ${searchPath};`,
  ];
  // What is refused has nothing but the transaction, which fails.
  const online = (segment: Step['segment']): string[] => {
    const chosen = plan.refusals.length > 0 ? [] : steps.filter(({ step }) => step.segment === segment);
    return chosen.length === 0 ? [] : ['', ...around, ...chosen.flatMap(outsideLines)];
  };
  const body =
    inside.length === 0 && plan.refusals.length === 0
      ? []
      : ['', ...start, ...guard(plan), ...stepLines(inside, searchPath), '', 'COMMIT;'];
  return `${[...head, ...online('before'), ...body, ...online('after')].join('\n')}\n`;
}

interface Titled {
  readonly step: Step;
  /** Its number and title, as a comment. */
  readonly at: string;
}

/** A step with no transaction around it, or one of its own. */
function outsideLines({ step, at }: Titled): string[] {
  const sql = step.sql.map(terminate).filter((text) => text !== '');
  const lines = step.alone === true ? sql : ['BEGIN;', ...sql, 'COMMIT;'];
  return [
    '',
    at,
    ...(step.role === null ? lines : [`SET ROLE ${quoteIdent(step.role)};`, ...lines, 'RESET ROLE;']),
  ];
}

function guard(plan: Plan): string[] {
  if (plan.refusals.length === 0) return [];
  const message = `this plan is refused: ${plan.refusals.map((refusal) => refusal.message).join('; ')}`;
  const body = `BEGIN RAISE EXCEPTION USING MESSAGE = ${quoteLiteral(oneLine(message))}; END`;
  return [`DO ${quoteLiteral(body)};`];
}

function stepLines(steps: readonly Titled[], searchPath: string): string[] {
  const lines: string[] = [];
  // undefined: not known, after a statement that may have set it.
  let current: string | null | undefined = null;
  for (const { step, at } of steps) {
    lines.push('', at);
    if (current === undefined) lines.push(`SET LOCAL search_path TO ${searchPath};`);
    if (step.role !== current)
      lines.push(`SET LOCAL ROLE ${step.role === null ? 'NONE' : quoteIdent(step.role)};`);
    current = step.sql.some((sql) => MAY_SET.test(sql)) ? undefined : step.role;
    lines.push(...step.sql.map(terminate).filter((sql) => sql !== ''));
  }
  return current === null ? lines : [...lines, '', 'SET LOCAL ROLE NONE;'];
}
