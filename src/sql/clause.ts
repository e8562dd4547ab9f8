import { type Token, tokenize } from './lexer.js';
import { list, type TreeNode, typed } from './node.js';
import { parseStatement, type Refused, type Tree } from './parse.js';

export interface One {
  readonly kind: 'parsed';
  readonly tree: Tree;
  /** The statement's own fields, the type's name taken off. */
  readonly fields: TreeNode;
}

/** Verifies that a text is one statement of that node type (`IndexStmt`, …); an ALTER TABLE must do one thing. */
export function exactlyOne(type: string, sql: string): One | Refused {
  const parsed = parseStatement(sql);
  if (parsed.kind === 'refused') return parsed;
  const found = typed(parsed.tree.node);
  if (found?.type !== type)
    return { kind: 'refused', message: `this must be ${plain(type)} and nothing else`, offset: 0 };
  if (type === 'AlterTableStmt' && list(found.fields, 'cmds').length !== 1) {
    return { kind: 'refused', message: 'only one thing is allowed here', offset: 0 };
  }
  return { kind: 'parsed', tree: parsed.tree, fields: found.fields };
}

/**
 * `before + clause + after` as one statement of that type. The clause stands on its own: no open quote,
 * comment or bracket, no semicolon, so that it cannot swallow or end what is around it.
 * A refusal's offset is in the clause.
 */
export function parseClause(type: string, before: string, clause: string, after = ''): One | Refused {
  const checked = checkClause(clause);
  if ('kind' in checked) return checked;
  const one = exactlyOne(type, `${before} ${clause}\n${after}`);
  if (one.kind === 'parsed') return one;
  return { ...one, offset: inside(one.offset - before.length - 1, clause) };
}

/** An offset kept within the clause. */
export function inside(offset: number, clause: string): number {
  return Math.max(0, Math.min(offset, clause.length));
}

/** A clause's tokens, comments included, each with its depth in brackets; or why it does not stand on its own. */
export function checkClause(clause: string): { tokens: Token[]; depths: number[] } | Refused {
  const { tokens, error } = tokenize(clause);
  if (error !== undefined) return { kind: 'refused', ...error };
  const open: Token[] = [];
  const depths: number[] = [];
  for (const token of tokens) {
    const problem = (message: string): Refused => ({ kind: 'refused', message, offset: token.start });
    if (token.kind === 'backslash') return problem('a backslash has no meaning here');
    if (token.text === ';') return problem('a semicolon is not allowed here');
    if (token.text === ')' || token.text === ']') {
      if (open.pop()?.text !== (token.text === ')' ? '(' : '['))
        return problem(`this ${token.text} closes nothing`);
    }
    depths.push(open.length);
    if (token.text === '(' || token.text === '[') open.push(token);
  }
  const left = open.at(-1);
  if (left !== undefined)
    return { kind: 'refused', message: `this ${left.text} is never closed`, offset: left.start };
  return { tokens, depths };
}

/** `CreatePolicyStmt` as `one policy`, for a message. */
function plain(type: string): string {
  const words = type
    .replace(/Stmt$/, '')
    .replace(/Trig$/, 'Trigger')
    .replace(/^Create/, '');
  return `one ${words.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()}`;
}
