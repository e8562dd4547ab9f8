import { quoteLiteral } from '../../model/id.js';
import type { Doc } from '../doc.js';
import type { StatementClass } from '../state.js';
import { entry, type Value } from '../yaml/tree.js';

/** `comment:` of an object or a part: `target` is COMMENT ON's. Returns whether one is declared; null and '' declare none. */
export function comment(
  doc: Doc,
  holder: Value | undefined,
  target: string,
  kind: StatementClass = 'local',
): boolean {
  const found = entry(holder, 'comment');
  if (found?.value.type !== 'scalar') return false;
  const { value } = found;
  const none = value.value === null || value.text === '';
  if (value.text.includes('\0')) {
    doc.problem('bad-text', 'a comment must not hold a zero byte', value.at);
    return true;
  }
  const sql = doc.sql(found.at).ours(`comment on ${target} is ${none ? 'null' : quoteLiteral(value.text)}`);
  doc.statement(sql, found.at, [], { class: kind });
  return true;
}
