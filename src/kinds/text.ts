import type { CatalogObject } from '../model/catalog.js';
import { isWord, tokenize } from '../sql/index.js';

/**
 * The user's own words for a definition, cut from the creating statement: what stands behind its first AS outside
 * parentheses. `null` where state holds no such statement. Its names resolve under the state's search_path.
 */
export function queryText(object: Pick<CatalogObject, 'declaration'>): string | null {
  const text = object.declaration?.text ?? null;
  if (text === null) return null;
  const { tokens } = tokenize(text);
  let depth = 0;
  for (const token of tokens) {
    if (token.text === '(') depth++;
    if (token.text === ')') depth--;
    if (depth === 0 && isWord(token, 'as')) {
      const query = text.slice(token.end).trim().replace(/;\s*$/, '');
      return query
        .replace(/\s+with\s+((cascaded|local)\s+)?check\s+option\s*$/i, '')
        .replace(/\s+with\s+(no\s+)?data\s*$/i, '');
    }
  }
  return null;
}

/** A SQL-standard body (BEGIN ATOMIC … END, RETURN …) in the user's own words. */
export function atomicText(object: Pick<CatalogObject, 'declaration'>): string | null {
  const text = object.declaration?.text ?? null;
  if (text === null) return null;
  const { tokens } = tokenize(text);
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    if (token.text === '(') depth++;
    if (token.text === ')') depth--;
    const starts = isWord(token, 'return') || (isWord(token, 'begin') && isWord(tokens[at + 1], 'atomic'));
    if (depth === 0 && starts) return text.slice(token.start).trim().replace(/;\s*$/, '');
  }
  return null;
}
