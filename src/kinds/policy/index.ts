import { quoteIdent } from '../../model/id.js';
import { type AlterContext, defineKind, type Of } from '../kind.js';
import { relationOf } from '../relation.js';
import { attributes, row, USER_SCHEMA } from '../sql.js';
import { COMMANDS, policyEntry } from './manifest.js';

export interface PolicyAttributes {
  permissive: boolean;
  /** `*` all, r select, a insert, w update, d delete. */
  command: string;
  /** Role names, sorted; `PUBLIC` for everybody. */
  roles: string[];
  using: string | null;
  withCheck: string | null;
}
/** The privilege that each of pg_policy.polcmd's letters is about. */
const PRIVILEGES: Record<string, string> = { r: 'SELECT', a: 'INSERT', w: 'UPDATE', d: 'DELETE' };
type Change = AlterContext<PolicyAttributes>;

const roleList = (o: Of<PolicyAttributes>): string =>
  o.attributes.roles.map((role) => (role === 'PUBLIC' ? 'public' : quoteIdent(role))).join(', ');

function alter({ before, after, changed }: Change): string[] | 'replace' {
  const [b, a] = [before.attributes, after.attributes];
  if ((b.using !== null && a.using === null) || (b.withCheck !== null && a.withCheck === null))
    return 'replace';
  const parts = [
    ...(changed.has('roles') ? [`to ${roleList(after)}`] : []),
    ...(changed.has('using') ? [`using (${a.using})`] : []),
    ...(changed.has('withCheck') ? [`with check (${a.withCheck})`] : []),
  ];
  return [`alter policy ${quoteIdent(after.id.name)} on ${relationOf(after)} ${parts.join(' ')}`];
}

/** ALTER POLICY with other expressions, where it has one at all. */
function define(
  { id, attributes: a }: Of<PolicyAttributes>,
  using: string | null,
  check: string | null,
): string {
  const clauses = [
    ...(a.using === null ? [] : [`using (${using})`]),
    ...(a.withCheck === null ? [] : [`with check (${check})`]),
  ];
  return `alter policy ${quoteIdent(id.name)} on ${relationOf({ id })} ${clauses.join(' ')}`;
}

export const policy = defineKind<PolicyAttributes>({
  name: 'policy',
  plural: 'policies',
  sqlType: 'POLICY',
  catalog: 'pg_policy',
  part: true,
  owned: false,
  privileges: null,
  rank: 12,
  read: () =>
    `select ${row({
      oid: 'p.oid',
      schema: 'n.nspname',
      table: 'c.relname',
      name: 'p.polname',
      relid: 'c.oid',
      attributes: attributes({
        permissive: 'p.polpermissive',
        command: 'p.polcmd',
        roles: `(select jsonb_agg(case when r.oid = 0 then 'PUBLIC' else pg_get_userbyid(r.oid)::text end order by case when r.oid = 0 then 'PUBLIC' else pg_get_userbyid(r.oid)::text end collate "C") from unnest(p.polroles) as r(oid))`,
        using: 'pg_get_expr(p.polqual, p.polrelid)',
        withCheck: 'pg_get_expr(p.polwithcheck, p.polrelid)',
      }),
    })} from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace where ${USER_SCHEMA}`,
  create: (o) => {
    const a = o.attributes;
    return [
      `create policy ${quoteIdent(o.id.name)} on ${relationOf(o)}${a.permissive ? '' : ' as restrictive'} for ${COMMANDS[a.command]} to ${roleList(o)}${
        a.using === null ? '' : ` using (${a.using})`
      }${a.withCheck === null ? '' : ` with check (${a.withCheck})`}`,
    ];
  },
  // No row passes until it is whole again.
  opens: {
    hollow: (o) => define(o, 'false', 'false'),
    whole: (o) => define(o, o.attributes.using, o.attributes.withCheck),
  },
  drop: (o) => [`drop policy ${quoteIdent(o.id.name)} on ${relationOf(o)}`],
  rename: (o, name) => [
    `alter policy ${quoteIdent(o.id.name)} on ${relationOf(o)} rename to ${quoteIdent(name)}`,
  ],
  rowPolicy: ({ attributes: a }) => ({
    permissive: a.permissive,
    privileges: a.command === '*' ? Object.values(PRIVILEGES) : [PRIVILEGES[a.command] ?? ''],
    roles: a.roles,
    using: a.using,
    check: a.withCheck,
  }),
  commentTarget: (o) => `POLICY ${quoteIdent(o.id.name)} ON ${relationOf(o)}`,
  entry: policyEntry,
  attributes: {
    permissive: { alter: 'replace' },
    command: { alter: 'replace' },
    roles: { alter },
    using: { alter, definition: true },
    withCheck: { alter, definition: true },
  },
});

export const kinds = [policy];
