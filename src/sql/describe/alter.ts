import type { ObjectRef } from '../../manifest/state.js';
import { objectId } from '../../model/id.js';
import { as, child, list, strings, type TreeNode, type TreeValue, text, typed } from '../node.js';
import { userMapping } from './create.js';
import { ALL, kindOf, relationKind } from './kinds.js';
import { fromNames, fromObject, fromRange, global, namedTypes, partOf, roleName } from './names.js';
import type { Alteration } from './types.js';

type Alter = (fields: TreeNode) => readonly Alteration[];

const attributes = (ref: ObjectRef | null): Alteration[] =>
  ref === null ? [] : [{ ref, what: 'attributes' }];
const named =
  (kind: string, field: string): Alter =>
  (fields) =>
    attributes(global(kind, text(fields, field)));
const inSchema =
  (kind: string, field: string): Alter =>
  (fields) =>
    attributes(fromNames(kind, strings(list(fields, field)), null));
const ofRelation =
  (kind: string, field: string): Alter =>
  (fields) =>
    attributes(fromRange(kind, child(fields, field), null));

const ALTERS: Readonly<Record<string, Alter>> = {
  AlterCollationStmt: inSchema('collation', 'collname'),
  AlterDomainStmt: inSchema('domain', 'typeName'),
  AlterEnumStmt: inSchema('enum', 'typeName'),
  AlterEventTrigStmt: named('event_trigger', 'trigname'),
  AlterExtensionContentsStmt: named('extension', 'extname'),
  AlterExtensionStmt: named('extension', 'extname'),
  AlterFdwStmt: named('foreign_data_wrapper', 'fdwname'),
  AlterForeignServerStmt: named('server', 'servername'),
  AlterFunctionStmt: (fields) => {
    const routine = child(fields, 'func');
    const kind = kindOf(text(fields, 'objtype')) ?? 'routine';
    return attributes(fromNames(kind, strings(list(routine, 'objname')), null, namedTypes(routine)));
  },
  AlterObjectDependsStmt: (fields) => attributes(target(fields, 'objectType')),
  AlterObjectSchemaStmt: (fields) => {
    const ref = target(fields, 'objectType');
    return ref === null ? [] : [{ ref, what: 'rename', newSchema: text(fields, 'newschema') ?? '' }];
  },
  AlterOpFamilyStmt: (fields) =>
    attributes(
      fromNames('operator_family', strings(list(fields, 'opfamilyname')), null, text(fields, 'amname')),
    ),
  AlterOperatorStmt: (fields) => {
    const operator = child(fields, 'opername');
    return attributes(fromNames('operator', strings(list(operator, 'objname')), null, namedTypes(operator)));
  },
  AlterOwnerStmt: (fields) => owned(target(fields, 'objectType'), child(fields, 'newowner')),
  AlterPolicyStmt: (fields) =>
    attributes(partOf('policy', child(fields, 'table'), text(fields, 'policy_name') ?? '', null)),
  AlterPublicationStmt: named('publication', 'pubname'),
  AlterRoleSetStmt: (fields) => attributes(global('role', roleName(child(fields, 'role')))),
  AlterRoleStmt: (fields) => attributes(global('role', roleName(child(fields, 'role')))),
  AlterSeqStmt: ofRelation('sequence', 'sequence'),
  AlterStatsStmt: inSchema('statistics', 'defnames'),
  AlterSubscriptionStmt: named('subscription', 'subname'),
  AlterTSConfigurationStmt: inSchema('text_search_configuration', 'cfgname'),
  AlterTSDictionaryStmt: inSchema('text_search_dictionary', 'dictname'),
  AlterTableStmt: alterTable,
  AlterTypeStmt: inSchema('base_type', 'typeName'),
  AlterUserMappingStmt: (fields) => attributes(userMapping(fields)),
  CommentStmt: (fields) => {
    const ref = target(fields, 'objtype');
    return ref === null ? [] : [{ ref, what: 'comment' }];
  },
  CreateSchemaStmt: (fields) => {
    const owner = child(fields, 'authrole');
    return owned(global('schema', text(fields, 'schemaname') ?? roleName(owner)), owner);
  },
  CreateStatsStmt: (fields) =>
    list(fields, 'relations').flatMap((range) =>
      attributes(fromRange('relation', as(range, 'RangeVar'), null)),
    ),
  DropRoleStmt: (fields) =>
    list(fields, 'roles').map((role) => ({
      ref: global('role', roleName(as(role, 'RoleSpec'))),
      what: 'drop',
    })),
  DropStmt: (fields) =>
    list(fields, 'objects').flatMap((object) => {
      const ref = fromObject(kindOf(text(fields, 'removeType')) ?? 'object', object);
      return ref === null ? [] : [{ ref, what: 'drop' as const }];
    }),
  DropSubscriptionStmt: (fields) => [{ ref: global('subscription', text(fields, 'subname')), what: 'drop' }],
  DropUserMappingStmt: (fields) => [{ ref: userMapping(fields), what: 'drop' }],
  GrantRoleStmt: (fields) =>
    list(fields, 'grantee_roles').map((role) => ({
      ref: global('role', roleName(as(role, 'RoleSpec'))),
      what: 'grants',
    })),
  GrantStmt: granted,
  IndexStmt: ofRelation('relation', 'relation'),
  RenameStmt: renamed,
  SecLabelStmt: (fields) => attributes(target(fields, 'objtype')),
};

export function alteredBy(node: TreeValue | undefined): readonly Alteration[] {
  const found = typed(node);
  return found === null ? [] : (ALTERS[found.type]?.(found.fields) ?? []);
}

function owned(ref: ObjectRef | null, role: TreeNode | null): Alteration[] {
  const owner = roleName(role);
  return ref === null || owner === null ? [] : [{ ref, what: 'owner', owner }];
}

/** The object of a statement that names it by `relation`, or by `object`, under an object type. */
function target(fields: TreeNode, typeField: string): ObjectRef | null {
  const type = text(fields, typeField);
  const relation = child(fields, 'relation');
  if (relation !== null) return fromRange(relationKind(type), relation, null);
  return fromObject(kindOf(type) ?? 'object', fields.object);
}

function alterTable(fields: TreeNode): Alteration[] {
  const ref = fromRange(relationKind(text(fields, 'objtype')), child(fields, 'relation'), null);
  const commands = list(fields, 'cmds').map((command) => as(command, 'AlterTableCmd'));
  const [owners, others] = [
    commands.filter(changesOwner),
    commands.filter((command) => !changesOwner(command)),
  ];
  const dropped = others.flatMap((command): Alteration[] => {
    const kind = DROPS[text(command, 'subtype') ?? ''];
    const part = partOf(kind ?? '', child(fields, 'relation'), text(command, 'name') ?? '', null);
    return kind === undefined ? [] : [{ ref: part, what: 'drop' }];
  });
  return [
    ...(others.length > 0 ? attributes(ref) : []),
    ...dropped,
    ...owners.flatMap((command) => owned(ref, child(command, 'newowner'))),
  ];
}

const DROPS: Readonly<Record<string, string>> = { AT_DropColumn: 'column', AT_DropConstraint: 'constraint' };

export function changesOwner(command: TreeNode | null): boolean {
  return text(command, 'subtype') === 'AT_ChangeOwner';
}

const SUBNAMED = new Set(['column', 'constraint', 'trigger', 'policy', 'rule']);

function renamed(fields: TreeNode): Alteration[] {
  const type = text(fields, 'renameType');
  const kind = kindOf(type) ?? 'object';
  const sub = text(fields, 'subname');
  const relation = child(fields, 'relation');
  const newName = text(fields, 'newname') ?? '';
  const one = (ref: ObjectRef): Alteration[] => [{ ref, what: 'rename', newName }];
  if (relation !== null && sub !== null && SUBNAMED.has(kind)) return one(partOf(kind, relation, sub, null));
  if (type === 'OBJECT_DOMCONSTRAINT') {
    const domain = fromObject('domain', fields.object);
    return one(objectId(kind, domain?.schema ?? null, sub ?? '', { table: domain?.name ?? null }));
  }
  if (relation === null && sub !== null) return one(global(kind, sub));
  const ref = target(fields, 'renameType');
  return ref === null ? [] : one(ref);
}

function granted(fields: TreeNode): Alteration[] {
  const type = text(fields, 'objtype');
  const kind = relationKind(type) === 'composite_type' ? 'type' : relationKind(type);
  const grants = (ref: ObjectRef | null): Alteration[] => (ref === null ? [] : [{ ref, what: 'grants' }]);
  const objects = list(fields, 'objects');
  if (text(fields, 'targtype') === 'ACL_TARGET_ALL_IN_SCHEMA') {
    return strings(objects).flatMap((schema) => grants(objectId(kind, schema, ALL)));
  }
  const privileges = list(fields, 'privileges').map((value) => as(value, 'AccessPriv'));
  const columns = privileges.flatMap((privilege) => strings(list(privilege, 'cols')));
  const whole =
    privileges.length === 0 || privileges.some((privilege) => list(privilege, 'cols').length === 0);
  return objects.flatMap((object) => {
    const range = as(object, 'RangeVar');
    if (range === null) return grants(fromObject(kind, object));
    return [
      ...(whole ? grants(fromRange(kind, range, null)) : []),
      ...columns.flatMap((column) => grants(partOf('column', range, column, null))),
    ];
  });
}
