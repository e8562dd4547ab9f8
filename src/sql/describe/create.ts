import type { ObjectRef } from '../../manifest/state.js';
import { objectId } from '../../model/id.js';
import {
  as,
  child,
  flag,
  items,
  list,
  stringOf,
  strings,
  type TreeNode,
  type TreeValue,
  text,
  typed,
} from '../node.js';
import { kindOf } from './kinds.js';
import {
  castRef,
  fromNames,
  fromRange,
  global,
  inputTypes,
  partOf,
  roleName,
  transformRef,
  typeText,
} from './names.js';

type Create = (fields: TreeNode, schema: string | null) => readonly ObjectRef[];

const named =
  (kind: string, field: string): Create =>
  (fields) => [global(kind, text(fields, field))];
const inSchema =
  (kind: string, field: string): Create =>
  (fields, schema) => [fromNames(kind, strings(list(fields, field)), schema)];
const onRelation =
  (kind: string, field: string, relation: string): Create =>
  (fields, schema) => [partOf(kind, child(fields, relation), text(fields, field) ?? '', schema)];

/** What the statements that make an object make. An index without a name is left to Postgres to name. */
const CREATES: Readonly<Record<string, Create>> = {
  AlterDefaultPrivilegesStmt: defaultPrivileges,
  AlterTableStmt: addedParts,
  AlterDomainStmt: domainConstraint,
  CompositeTypeStmt: (fields, schema) => [fromRange('composite_type', child(fields, 'typevar'), schema)],
  CreateAmStmt: named('access_method', 'amname'),
  CreateCastStmt: (fields) => [castRef(child(fields, 'sourcetype'), child(fields, 'targettype'))],
  CreateConversionStmt: inSchema('conversion', 'conversion_name'),
  CreateDomainStmt: inSchema('domain', 'domainname'),
  CreateEnumStmt: inSchema('enum', 'typeName'),
  CreateEventTrigStmt: named('event_trigger', 'trigname'),
  CreateExtensionStmt: named('extension', 'extname'),
  CreateFdwStmt: named('foreign_data_wrapper', 'fdwname'),
  CreateForeignServerStmt: named('server', 'servername'),
  CreateForeignTableStmt: (fields, schema) => [
    fromRange('foreign_table', child(child(fields, 'base') ?? fields, 'relation'), schema),
  ],
  CreateFunctionStmt: routine,
  CreateOpClassStmt: operatorClass,
  CreateOpFamilyStmt: (fields, schema) => [
    fromNames('operator_family', strings(list(fields, 'opfamilyname')), schema, text(fields, 'amname')),
  ],
  CreatePLangStmt: named('language', 'plname'),
  CreatePolicyStmt: onRelation('policy', 'policy_name', 'table'),
  CreatePublicationStmt: named('publication', 'pubname'),
  CreateRangeStmt: inSchema('range_type', 'typeName'),
  CreateRoleStmt: named('role', 'role'),
  CreateSchemaStmt: schemaWithElements,
  CreateSeqStmt: (fields, schema) => [fromRange('sequence', child(fields, 'sequence'), schema)],
  CreateStatsStmt: statistics,
  CreateStmt: (fields, schema) => [fromRange('table', child(fields, 'relation'), schema)],
  CreateSubscriptionStmt: named('subscription', 'subname'),
  CreateTableAsStmt: (fields, schema) => {
    const kind = kindOf(text(fields, 'objtype')) ?? 'table';
    return [fromRange(kind, child(child(fields, 'into'), 'rel'), schema)];
  },
  CreateTableSpaceStmt: named('tablespace', 'tablespacename'),
  CreateTransformStmt: (fields) => [transformRef(child(fields, 'type_name'), text(fields, 'lang'))],
  CreateTrigStmt: onRelation('trigger', 'trigname', 'relation'),
  CreateUserMappingStmt: (fields) => [userMapping(fields)],
  CreatedbStmt: named('database', 'dbname'),
  DefineStmt: defined,
  IndexStmt: (fields, schema) =>
    text(fields, 'idxname') === null ? [] : onRelation('index', 'idxname', 'relation')(fields, schema),
  RuleStmt: onRelation('rule', 'rulename', 'relation'),
  SelectStmt: (fields, schema) => {
    const into = child(child(fields, 'intoClause'), 'rel');
    return into === null ? [] : [fromRange('table', into, schema)];
  },
  ViewStmt: (fields, schema) => [fromRange('view', child(fields, 'view'), schema)],
};

/** `schema` is where unqualified names go: the first entry of the search_path in force. */
export function createdBy(node: TreeValue | undefined, schema: string | null): readonly ObjectRef[] {
  const found = typed(node);
  return found === null ? [] : (CREATES[found.type]?.(found.fields, schema) ?? []);
}

export function userMapping(fields: TreeNode): ObjectRef {
  const user = roleName(child(fields, 'user')) ?? '';
  return global(
    'user_mapping',
    `${user === 'PUBLIC' ? 'public' : user} on ${text(fields, 'servername') ?? ''}`,
  );
}

function routine(fields: TreeNode, schema: string | null): ObjectRef[] {
  const kind = flag(fields, 'is_procedure') ? 'procedure' : 'function';
  return [fromNames(kind, strings(list(fields, 'funcname')), schema, inputTypes(list(fields, 'parameters')))];
}

function schemaWithElements(fields: TreeNode): ObjectRef[] {
  const name = text(fields, 'schemaname') ?? roleName(child(fields, 'authrole'));
  return [
    global('schema', name),
    ...list(fields, 'schemaElts').flatMap((element) => createdBy(element, name)),
  ];
}

function operatorClass(fields: TreeNode, schema: string | null): ObjectRef[] {
  const names = strings(list(fields, 'opclassname'));
  const method = text(fields, 'amname');
  const family = fromNames('operator_family', names, schema, method);
  // Without FAMILY, a family of the class's own name is made if there is none yet.
  return [
    fromNames('operator_class', names, schema, method),
    ...(list(fields, 'opfamilyname').length === 0 ? [family] : []),
  ];
}

/** Statistics without a name are left to Postgres to name. */
function statistics(fields: TreeNode, schema: string | null): ObjectRef[] {
  const names = strings(list(fields, 'defnames'));
  return names.length === 0 ? [] : [fromNames('statistics', names, schema)];
}

function defaultPrivileges(fields: TreeNode): ObjectRef[] {
  const options = list(fields, 'options').map((option) => as(option, 'DefElem'));
  const option = (name: string) => items(options.find((option) => text(option, 'defname') === name)?.arg);
  const roles = option('roles').map((role) => roleName(as(role, 'RoleSpec')) ?? 'CURRENT_USER');
  const schemas: (string | null)[] = strings(option('schemas'));
  const named = kindOf(text(child(fields, 'action'), 'objtype')) ?? 'object';
  const type = named === 'routine' ? 'function' : named.replace('_', ' ');
  return (roles.length === 0 ? ['CURRENT_USER'] : roles).flatMap((role) =>
    (schemas.length === 0 ? [null] : schemas).map((schema) =>
      objectId('default_privileges', schema, `${role} on ${type}s`),
    ),
  );
}

/** Columns and named constraints that ALTER TABLE adds. */
function addedParts(fields: TreeNode, schema: string | null): ObjectRef[] {
  const relation = child(fields, 'relation');
  return list(fields, 'cmds').flatMap((value) => {
    const command = as(value, 'AlterTableCmd');
    const column = text(as(command?.def, 'ColumnDef'), 'colname');
    const constraint = text(as(command?.def, 'Constraint'), 'conname');
    const subtype = text(command, 'subtype');
    if (subtype === 'AT_AddColumn' && column !== null) return [partOf('column', relation, column, schema)];
    if (subtype === 'AT_AddConstraint' && constraint !== null) {
      return [partOf('constraint', relation, constraint, schema)];
    }
    return [];
  });
}

function domainConstraint(fields: TreeNode, schema: string | null): ObjectRef[] {
  const name = text(as(fields.def, 'Constraint'), 'conname');
  const names = strings(list(fields, 'typeName'));
  if (text(fields, 'subtype') !== 'C' || name === null) return [];
  return [objectId('constraint', names.at(-2) ?? schema, name, { table: names.at(-1) ?? null })];
}

/** CREATE AGGREGATE, OPERATOR, TYPE (base and shell), COLLATION and TEXT SEARCH … share one node. */
function defined(fields: TreeNode, schema: string | null): ObjectRef[] {
  const kind = kindOf(text(fields, 'kind')) ?? 'type';
  const names = strings(list(fields, 'defnames'));
  const option = (...keys: string[]) =>
    list(fields, 'definition')
      .map((value) => as(value, 'DefElem'))
      .find((element) => keys.includes(text(element, 'defname') ?? ''))?.arg;
  if (kind === 'type') return [fromNames('base_type', names, schema)];
  if (kind === 'operator') {
    const side = (key: string) => typeText(as(option(key), 'TypeName')) ?? 'none';
    return [fromNames(kind, names, schema, `${side('leftarg')}, ${side('rightarg')}`)];
  }
  if (kind !== 'aggregate') return [fromNames(kind, names, schema)];
  const base = as(option('basetype'), 'TypeName');
  const oldStyle = base === null || stringOf(list(base, 'names').at(-1)) === 'any' ? '' : typeText(base);
  const types = flag(fields, 'oldstyle') ? oldStyle : inputTypes(items(list(fields, 'args')[0]));
  return [fromNames(kind, names, schema, types)];
}
