import { isNode, list, type TreeNode, type TreeValue, text } from '../node.js';
import type { Tree } from '../parse.js';
import { Finder } from './finder.js';
import type { Reference } from './types.js';

type Scope = ReadonlySet<string>;
const NONE: Scope = new Set();
const WRITES = new Set(['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt']);

/**
 * The relations, functions, types and sequences that a statement names, in order: not what it makes, not
 * CTEs, nothing qualified with pg_catalog, nothing inside a routine's body that is a string. What ALTER,
 * DROP, COMMENT and GRANT act on by a bare list of names is told by describeStatement.
 */
export function references(tree: Tree): Reference[] {
  const finder = new Finder(tree);
  const stack: { value: TreeNode | readonly TreeValue[]; scope: Scope }[] = [];
  const push = (value: TreeValue | undefined, scope: Scope) => {
    if (Array.isArray(value) || isNode(value)) stack.push({ value, scope });
  };
  push(tree.node, NONE);
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { value, scope } = top;
    if (!isNode(value)) {
      for (const item of value) push(item, scope);
    } else if (!finder.skips(value)) {
      finder.look(value, scope);
      const inner = withCtes(value, scope);
      for (const [field, held] of Object.entries(value)) {
        if (field === 'ctes') for (const [cte, visible] of cteScopes(value, scope)) push(cte, visible);
        else if (WRITES.has(field) && isNode(held)) pushWrite(held, inner, push);
        else push(held, inner);
      }
    }
  }
  return unique(finder.found.sort((a, b) => a.offset - b.offset));
}

/** The target of a write is never a CTE. */
function pushWrite(
  fields: TreeNode,
  scope: Scope,
  push: (value: TreeValue | undefined, scope: Scope) => void,
): void {
  const inner = withCtes(fields, scope);
  for (const [field, held] of Object.entries(fields)) push(held, field === 'relation' ? NONE : inner);
}

/** The scope inside a statement: its own CTEs added. */
function withCtes(node: TreeNode, scope: Scope): Scope {
  const names = cteNames(isNode(node.withClause) ? node.withClause : null);
  return names.length === 0 ? scope : new Set([...scope, ...names]);
}

/** A CTE sees those before it; in WITH RECURSIVE, all. */
function cteScopes(clause: TreeNode, scope: Scope): [TreeValue, Scope][] {
  const names = cteNames(clause);
  return list(clause, 'ctes').map((cte, index) => {
    const hidden = clause.recursive === true ? [] : names.slice(index);
    return [cte, new Set([...scope].filter((name) => !hidden.includes(name)))];
  });
}

function cteNames(clause: TreeNode | null): string[] {
  return list(clause, 'ctes').map((cte) => {
    const fields = isNode(cte) ? cte.CommonTableExpr : undefined;
    return text(isNode(fields) ? fields : null, 'ctename') ?? '';
  });
}

/** A routine's arguments are in the tree twice. */
function unique(found: readonly Reference[]): Reference[] {
  const seen = new Set<string>();
  return found.filter(({ kind, name, offset }) => {
    const key = `${kind} ${offset} ${name}`;
    const first = !seen.has(key);
    seen.add(key);
    return first;
  });
}
