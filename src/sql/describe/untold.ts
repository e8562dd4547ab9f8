import { as, child, flag, list, type TreeNode, type TreeValue, text, typed } from '../node.js';
import { setConfig } from './search-path.js';

/** Statements whose effect is nothing that a state holds → what they are called. */
const WORDS: Readonly<Record<string, string>> = {
  InsertStmt: 'insert',
  UpdateStmt: 'update',
  DeleteStmt: 'delete',
  MergeStmt: 'merge',
  CopyStmt: 'copy',
  TruncateStmt: 'truncate',
  SelectStmt: 'select',
  AlterSystemStmt: 'alter system',
  AlterDatabaseStmt: 'alter database',
  AlterDatabaseSetStmt: 'alter database',
  CreatedbStmt: 'create database',
  DropdbStmt: 'drop database',
  CreateTableSpaceStmt: 'create tablespace',
  AlterTableSpaceOptionsStmt: 'alter tablespace',
  DropTableSpaceStmt: 'drop tablespace',
  ReindexStmt: 'reindex',
  CheckPointStmt: 'checkpoint',
  SecLabelStmt: 'security label',
  AlterObjectDependsStmt: 'depends on extension',
};

/** Kinds of object that no state holds, but that may be granted on and commented. */
const UNHELD: Readonly<Record<string, string>> = {
  OBJECT_DATABASE: 'database',
  OBJECT_TABLESPACE: 'tablespace',
  OBJECT_PARAMETER_ACL: 'parameter',
  OBJECT_LARGEOBJECT: 'large object',
};

/** What some statements of a sort are called, when they are of this sort. */
const SOME: Readonly<Record<string, (fields: TreeNode) => string | null>> = {
  VacuumStmt: (fields) => (flag(fields, 'is_vacuumcmd') ? 'vacuum' : 'analyze'),
  // Of one table it says by which index, which is a definition.
  ClusterStmt: (fields) => (child(fields, 'relation') === null ? 'cluster' : null),
  TransactionStmt: (fields) => {
    const [, verb] = /^TRANS_STMT_(ROLLBACK|PREPARE)/.exec(text(fields, 'kind') ?? '') ?? [];
    return verb?.toLowerCase() ?? null;
  },
  GrantStmt: (fields) => {
    const verb = flag(fields, 'is_grant') ? 'grant' : 'revoke';
    return unheld(verb, text(fields, 'objtype')) ?? builtIn(verb, fields);
  },
  CommentStmt: (fields) => unheld('comment', text(fields, 'objtype')),
  CreateRoleStmt: (fields) => password(fields),
  AlterRoleStmt: (fields) => password(fields),
};

function unheld(verb: string, type: string | null): string | null {
  const kind = UNHELD[type ?? ''];
  return kind === undefined ? null : `${verb} on ${kind}`;
}

/** Schemas and languages that are PostgreSQL's own: their privileges are read nowhere. */
const BUILT_IN = ['pg_catalog', 'information_schema'];
const LANGUAGES = ['internal', 'c', 'sql', 'plpgsql'];

function builtIn(verb: string, fields: TreeNode): string | null {
  const objects = list(fields, 'objects');
  if (text(fields, 'objtype') === 'OBJECT_LANGUAGE') {
    const name = LANGUAGES.find((language) =>
      objects.some((one) => text(as(one, 'String'), 'sval') === language),
    );
    return name === undefined ? null : `${verb} on language ${name}`;
  }
  const schemas = objects.map((one) => {
    const [first] = list(as(one, 'ObjectWithArgs'), 'objname');
    return text(as(one, 'RangeVar'), 'schemaname') ?? text(as(first, 'String'), 'sval');
  });
  const schema = BUILT_IN.find((name) => schemas.includes(name));
  return schema === undefined ? null : `${verb} on ${schema}`;
}

const password = (fields: TreeNode): string | null =>
  list(fields, 'options').some((option) => text(as(option, 'DefElem'), 'defname') === 'password')
    ? "a role's password"
    : null;

/**
 * What a statement is called that acts on rows or on the server and not on definitions; `null` for all others. DO and
 * CALL may do either and are none of these, and SELECT … INTO makes a table.
 */
export function untoldBy(node: TreeValue | undefined): string | null {
  const { type = '', fields = {} } = typed(node) ?? {};
  const word = WORDS[type] ?? SOME[type]?.(fields) ?? null;
  return word === null || fields.intoClause !== undefined || setConfig(node) !== null ? null : word;
}
