import { currentRole } from '../current_role.js';
import { type AlterContext, defineKind, type Of } from '../kind.js';
import { attributes, row } from '../sql.js';
import { defaultPrivilegesDocument } from './manifest.js';
import { baseHeld, defaultPrivilegeSql, type Held, wordOf } from './sql.js';

export interface DefaultPrivilegesAttributes {
  /** Whose objects. */
  role: string;
  /** pg_default_acl.defaclobjtype: r S f T n L. */
  type: string;
  /** Sorted; the grantor is always the role itself. */
  grants: Held[];
}
const change = (
  o: Of<DefaultPrivilegesAttributes>,
  before: readonly Held[],
  after: readonly Held[],
): string[] =>
  defaultPrivilegeSql(
    { schema: o.id.schema, role: o.attributes.role, type: o.attributes.type },
    before,
    after,
  );
const baseOf = (o: Of<DefaultPrivilegesAttributes>, version: number): Held[] =>
  baseHeld(o.id.schema, o.attributes.type, o.attributes.role, version);

/** One object for each role, schema (or none) and type of object. It concerns what is made from then on. */
export const defaultPrivileges = defineKind<DefaultPrivilegesAttributes>({
  name: 'default_privileges',
  plural: 'default_privileges',
  sqlType: 'DEFAULT PRIVILEGES',
  catalog: 'pg_default_acl',
  spelling: currentRole,
  part: false,
  global: true,
  owned: false,
  privileges: null,
  rank: 20,
  // What the plan itself makes is made under the privileges that were read.
  order: { up: 'last', down: 'last' },
  read: () =>
    `select ${row({
      oid: 'd.oid',
      schema: 'n.nspname',
      name: `pg_get_userbyid(d.defaclrole) || ' on ' || ${wordOf('d.defaclobjtype')}`,
      attributes: attributes({
        role: 'pg_get_userbyid(d.defaclrole)',
        type: 'd.defaclobjtype',
        grants: `coalesce((select jsonb_agg(jsonb_build_object('grantee', case when g.grantee = 0 then 'PUBLIC' else pg_get_userbyid(g.grantee)::text end, 'privilege', g.privilege_type, 'grantable', g.is_grantable)
          order by (case when g.grantee = 0 then 'PUBLIC' else pg_get_userbyid(g.grantee)::text end) collate "C", g.privilege_type) from aclexplode(d.defaclacl) g), '[]'::jsonb)`,
      }),
    })} from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace`,
  role: (o) => o.attributes.role,
  create: (o, around) => change(o, baseOf(o, around.version), o.attributes.grants),
  drop: (o, around) => change(o, o.attributes.grants, baseOf(o, around.version)),
  // MAINTAIN came with 17.
  adapt: (o, version) => {
    const { grants } = o.attributes;
    return version >= 170000
      ? o
      : {
          ...o,
          attributes: { ...o.attributes, grants: grants.filter((held) => held.privilege !== 'MAINTAIN') },
        };
  },
  document: defaultPrivilegesDocument,
  attributes: {
    role: { alter: 'replace' },
    type: { alter: 'replace' },
    grants: {
      alter: ({ before, after }: AlterContext<DefaultPrivilegesAttributes>) =>
        change(after, before.attributes.grants, after.attributes.grants),
    },
  },
});

export const kinds = [defaultPrivileges];
