import { as, child, list, number, type TreeValue, text } from '../node.js';
import { constant, setConfig } from './search-path.js';

const NAME = 'check_function_bodies';
/** What PostgreSQL takes for false: any beginning of these words that means nothing else (parse_bool in its source). */
const FALSE = /^(f|fa|fal|fals|false|n|no|of|off|0)$/i;

/** Whether bodies of routines are checked from this statement on; `undefined`: it does not say. */
export function bodiesCheckedBy(node: TreeValue | undefined): boolean | undefined {
  const config = setConfig(node);
  if (config !== null) return config.name === NAME ? !FALSE.test(config.value) : undefined;
  if (text(as(node, 'DiscardStmt'), 'target') === 'DISCARD_ALL') return true;
  const set = as(node, 'VariableSetStmt');
  const kind = text(set, 'kind');
  if (kind === 'VAR_RESET_ALL') return true;
  if (text(set, 'name')?.toLowerCase() !== NAME) return undefined;
  if (kind !== 'VAR_SET_VALUE') return true;
  const [value] = list(set, 'args');
  const whole = child(as(value, 'A_Const'), 'ival');
  return whole === null ? !FALSE.test(constant(value) ?? '') : number(whole, 'ival') !== 0;
}
