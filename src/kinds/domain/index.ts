import { quoteIdent, sqlName } from '../../model/id.js';
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
}

type Change = AlterContext<DomainAttributes>;
const alter = (o: Of<DomainAttributes>): string => `alter domain ${sqlName(o.id)}`;

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
  read: () =>
    `select ${row({
      ...TYPE_ROW,
      attributes: attributes({
        type: 'format_type(t.typbasetype, t.typtypmod)',
        collation:
          "(select quote_ident(cn.nspname) || '.' || quote_ident(co.collname) from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace join pg_type b on b.oid = t.typbasetype where co.oid = t.typcollation and t.typcollation <> b.typcollation)",
        default: 'pg_get_expr(t.typdefaultbin, 0)',
        notNull: 't.typnotnull',
      }),
    })} from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.typtype = 'd' and ${USER_SCHEMA}`,
  create: (o) => {
    const a = o.attributes;
    const clauses = [
      ...(a.collation === null ? [] : [`collate ${a.collation}`]),
      ...(a.default === null ? [] : [`default ${a.default}`]),
      ...(a.notNull ? ['not null'] : []),
    ];
    return [`create domain ${sqlName(o.id)} as ${[a.type, ...clauses].join(' ')}`];
  },
  drop: (o) => [`drop domain ${sqlName(o.id)}`],
  rename: (o, name) => [`${alter(o)} rename to ${quoteIdent(name)}`],
  // Tables that hold its values are read, and kept from being written.
  footprint: ({ verb, object, changed, tablesWith }) => {
    const tables =
      verb === 'alter' && changed.has('notNull') && object.attributes.notNull ? tablesWith(object.key) : [];
    return { others: tables.map((on) => ({ on, mode: 'SHARE' })), scan: tables.length > 0 };
  },
  document: domainDocument,
  attributes: {
    type: { alter: 'replace' },
    collation: { alter: 'replace' },
    default: {
      definition: true,
      alter: ({ after }: Change) => [
        `${alter(after)} ${after.attributes.default === null ? 'drop default' : `set default ${after.attributes.default}`}`,
      ],
      lock: null,
    },
    notNull: {
      alter: ({ after, around }: Change) =>
        after.attributes.notNull && inContainers(after.key, around)
          ? 'replace'
          : [`${alter(after)} ${after.attributes.notNull ? 'set' : 'drop'} not null`],
      lock: null,
    },
  },
});

export const kinds = [domain];
