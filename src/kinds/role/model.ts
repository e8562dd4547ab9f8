import type { Session } from '../../database/session.js';
import type { StateStatement } from '../../manifest/state.js';
import type { CatalogObject } from '../../model/catalog.js';
import { type Problem, UserError } from '../../model/errors.js';
import { compareText, keyOf, objectId } from '../../model/id.js';
import { parseStatement } from '../../sql/index.js';
import {
  as,
  child,
  items,
  list,
  number,
  stringOf,
  strings,
  type TreeNode,
  type TreeValue,
  text,
  typed,
} from '../../sql/node.js';
import type { Modelled, Modelling } from '../kind.js';
import { Roles } from './drafts.js';
import { settingOf } from './setting.js';

/** The roles that state names, as its statements leave them. Asks the session only how a point in time is printed. */
export async function modelRoles(
  session: Session,
  statements: readonly StateStatement[],
  { live, read, owner, ownRoles }: Modelling,
): Promise<readonly Modelled[]> {
  const roles = new Roles(live, read, owner);
  for (const statement of statements) {
    if (statement.class !== 'modelled') continue;
    const parsed = parseStatement(statement.sql);
    const found = parsed.kind === 'parsed' ? typed(parsed.tree.node) : null;
    roles.reads(statement);
    if (found !== null) apply(roles, found.type, found.fields);
  }
  if (roles.unknown.size > 0)
    throw new UserError([...roles.unknown].map(([name, statement]) => missing(name, statement)));
  // Made by a DO block, in a scratch with roles of its own; those of the live server are not the state's.
  for (const { id } of ownRoles ? read.objects.values() : []) {
    if (id.kind === 'role' && !live.roles.has(id.name) && !roles.dropped.has(id.name)) roles.draft(id.name);
  }
  const result: Modelled[] = [];
  for (const [name, { attributes, says, comment }] of roles.drafts) {
    const validUntil = says.has('validUntil')
      ? await instant(session, attributes.validUntil)
      : attributes.validUntil;
    const id = objectId('role', null, name);
    const object: CatalogObject = {
      id,
      key: keyOf(id),
      attributes: { ...attributes, validUntil },
      owner: null,
      grants: null,
      comment,
      parent: null,
      dependsOn: attributes.memberOf.map(({ role }) => ({
        on: keyOf(objectId('role', null, role)),
        type: 'normal' as const,
      })),
      extension: null,
      address: { catalog: 'pg_authid', oid: 0, sub: 0 },
    };
    result.push({ object, says });
  }
  return result;
}

function missing(name: string, { at, line }: StateStatement): Problem {
  return {
    code: 'sql_42704',
    message: `role "${name}" does not exist`,
    at,
    source: line(at),
    hint: 'declare it in state, or make it by hand first',
  };
}

async function instant(session: Session, said: string | null): Promise<string | null> {
  if (said === null || said === 'infinity') return null;
  const [row] = await session.query<{ text: string }>(
    "select ($1::timestamptz at time zone 'UTC')::text || '+00' as text",
    [said],
  );
  return row?.text ?? said;
}

function apply(roles: Roles, type: string, fields: TreeNode): void {
  if (type === 'CreateRoleStmt') {
    const name = text(fields, 'role') ?? '';
    roles.make(name, text(fields, 'stmt_type') === 'ROLESTMT_USER');
    options(roles, name, list(fields, 'options'), true);
  } else if (type === 'AlterRoleStmt') {
    options(
      roles,
      roles.nameOf(child(fields, 'role')),
      list(fields, 'options'),
      number(fields, 'action') >= 0,
    );
  } else if (type === 'AlterRoleSetStmt') {
    if (child(fields, 'role') !== null) setting(roles, fields);
  } else if (type === 'GrantRoleStmt') membership(roles, fields);
  else if (type === 'DropRoleStmt') {
    for (const role of list(fields, 'roles')) roles.drop(roles.nameOf(as(role, 'RoleSpec')));
  } else if (type === 'CommentStmt' && text(fields, 'objtype') === 'OBJECT_ROLE') {
    roles.draft(stringOf(fields.object) ?? '').comment = text(fields, 'comment');
  } else if (type === 'RenameStmt' && text(fields, 'renameType') === 'OBJECT_ROLE') {
    const from = text(fields, 'subname') ?? '';
    const draft = roles.drafts.get(from);
    const name = text(fields, 'newname') ?? '';
    if (draft !== undefined) roles.drafts.set(name, draft);
    roles.unknown.delete(name);
    roles.drop(from);
  }
}

const FLAGS: Readonly<Record<string, 'login' | 'inherit' | 'createDb' | 'createRole'>> = {
  canlogin: 'login',
  inherit: 'inherit',
  createdb: 'createDb',
  createrole: 'createRole',
};

/** What only superusers set: said to the user where it is not so, and never changed. */
const SUPERUSER_FLAGS: Readonly<Record<string, string>> = {
  superuser: 'superuser',
  isreplication: 'replication',
  bypassrls: 'bypassrls',
};

/** `joins`: whether the members that are named come or go. Passwords are passed over. */
function options(roles: Roles, name: string, given: readonly TreeValue[], joins: boolean): void {
  for (const value of given) {
    const option = as(value, 'DefElem');
    const key = text(option, 'defname') ?? '';
    const names = items(option?.arg).map((spec) => roles.nameOf(as(spec, 'RoleSpec')));
    const flag = FLAGS[key];
    const beyond = SUPERUSER_FLAGS[key];
    if (flag !== undefined) roles.set(name, flag, isOn(option));
    else if (beyond !== undefined) roles.flag(name, beyond, isOn(option));
    else if (key === 'connectionlimit')
      roles.set(name, 'connectionLimit', number(as(option?.arg, 'Integer'), 'ival'));
    else if (key === 'validUntil')
      roles.set(name, 'validUntil', strings(option?.arg === undefined ? [] : [option.arg])[0] ?? null);
    else if (key === 'addroleto') for (const group of names) roles.join(name, group, {});
    else if (key === 'rolemembers' || key === 'adminmembers') {
      for (const member of names) {
        if (joins) roles.join(member, name, key === 'adminmembers' ? { admin: true } : {});
        else roles.leave(member, name);
      }
    }
  }
}

const isOn = (option: TreeNode | null): boolean => as(option?.arg, 'Boolean')?.boolval === true;

function membership(roles: Roles, fields: TreeNode): void {
  const grants = fields.is_grant === true;
  const given = list(fields, 'opt').map((value) => as(value, 'DefElem'));
  const said = Object.fromEntries(given.map((option) => [text(option, 'defname') ?? '', isOn(option)]));
  for (const value of list(fields, 'granted_roles')) {
    const group = text(as(value, 'AccessPriv'), 'priv_name') ?? '';
    for (const spec of list(fields, 'grantee_roles')) {
      const member = roles.nameOf(as(spec, 'RoleSpec'));
      if (grants || given.length > 0) roles.join(member, group, said);
      else roles.leave(member, group);
    }
  }
}

function setting(roles: Roles, fields: TreeNode): void {
  const name = roles.nameOf(child(fields, 'role'));
  const key = text(fields, 'database') === null ? 'settings' : 'databaseSettings';
  const set = child(fields, 'setstmt');
  const gone = text(set, 'kind') === 'VAR_RESET_ALL';
  const said = settingOf(set);
  const rest = gone
    ? []
    : roles.draft(name).attributes[key].filter((one) => !one.startsWith(`${said.name}=`));
  roles.set(
    name,
    key,
    (said.value === null ? rest : [...rest, `${said.name}=${said.value}`]).sort(compareText),
  );
}
