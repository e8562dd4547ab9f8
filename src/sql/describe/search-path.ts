import { quoteIdent } from '../../model/id.js';
import { nameOf, tokenize } from '../lexer.js';
import { as, child, flag, list, stringOf, type TreeNode, type TreeValue, text } from '../node.js';

/**
 * What a statement sets search_path to, as SQL text after `set search_path to`; `null`: back to the default;
 * `undefined`: it does not. Knows SET, RESET and pg_dump's `select pg_catalog.set_config('search_path', …)`.
 */
export function searchPathSetBy(node: TreeValue | undefined): string | null | undefined {
  const config = setConfig(node);
  if (config !== null)
    return config.name === 'search_path' ? (config.value === '' ? "''" : config.value) : undefined;
  if (text(as(node, 'DiscardStmt'), 'target') === 'DISCARD_ALL') return null;
  const set = as(node, 'VariableSetStmt');
  const kind = text(set, 'kind');
  if (kind === 'VAR_RESET_ALL') return null;
  if (text(set, 'name') !== 'search_path') return undefined;
  if (kind !== 'VAR_SET_VALUE') return null;
  const names = list(set, 'args').map((value) => constant(value) ?? '');
  return names.map((name) => (name === '' ? "''" : quoteIdent(name))).join(', ');
}

/** The first schema of a search_path's text, where unqualified names are created; `null` where there is none. */
export function firstSchema(searchPath: string): string | null {
  for (const token of tokenize(searchPath).tokens) {
    const name = nameOf(token) ?? (token.kind === 'string' ? token.text.slice(1, -1) : null);
    if (name !== null && name !== '' && name !== '$user' && name !== 'pg_catalog') return name;
  }
  return null;
}

/** `select set_config('name', 'value', is_local)` and nothing else. */
export function setConfig(node: TreeValue | undefined): { name: string; value: string } | null {
  const select = as(node, 'SelectStmt');
  const targets = list(select, 'targetList');
  const call = as(as(targets[0], 'ResTarget')?.val, 'FuncCall');
  if (call === null || targets.length !== 1 || !onlyTargets(select)) return null;
  const path = list(call, 'funcname').map(stringOf);
  if (path.at(-1) !== 'set_config' || (path.length > 1 && path[0] !== 'pg_catalog')) return null;
  const [name, value] = list(call, 'args').map(constant);
  return typeof name === 'string' && typeof value === 'string' ? { name: name.toLowerCase(), value } : null;
}

const EMPTY_SELECT = new Set(['targetList', 'limitOption', 'op']);

function onlyTargets(select: TreeNode | null): boolean {
  return Object.keys(select ?? {}).every((field) => EMPTY_SELECT.has(field));
}

/** The text of a string constant; anything else is `null`. */
export function constant(value: TreeValue | undefined): string | null {
  const node = as(value, 'A_Const');
  const held = child(node, 'sval');
  if (node === null || held === null || flag(node, 'isnull')) return null;
  return text(held, 'sval') ?? '';
}
