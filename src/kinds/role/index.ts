import { quoteIdent, quoteLiteral } from '../../model/id.js';
import { type AlterContext, defineKind, type Of } from '../kind.js';
import { settingClause } from '../routine/settings.js';
import { attributes, row } from '../sql.js';
import { FRESH, type Membership, type RoleAttributes } from './attributes.js';
import { modelRoles } from './model.js';

type Change = AlterContext<RoleAttributes>;

const FLAGS: readonly [keyof RoleAttributes & ('login' | 'inherit' | 'createDb' | 'createRole'), string][] = [
  ['login', 'login'],
  ['inherit', 'inherit'],
  ['createDb', 'createdb'],
  ['createRole', 'createrole'],
];

/** Options of CREATE and ALTER ROLE in which one role differs from another. */
function options(from: RoleAttributes, to: RoleAttributes): string {
  return [
    ...FLAGS.flatMap(([key, word]) => (from[key] === to[key] ? [] : [` ${to[key] ? '' : 'no'}${word}`])),
    ...(from.connectionLimit === to.connectionLimit ? [] : [` connection limit ${to.connectionLimit}`]),
    ...(from.validUntil === to.validUntil
      ? []
      : [` valid until ${quoteLiteral(to.validUntil ?? 'infinity')}`]),
  ].join('');
}

function settings(head: string, from: readonly string[], to: readonly string[]): string[] {
  const nameOf = (setting: string): string => setting.slice(0, setting.indexOf('='));
  return [
    ...from
      .filter((old) => !to.some((setting) => nameOf(setting) === nameOf(old)))
      .map((old) => `${head} reset ${nameOf(old)}`),
    ...to.filter((setting) => !from.includes(setting)).map((setting) => `${head} ${settingClause(setting)}`),
  ];
}

function grantMembership(name: string, member: Membership, version: number): string {
  const words =
    version >= 160000
      ? ` with admin ${member.admin}, inherit ${member.inherit}, set ${member.set}`
      : member.admin
        ? ' with admin option'
        : '';
  return `grant ${quoteIdent(member.role)} to ${name}${words}`;
}

/** What who makes a role has of it from 16 on, without being a superuser: nothing but the right to give it (manual, CREATE ROLE). */
const isMakers = ({ admin, inherit, set }: Membership): boolean => admin && !inherit && !set;

/** Memberships as far as state decides them: what the maker of a role has of it stays unless state names it. */
function decided(was: readonly Membership[], will: readonly Membership[]): Membership[] {
  return was.filter((one) => !isMakers(one) || will.some(({ role }) => role === one.role));
}

const texts = (list: readonly Membership[]): string =>
  JSON.stringify(list.map(({ role, admin, inherit, set }) => [role, admin, inherit, set]));

function memberships(
  name: string,
  from: readonly Membership[],
  to: readonly Membership[],
  version: number,
): string[] {
  const known = new Map(from.map((member) => [member.role, member]));
  return [
    ...from
      .filter((old) => !to.some((member) => member.role === old.role))
      .map((old) => `revoke ${quoteIdent(old.role)} from ${name}`),
    ...to.flatMap((member) => {
      const old = known.get(member.role);
      if (old === undefined) return [grantMembership(name, member, version)];
      if (old.admin === member.admin && old.inherit === member.inherit && old.set === member.set) return [];
      const lost = old.admin && !member.admin && version < 160000;
      return lost
        ? [`revoke admin option for ${quoteIdent(member.role)} from ${name}`]
        : [grantMembership(name, member, version)];
    }),
  ];
}

function change(o: Of<RoleAttributes>, from: RoleAttributes, version: number, database: string): string[] {
  const name = quoteIdent(o.id.name);
  const a = o.attributes;
  return [
    ...settings(`alter role ${name}`, from.settings, a.settings),
    ...settings(
      `alter role ${name} in database ${quoteIdent(database)}`,
      from.databaseSettings,
      a.databaseSettings,
    ),
    ...memberships(name, decided(from.memberOf, a.memberOf), a.memberOf, version),
  ];
}

function alter({ before, after, around }: Change): string[] {
  const said = options(before.attributes, after.attributes);
  return [
    ...(said === '' ? [] : [`alter role ${quoteIdent(after.id.name)}${said}`]),
    ...change(after, before.attributes, around.version, around.catalog.settings.database ?? ''),
  ];
}
const rule = { alter };

const config = (database: string): string =>
  `coalesce((select jsonb_agg(c order by c collate "C") from pg_db_role_setting s, unnest(s.setconfig) c where s.setrole = r.oid and s.setdatabase = ${database}), '[]'::jsonb)`;

/** The server's roles, opt-in: only those that state names. Statements about them are modelled, never run in a scratch. */
export const role = defineKind<RoleAttributes>({
  name: 'role',
  plural: 'roles',
  sqlType: 'ROLE',
  catalog: 'pg_authid',
  part: false,
  global: true,
  owned: false,
  asConnecting: true,
  shared: true,
  madeBy: 'createrole',
  privileges: null,
  rank: 0,
  order: { up: 'first', down: 'last' },
  model: modelRoles,
  read: (version) =>
    `select ${row({
      oid: 'r.oid',
      name: 'r.rolname',
      attributes: attributes({
        login: 'r.rolcanlogin',
        inherit: 'r.rolinherit',
        createDb: 'r.rolcreatedb',
        createRole: 'r.rolcreaterole',
        superuserFlags:
          "(select coalesce(jsonb_agg(f.name), '[]'::jsonb) from (values ('superuser', r.rolsuper), ('replication', r.rolreplication), ('bypassrls', r.rolbypassrls)) f(name, held) where f.held)",
        connectionLimit: 'r.rolconnlimit',
        validUntil: "case when r.rolvaliduntil = 'infinity' then null else r.rolvaliduntil::text end",
        settings: config('0'),
        databaseSettings: config('(select d.oid from pg_database d where d.datname = current_database())'),
        memberOf: `coalesce((select jsonb_agg(jsonb_build_object('role', m.name, 'admin', m.admin, 'inherit', m.inherit, 'set', m.set) order by m.name collate "C") from (
          select g.rolname::text as name, bool_or(m.admin_option) as admin, ${
            version >= 160000
              ? 'bool_or(m.inherit_option) as inherit, bool_or(m.set_option) as set'
              : 'true as inherit, true as set'
          } from pg_auth_members m join pg_roles g on g.oid = m.roleid where m.member = r.oid group by 1) m), '[]'::jsonb)`,
      }),
    })} from pg_roles r where r.rolname !~ '^pg_'`,
  create: (o, around) => [
    `create role ${quoteIdent(o.id.name)}${options(FRESH, o.attributes)}`,
    ...change(o, FRESH, around.version, around.catalog.settings.database ?? ''),
  ],
  drop: (o) => [`drop role ${quoteIdent(o.id.name)}`],
  rename: (o, name) => [`alter role ${quoteIdent(o.id.name)} rename to ${quoteIdent(name)}`],
  attributes: {
    login: rule,
    inherit: rule,
    createDb: rule,
    createRole: rule,
    superuserFlags: { alter: () => [], unordered: true, leftAlone: 'only superusers set it' },
    connectionLimit: rule,
    validUntil: rule,
    settings: rule,
    databaseSettings: rule,
    memberOf: {
      ...rule,
      stays: (was, will) => texts(decided(was.memberOf, will.memberOf)) === texts(will.memberOf),
    },
  },
});

export const kinds = [role];
