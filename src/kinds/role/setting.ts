import { quoteIdent } from '../../model/id.js';
import { as, child, list, number, type TreeNode, type TreeValue, text } from '../../sql/node.js';
import { LISTS } from '../routine/settings.js';

/** What a SET or RESET clause says, as pg_db_role_setting keeps it; `null`: the setting goes. */
export function settingOf(set: TreeNode | null): { name: string; value: string | null } {
  const name = text(set, 'name') ?? '';
  if (text(set, 'kind') !== 'VAR_SET_VALUE') return { name, value: null };
  const values = list(set, 'args').map(constant);
  return {
    name,
    value: LISTS.includes(name)
      ? values.map((value) => (value === '' ? '""' : quoteIdent(value))).join(', ')
      : values.join(', '),
  };
}

function constant(value: TreeValue): string {
  const node = as(value, 'A_Const');
  if (child(node, 'sval') !== null) return text(child(node, 'sval'), 'sval') ?? '';
  if (child(node, 'ival') !== null) return String(number(child(node, 'ival'), 'ival'));
  if (child(node, 'fval') !== null) return text(child(node, 'fval'), 'fval') ?? '0';
  return child(node, 'boolval')?.boolval === true ? 'true' : 'false';
}
