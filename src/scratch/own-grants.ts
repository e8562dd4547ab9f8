import { quoteIdent } from '../model/id.js';
import { isWord, nameOf, tokenize } from '../sql/index.js';

/**
 * GRANT and REVOKE where everything belongs to the scratch's own role: what they say of the object's owner is said of
 * that role, which stands for it. Other statements stay as they are.
 */
export function grantedTo(sql: string, owner: string, standIn: string): string {
  if (owner === standIn || !/^\s*(grant|revoke)\b/i.test(sql)) return sql;
  const { tokens } = tokenize(sql);
  const revokes = isWord(tokens[0], 'revoke');
  const start = tokens.findLastIndex((token) => isWord(token, revokes ? 'from' : 'to'));
  let text = sql;
  for (const token of tokens.slice(start + 1).reverse()) {
    if (nameOf(token) === owner)
      text = text.slice(0, token.start) + quoteIdent(standIn) + text.slice(token.end);
  }
  return text;
}
