import { isWord, tokenize } from '../lexer.js';
import { as, child, flag } from '../node.js';
import type { Tree } from '../parse.js';

/**
 * CREATE MATERIALIZED VIEW or CREATE TABLE … AS with `WITH NO DATA`, so that its query does not run.
 * `null` where that cannot be had: another statement, or AS EXECUTE. Offsets before the end stay as they are.
 */
export function withNoData(sql: string, tree: Tree | null): string | null {
  const tokens = tokenize(sql).tokens.filter((token) => token.kind !== 'comment');
  if (tree === null) {
    if (!isWord(tokens[0], 'create') || !isWord(tokens[1], 'materialized')) return null;
  } else {
    const fields = as(tree.node, 'CreateTableAsStmt');
    if (fields === null || as(fields.query, 'ExecuteStmt') !== null) return null;
    if (flag(child(fields, 'into'), 'skipData')) return sql;
  }
  const [with_, no, data] = tokens.slice(-3);
  if (isWord(data, 'data') && isWord(no, 'no') && isWord(with_, 'with')) return sql;
  const has = isWord(data, 'data') && isWord(no, 'with');
  const end = (has ? tokens.at(-3) : tokens.at(-1))?.end ?? sql.length;
  return `${sql.slice(0, end)}\nwith no data`;
}
