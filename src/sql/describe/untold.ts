import { type TreeValue, typed } from '../node.js';
import { setConfig } from './search-path.js';

/** Statements whose effect is nothing that a state holds, by the words that begin them. */
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
};

/**
 * What a statement is called that acts on rows or on the server and not on definitions; `null` for all others. DO and
 * CALL may do either and are none of these, and SELECT … INTO makes a table.
 */
export function untoldBy(node: TreeValue | undefined): string | null {
  const { type = '', fields = {} } = typed(node) ?? {};
  const word = WORDS[type];
  return word === undefined || fields.intoClause !== undefined || setConfig(node) !== null ? null : word;
}
