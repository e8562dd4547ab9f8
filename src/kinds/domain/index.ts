import { automaticName } from '../../model/automatic-name.js';
import { keyOf, type ObjectId, quoteIdent, quoteLiteral, sqlName } from '../../model/id.js';
import { narrows } from '../column/narrows.js';
import { inColumns } from '../in-columns.js';
import { type AlterContext, defineKind, type Of } from '../kind.js';
import { attributes, row, TYPE_ROW, USER_SCHEMA } from '../sql.js';
import { inContainers } from './containers.js';
import { domainDocument } from './manifest.js';

export interface DomainAttributes {
  /** The type it stands on. */
  type: string;
  collation: string | null;
  default: string | null;
  notNull: boolean;
  /** From 17 on NOT NULL is a constraint: its name where it is not the automatic one, and its comment. */
  notNullName: string | null;
  notNullComment: string | null;
}

type Change = AlterContext<DomainAttributes>;
type Domain = Of<DomainAttributes>;
const NAMED_NOT_NULL = 170000;

const automatic = ({ name }: ObjectId): string => automaticName(name, null, 'not_null');
const constraint = (o: Domain): string => quoteIdent(o.attributes.notNullName ?? automatic(o.id));
const commentOn = (o: Domain): string => {
  const text = o.attributes.notNullComment;
  return `comment on constraint ${constraint(o)} on domain ${sqlName(o.id)} is ${text === null ? 'null' : quoteLiteral(text)}`;
};
const alter = (o: Of<DomainAttributes>): string => `alter domain ${sqlName(o.id)}`;

const commented = (o: Domain): string[] =>
  o.attributes.notNull && o.attributes.notNullComment !== null ? [commentOn(o)] : [];
const notNullClause = (o: Domain): string =>
  o.attributes.notNullName === null ? 'not null' : `constraint ${constraint(o)} not null`;

function created(o: Domain): string {
  const a = o.attributes;
  const clauses = [
    ...(a.collation === null ? [] : [`collate ${a.collation}`]),
    ...(a.default === null ? [] : [`default ${a.default}`]),
    ...(a.notNull ? [notNullClause(o)] : []),
  ];
  return `create domain ${sqlName(o.id)} as ${[a.type, ...clauses].join(' ')}`;
}

function alterNotNull({ before, after, changed, around }: Change): string[] | 'replace' {
  const { notNull, notNullName } = after.attributes;
  if (!notNull) return [`${alter(after)} drop not null`];
  if (!before.attributes.notNull) {
    if (inContainers(after.key, around)) return 'replace';
    const set = notNullName === null ? 'set not null' : `add ${notNullClause(after)}`;
    return [`${alter(after)} ${set}`, ...commented(after)];
  }
  const rename = `${alter(after)} rename constraint ${constraint(before)} to ${constraint(after)}`;
  return [
    ...(changed.has('notNullName') ? [rename] : []),
    ...(changed.has('notNullComment') ? [commentOn(after)] : []),
  ];
}

/** Checks are parts, made behind it: each has its name, and may have a comment. */
export const domain = defineKind<DomainAttributes>({
  name: 'domain',
  plural: 'domains',
  sqlType: 'DOMAIN',
  catalog: 'pg_type',
  part: false,
  holdsParts: true,
  owned: true,
  privileges: { letter: 'T', word: 'DOMAIN', defaults: 'T' },
  rank: 2,
  read: (version) =>
    `select ${row({
      ...TYPE_ROW,
      attributes: attributes({
        type: 'format_type(t.typbasetype, t.typtypmod)',
        collation:
          "(select quote_ident(cn.nspname) || '.' || quote_ident(co.collname) from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace join pg_type b on b.oid = t.typbasetype where co.oid = t.typcollation and t.typcollation <> b.typcollation)",
        default: 'pg_get_expr(t.typdefaultbin, 0)',
        notNull: 't.typnotnull',
        ...(version >= NAMED_NOT_NULL
          ? {
              notNullName: `case when k.conname = t.typname || '_not_null'
                or (octet_length(t.typname || '_not_null') > 63 and k.conname ~ '_not_null[0-9]*$') then null else k.conname end`,
              notNullComment: "obj_description(k.oid, 'pg_constraint')",
            }
          : { notNullName: 'null', notNullComment: 'null' }),
      }),
    })} from pg_type t join pg_namespace n on n.oid = t.typnamespace${
      version >= NAMED_NOT_NULL ? " left join pg_constraint k on k.contypid = t.oid and k.contype = 'n'" : ''
    } where t.typtype = 'd' and ${USER_SCHEMA}`,
  create: (o) => [created(o), ...commented(o)],
  drop: (o) => [`drop domain ${sqlName(o.id)}`],
  // The automatic name of its NOT NULL is the old one's meanwhile (17+).
  standsAside: (o) => [
    created({
      ...o,
      attributes: { ...o.attributes, notNullName: o.attributes.notNullName ?? automatic(o.id) },
    }),
  ],
  rename: (o, name) => [`${alter(o)} rename to ${quoteIdent(name)}`],
  // The constraint keeps its name.
  renamedIn: ({ id, attributes: a }, now, version) => {
    if (version < NAMED_NOT_NULL) return {};
    const name = a.notNullName ?? automatic(id);
    const renamed = now(keyOf(id));
    return a.notNull && renamed !== null ? { notNullName: name === automatic(renamed) ? null : name } : {};
  },
  adapt: (o, version) =>
    version >= NAMED_NOT_NULL
      ? o
      : { ...o, attributes: { ...o.attributes, notNullName: null, notNullComment: null } },
  // Tables that hold its values are read, and kept from being written.
  footprint: ({ verb, object, changed, tablesWith }) => {
    const tables =
      verb === 'alter' && changed.has('notNull') && object.attributes.notNull ? tablesWith(object.key) : [];
    return { others: tables.map((on) => ({ on, mode: 'SHARE' })), scan: tables.length > 0 };
  },
  document: domainDocument,
  attributes: {
    type: {
      alter: 'replace',
      destructive: ({ before, after, around }) =>
        narrows(before.attributes.type, after.attributes.type) && inColumns(after, around),
    },
    collation: { alter: 'replace' },
    default: {
      definition: true,
      alter: ({ after }: Change) => [
        `${alter(after)} ${after.attributes.default === null ? 'drop default' : `set default ${after.attributes.default}`}`,
      ],
      lock: null,
    },
    notNull: { alter: alterNotNull, lock: null },
    notNullName: { alter: alterNotNull, lock: null },
    notNullComment: { alter: alterNotNull, lock: null },
  },
});

export const kinds = [domain];
