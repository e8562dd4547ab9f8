import { createHash } from 'node:crypto';
import type { StateStatement } from '../../manifest/state.js';
import { type Key, keyOf, type ObjectId, objectId, quoteIdent, quoteLiteral } from '../../model/id.js';
import { parseStatement } from '../../sql/index.js';
import { as, list, strings, typed } from '../../sql/node.js';
import { currentRole } from '../current_role.js';
import { optionsClause } from '../foreign.js';
import { defineKind } from '../kind.js';
import { attributes, row } from '../sql.js';
import { userMappingDocument } from './manifest.js';
import { PLAIN, plainOptions, type UserMappingAttributes } from './options.js';

const target = (a: UserMappingAttributes): string =>
  `user mapping for ${a.user === 'PUBLIC' ? 'public' : quoteIdent(a.user)} server ${quoteIdent(a.server)}`;

const serverOf = (a: UserMappingAttributes, now: (key: Key) => ObjectId | null): string =>
  now(keyOf(objectId('server', null, a.server)))?.name ?? a.server;

const digest = (a: UserMappingAttributes, value: string): string =>
  createHash('sha256')
    .update(`${a.user === 'PUBLIC' ? 'public' : a.user}${a.server}${value}`)
    .digest('hex');

/** Every option's value in state's statements about user mappings: those that their digests are of. */
function literals(statements: readonly StateStatement[]): string[] {
  return statements.flatMap((statement) => {
    if (!/^\s*(create|alter)\s+user\s+mapping\b/i.test(statement.sql)) return [];
    const parsed = parseStatement(statement.sql);
    const fields = parsed.kind === 'parsed' ? (typed(parsed.tree.node)?.fields ?? null) : null;
    return strings(list(fields, 'options').flatMap((value) => as(value, 'DefElem')?.arg ?? []));
  });
}

/** The view's own condition for showing options (pg_user_mappings in the manual). */
const READABLE = `(u.umuser <> 0 and u.usename = current_user and (pg_has_role(s.srvowner, 'USAGE') or has_server_privilege(s.oid, 'USAGE'))
  or u.umuser = 0 and pg_has_role(s.srvowner, 'USAGE') or (select r.rolsuper from pg_roles r where r.rolname = current_user))`;

/**
 * Its options hold passwords: but for the user's name, the server gives their digests only, so they can be compared but never printed. A mapping
 * is made by the user's own statement; nothing depends on it, so a change makes it anew.
 */
export const userMapping = defineKind<UserMappingAttributes>({
  name: 'user_mapping',
  plural: 'user_mappings',
  sqlType: 'USER MAPPING',
  catalog: 'pg_user_mapping',
  part: false,
  global: true,
  owned: false,
  asConnecting: true,
  secret: true,
  hides: (o) => plainOptions(o.attributes) === null,
  privileges: null,
  rank: 13,
  spelling: currentRole,
  // pg_user_mapping itself is closed; the view hides options from those who may not see them.
  read: () =>
    `select ${row({
      oid: 'u.umid',
      name: "u.usename || ' on ' || u.srvname",
      attributes: attributes({
        user: "case when u.umuser = 0 then 'PUBLIC' else u.usename::text end",
        server: 'u.srvname',
        options: `case when ${READABLE} then coalesce((select jsonb_object_agg(o.option_name,
          case when o.option_name in (${PLAIN.map(quoteLiteral).join(', ')}) then o.option_value
            else encode(sha256(convert_to(u.usename || u.srvname || coalesce(o.option_value, ''), 'UTF8')), 'hex') end) from pg_options_to_table(u.umoptions) o), '{}'::jsonb) end`,
      }),
    })} from pg_user_mappings u join pg_foreign_server s on s.oid = u.srvid`,
  create: (o) => [
    o.declaration?.text ?? `create ${target(o.attributes)}${optionsClause(plainOptions(o.attributes) ?? {})}`,
  ],
  told: ({ attributes: a }, statements) => {
    const values = new Map(literals(statements).map((value) => [digest(a, value), value]));
    const options = Object.entries(a.options ?? {}).map(
      ([name, value]) => [name, PLAIN.includes(name) ? value : values.get(value)] as const,
    );
    if (options.some(([, value]) => value === undefined)) return null;
    return `create ${target(a)}${optionsClause(Object.fromEntries(options.map(([name, value]) => [name, value ?? ''])))}`;
  },
  withoutSecrets: (o) =>
    plainOptions(o.attributes) !== null
      ? null
      : {
          object: { ...o, attributes: { ...o.attributes, options: {} } },
          left: `without its options, which are kept nowhere: alter ${target(o.attributes)} options (…)`,
        },
  drop: (o) => [`drop ${target(o.attributes)}`],
  nameOf: ({ attributes: a }, now) => `${a.user === 'PUBLIC' ? 'public' : a.user} on ${serverOf(a, now.of)}`,
  renamedIn: ({ attributes: a }, now) => ({ server: serverOf(a, now) }),
  document: userMappingDocument,
  attributes: {
    user: { alter: 'replace' },
    server: { alter: 'replace' },
    options: { alter: 'replace', unverifiable: true },
  },
});

export const kinds = [userMapping];
