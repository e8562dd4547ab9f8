import type { Change } from '../diff/diff.js';
import type { AlterContext } from '../kinds/kind.js';
import { kindOf } from '../kinds/registry.js';
import type { Attributes } from '../model/catalog.js';
import type { Context } from './context.js';
import { ownAttributes } from './heirs.js';

/** The alter functions' view of a change. */
export function alterContext(change: Change, context: Context): AlterContext<Attributes> | null {
  if (change.before === null || change.after === null) return null;
  return {
    before: change.before,
    after: change.after,
    ...ownAttributes(change, context),
    around: context.around,
  };
}

/** SQL of all changed attributes in the kind's own order, or `replace`. */
export function alterSql(change: Change, context: Context): readonly string[] | 'replace' {
  const input = alterContext(change, context);
  if (input === null) return [];
  const rules = kindOf(change.after?.id.kind ?? '').attributes as Record<string, { alter: unknown }>;
  const done = new Set<unknown>();
  const sql: string[] = [];
  for (const [name, rule] of Object.entries(rules)) {
    if (!input.changed.has(name) || done.has(rule.alter)) continue;
    done.add(rule.alter);
    if (typeof rule.alter !== 'function') return 'replace';
    const result: readonly string[] | 'replace' = rule.alter(input);
    if (result === 'replace') return 'replace';
    for (const statement of result) if (!sql.includes(statement)) sql.push(statement);
  }
  return sql;
}

export function disturbs(change: Change, context: Context): boolean {
  const own = alterContext(change, context);
  if (own === null) return false;
  const input = { ...own, changed: new Set(change.attributes) };
  const { attributes } = kindOf(change.after?.id.kind ?? '');
  return change.attributes.some((name) => {
    const rule = attributes[name];
    return typeof rule?.disturbs === 'function' ? rule.disturbs(input) : (rule?.disturbs ?? false);
  });
}
