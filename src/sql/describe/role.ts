import { as, list, type TreeValue, text } from '../node.js';
import { constant } from './search-path.js';

/** Whom SET ROLE or SET SESSION AUTHORIZATION makes act; `null`: who connects again; `undefined`: it is neither. */
export function roleSetBy(node: TreeValue | undefined): string | null | undefined {
  const set = as(node, 'VariableSetStmt');
  if (!['role', 'session_authorization'].includes(text(set, 'name') ?? '')) return undefined;
  if (text(set, 'kind') !== 'VAR_SET_VALUE') return null;
  const name = constant(list(set, 'args')[0]);
  return name === 'none' ? null : name;
}
