import { quoteIdent } from '../../model/id.js';
import { defineKind } from '../kind.js';
import { attributes, row } from '../sql.js';

interface UserMappingAttributes {
  /** `PUBLIC` for everybody without a mapping of their own. */
  user: string;
  server: string;
  /** A digest of each option's value by name; `null` where who reads may not see them. */
  options: { [name: string]: string } | null;
}

const target = (a: UserMappingAttributes): string =>
  `user mapping for ${a.user === 'PUBLIC' ? 'public' : quoteIdent(a.user)} server ${quoteIdent(a.server)}`;

/** The view's own condition for showing options (pg_user_mappings in the manual). */
const READABLE = `(u.umuser <> 0 and u.usename = current_user and (pg_has_role(s.srvowner, 'USAGE') or has_server_privilege(s.oid, 'USAGE'))
  or u.umuser = 0 and pg_has_role(s.srvowner, 'USAGE') or (select r.rolsuper from pg_roles r where r.rolname = current_user))`;

/**
 * Its options hold passwords: the server gives their digests only, so they can be compared but never printed. A mapping
 * is made by the user's own statement; nothing depends on it, so a change makes it anew.
 */
export const userMapping = defineKind<UserMappingAttributes>({
  name: 'user_mapping',
  plural: 'user_mappings',
  sqlType: 'USER MAPPING',
  catalog: 'pg_user_mapping',
  part: false,
  owned: false,
  asConnecting: true,
  secret: true,
  privileges: null,
  rank: 13,
  // pg_user_mapping itself is closed; the view hides options from those who may not see them.
  read: () =>
    `select ${row({
      oid: 'u.umid',
      name: "u.usename || ' on ' || u.srvname",
      attributes: attributes({
        user: "case when u.umuser = 0 then 'PUBLIC' else u.usename::text end",
        server: 'u.srvname',
        options: `case when ${READABLE} then coalesce((select jsonb_object_agg(o.option_name,
          encode(sha256(convert_to(u.usename || u.srvname || coalesce(o.option_value, ''), 'UTF8')), 'hex')) from pg_options_to_table(u.umoptions) o), '{}'::jsonb) end`,
      }),
    })} from pg_user_mappings u join pg_foreign_server s on s.oid = u.srvid`,
  create: (o) => [o.declaration?.text ?? `create ${target(o.attributes)}`],
  drop: (o) => [`drop ${target(o.attributes)}`],
  attributes: { user: { alter: 'replace' }, server: { alter: 'replace' }, options: { alter: 'replace', unverifiable: true } },
});
