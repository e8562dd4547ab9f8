import type { CatalogObject } from '../model/catalog.js';
import { isWord, tokenize } from '../sql/index.js';
import type { AlterContext, Of } from './kind.js';

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
      const head = recursiveHead(text.slice(0, token.start));
      if (head !== null)
        return `with recursive ${head.name} (${head.columns}) as (\n${query}\n)\nselect ${head.columns} from ${head.name}`;
      return query
        .replace(/\s+with\s+((cascaded|local)\s+)?check\s+option\s*$/i, '')
        .replace(/\s+with\s+(no\s+)?data\s*$/i, '');
    }
  }
  return null;
}

/**
 * The object as PostgreSQL prints it, where something that it stood on goes only behind its change: state's words, a star
 * or a name without its table, would mean that too.
 */
export function unmistakable<A>({ before, after, around }: AlterContext<A>): Of<A> {
  if (before.dependsOn.every(({ on }) => around.catalog.objects.has(on))) return after;
  const { declaration: _, ...printed } = after;
  return printed;
}

/** Name and columns of CREATE RECURSIVE VIEW, which stands for a query WITH RECURSIVE under the view's own name. */
function recursiveHead(text: string): { name: string; columns: string } | null {
  const { tokens } = tokenize(text);
  const at = tokens.findIndex(
    (token, index) => isWord(token, 'recursive') && isWord(tokens[index + 1], 'view'),
  );
  const open = tokens.findIndex(({ text: own }, index) => index > at && own === '(');
  const close = tokens.findIndex(({ text: own }, index) => index > open && own === ')');
  const [name, from, to] = [tokens[open - 1], tokens[open], tokens[close]];
  if (at < 0 || name === undefined || from === undefined || to === undefined) return null;
  return { name: name.text, columns: text.slice(from.end, to.start).trim() };
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
