import { inputTypes } from '../../sql/describe/names.js';
import { as, list } from '../../sql/node.js';
import { parseStatement } from '../../sql/parse.js';

/**
 * Input argument types of `(a uuid, out b text)`, as to_regprocedure reads them, joined by ", "; `null` where the text
 * alone does not tell (`clients.id%type`) or cannot be parsed.
 */
export function argumentTypes(parenthesized: string): string | null {
  const parsed = parseStatement(`create function f${parenthesized} language sql as ''`);
  if (parsed.kind === 'refused') return null;
  return inputTypes(list(as(parsed.tree.node, 'CreateFunctionStmt'), 'parameters'));
}
