import type { StatementClass } from '../../manifest/state.js';
import { as, child, flag, list, type TreeNode, type TreeValue, text, typed } from '../node.js';
import { changesOwner } from './alter.js';
import { CLUSTER_KINDS, kindOf } from './kinds.js';
import { setConfig } from './search-path.js';

/** Statements with no effect outside the database they run in, and none but on its catalogs. */
const LOCAL = new Set(
  `AlterCollationStmt AlterDomainStmt AlterEnumStmt AlterEventTrigStmt AlterExtensionContentsStmt AlterExtensionStmt
  AlterDefaultPrivilegesStmt AlterFdwStmt AlterForeignServerStmt AlterFunctionStmt AlterObjectDependsStmt AlterObjectSchemaStmt AlterOpFamilyStmt
  AlterOperatorStmt AlterPolicyStmt AlterPublicationStmt AlterSeqStmt AlterStatsStmt AlterTSConfigurationStmt
  AlterTSDictionaryStmt AlterTypeStmt AlterUserMappingStmt CompositeTypeStmt ConstraintsSetStmt CreateAmStmt
  CreateCastStmt CreateConversionStmt CreateDomainStmt CreateEnumStmt CreateEventTrigStmt CreateExtensionStmt
  CreateFdwStmt CreateForeignServerStmt CreateForeignTableStmt CreateFunctionStmt CreateOpClassStmt CreateOpFamilyStmt
  CreatePLangStmt CreatePolicyStmt CreatePublicationStmt CreateRangeStmt CreateSeqStmt CreateStatsStmt CreateStmt
  CreateTransformStmt CreateTrigStmt CreateUserMappingStmt DefineStmt DropUserMappingStmt IndexStmt RuleStmt
  ViewStmt`.split(/\s+/),
);

/**
 * Statements about roles, tablespaces, databases, the server and owners; COPY, VACUUM and the like are about rows, on
 * which no definition stands, and who may label what differs from server to server.
 */
const MODELLED = new Set(
  `CopyStmt VacuumStmt ReindexStmt CheckPointStmt SecLabelStmt AlterDatabaseRefreshCollStmt AlterDatabaseSetStmt AlterDatabaseStmt AlterOwnerStmt
  AlterRoleSetStmt AlterRoleStmt AlterSystemStmt AlterTableSpaceOptionsStmt CreateRoleStmt CreateTableSpaceStmt
  CreatedbStmt DropRoleStmt DropTableSpaceStmt DropdbStmt GrantRoleStmt ReassignOwnedStmt`.split(/\s+/),
);

/** Where a statement names its object's type. */
const TYPE_FIELDS: Readonly<Record<string, string>> = {
  CommentStmt: 'objtype',
  DropStmt: 'removeType',
  GrantStmt: 'objtype',
  RenameStmt: 'renameType',
};

export function classOf(node: TreeValue | undefined): StatementClass {
  const found = typed(node);
  if (found === null) return 'other';
  const { type, fields } = found;
  const typeField = TYPE_FIELDS[type];
  if (typeField !== undefined) return byObject(kindOf(text(fields, typeField)));
  if (LOCAL.has(type)) return 'local';
  if (MODELLED.has(type)) return 'modelled';
  if (type === 'ClusterStmt') return child(fields, 'relation') === null ? 'modelled' : 'other';
  if (type === 'AlterTableStmt') return alterTable(fields);
  if (type === 'CreateSchemaStmt') return schema(fields);
  if (type === 'CreateTableAsStmt') return runsNothing(fields) ? 'local' : 'other';
  if (/^(Create|Alter|Drop)SubscriptionStmt$/.test(type)) return 'modelled';
  if (type === 'VariableSetStmt') return setting(fields);
  return setConfig(node) === null ? 'other' : 'local';
}

function byObject(kind: string | null): StatementClass {
  if (kind === null) return 'other';
  return kind === 'large_object' || CLUSTER_KINDS.has(kind) ? 'modelled' : 'local';
}

/** An owner's change that is mixed with others cannot be left out. */
function alterTable(fields: TreeNode): StatementClass {
  const owners = list(fields, 'cmds').map((command) => changesOwner(as(command, 'AlterTableCmd')));
  return !owners.includes(true) ? 'local' : owners.includes(false) ? 'other' : 'modelled';
}

function schema(fields: TreeNode): StatementClass {
  return list(fields, 'schemaElts').every((element) => classOf(element) === 'local') ? 'local' : 'other';
}

/** WITH NO DATA: the query is stored or looked at, not run. */
export function runsNothing(fields: TreeNode): boolean {
  return flag(child(fields, 'into'), 'skipData') && as(fields.query, 'ExecuteStmt') === null;
}

/** Settings of the session or transaction; who one is, and transaction modes, are more than that. */
function setting(fields: TreeNode): StatementClass {
  const name = text(fields, 'name');
  if (text(fields, 'kind') === 'VAR_SET_MULTI') return 'other';
  return name === 'role' || name === 'session_authorization' ? 'other' : 'local';
}
