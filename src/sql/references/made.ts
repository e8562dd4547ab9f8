import { child, isNode, type TreeNode, type TreeValue, typed } from '../node.js';

/** Where a creating statement holds the name of what it makes. */
const NAME_FIELDS: Readonly<Record<string, string>> = {
  CompositeTypeStmt: 'typevar',
  CreateSeqStmt: 'sequence',
  CreateStmt: 'relation',
  ViewStmt: 'view',
};

/** The nodes that name what a statement itself makes: a relation's, and a routine's own. */
export function made(node: TreeValue | undefined): Set<TreeNode> {
  const found = typed(node);
  const nodes = new Set<TreeNode>();
  const add = (value: TreeValue | undefined) => {
    if (isNode(value)) nodes.add(value);
  };
  if (found === null) return nodes;
  const { type, fields } = found;
  const field = NAME_FIELDS[type];
  if (field !== undefined) add(fields[field]);
  if (type === 'CreateForeignTableStmt') add(child(fields, 'base')?.relation);
  if (type === 'CreateTableAsStmt') add(child(fields, 'into')?.rel);
  if (type === 'SelectStmt') add(child(fields, 'intoClause')?.rel);
  if (type === 'CreateSchemaStmt' && Array.isArray(fields.schemaElts)) {
    for (const element of fields.schemaElts) for (const inner of made(element)) nodes.add(inner);
  }
  return nodes;
}

/** Options of CREATE AGGREGATE, OPERATOR, TYPE and TEXT SEARCH … whose value is a function. */
export const FUNCTION_OPTIONS: ReadonlySet<string> = new Set(
  `sfunc finalfunc combinefunc serialfunc deserialfunc msfunc minvfunc mfinalfunc function procedure restrict join
  input output receive send typmod_in typmod_out analyze subscript canonical subtype_diff
  start gettoken end lextypes headline init lexize`.split(/\s+/),
);
