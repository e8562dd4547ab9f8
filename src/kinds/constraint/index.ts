import { quoteIdent } from '../../model/id.js';
import { defineKind, type Of } from '../kind.js';
import { relationOf } from '../relation.js';
import { attributes, row, USER_SCHEMA } from '../sql.js';
import { constraintEntry } from './manifest.js';

export interface ConstraintAttributes {
  /** pg_constraint.contype: p primary key, u unique, c check, f foreign key, x exclusion, n not null. */
  type: string;
  /** pg_get_constraintdef without DEFERRABLE, INITIALLY DEFERRED, NOT VALID and NOT ENFORCED. */
  definition: string;
  deferrable: boolean;
  deferred: boolean;
  validated: boolean;
  enforced: boolean;
  /** Storage parameters of the index behind it. */
  options: string[];
  clustered: boolean;
}

function clause(o: Of<ConstraintAttributes>): string {
  const a = o.attributes;
  return [
    a.definition,
    ...(a.deferrable ? ['deferrable'] : []),
    ...(a.deferred ? ['initially deferred'] : []),
    ...(a.enforced ? [] : ['not enforced']),
    ...(a.validated || !a.enforced ? [] : ['not valid']),
  ].join(' ');
}

const alter = (o: Of<ConstraintAttributes>): string => `alter table ${relationOf(o)}`;
const timing = (o: Of<ConstraintAttributes>): string =>
  `${alter(o)} alter constraint ${quoteIdent(o.id.name)} ${o.attributes.deferrable ? 'deferrable' : 'not deferrable'} ${
    o.attributes.deferred ? 'initially deferred' : 'initially immediate'
  }`;

export const constraint = defineKind<ConstraintAttributes>({
  name: 'constraint',
  plural: 'constraints',
  sqlType: 'CONSTRAINT',
  catalog: 'pg_constraint',
  part: true,
  makesRelation: (o) => 'pux'.includes(o.attributes.type),
  survivesRetype: true,
  owned: false,
  privileges: null,
  rank: 6,
  // Clones on partitions and inherited copies are their parent's; constraint triggers are triggers.
  read: (version) =>
    `select ${row({
      oid: 'k.oid',
      schema: 'n.nspname',
      table: 'c.relname',
      name: 'k.conname',
      relid: 'c.oid',
      attributes: attributes({
        type: 'k.contype',
        definition: `regexp_replace(regexp_replace(regexp_replace(pg_get_constraintdef(k.oid), '( NOT VALID| NOT ENFORCED)+$', ''), ' INITIALLY DEFERRED$', ''), ' DEFERRABLE$', '')`,
        deferrable: 'k.condeferrable',
        deferred: 'k.condeferred',
        validated: 'k.convalidated',
        enforced: version >= 180000 ? 'k.conenforced' : 'true',
        options:
          "coalesce((select jsonb_agg(o order by o) from pg_class ic, unnest(ic.reloptions) o where ic.oid = k.conindid and k.contype in ('p', 'u', 'x')), '[]'::jsonb)",
        clustered:
          "coalesce((select i.indisclustered from pg_index i where i.indexrelid = k.conindid and k.contype in ('p', 'u', 'x')), false)",
      }),
    })} from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
     where k.contype in ('p', 'u', 'c', 'f', 'x') and k.conparentid = 0 and (k.conislocal or k.contype not in ('c')) and ${USER_SCHEMA}`,
  create: (o) => [
    `${alter(o)} add constraint ${quoteIdent(o.id.name)} ${clause(o)}`,
    ...(o.attributes.clustered ? [`${alter(o)} cluster on ${quoteIdent(o.id.name)}`] : []),
  ],
  drop: (o) => [`${alter(o)} drop constraint ${quoteIdent(o.id.name)}`],
  rename: (o, name) => [`${alter(o)} rename constraint ${quoteIdent(o.id.name)} to ${quoteIdent(name)}`],
  commentTarget: (o) => `CONSTRAINT ${quoteIdent(o.id.name)} ON ${relationOf(o)}`,
  entry: constraintEntry,
  attributes: {
    type: { alter: 'replace' },
    definition: { alter: 'replace', definition: true },
    deferrable: { alter: ({ after }) => (after.attributes.type === 'f' ? [timing(after)] : 'replace') },
    deferred: { alter: ({ after }) => (after.attributes.type === 'f' ? [timing(after)] : 'replace') },
    validated: {
      alter: ({ after }) =>
        after.attributes.validated
          ? [`${alter(after)} validate constraint ${quoteIdent(after.id.name)}`]
          : 'replace',
      lock: 'SHARE UPDATE EXCLUSIVE',
    },
    enforced: {
      alter: ({ after }) =>
        after.attributes.type === 'f'
          ? [
              `${alter(after)} alter constraint ${quoteIdent(after.id.name)} ${after.attributes.enforced ? '' : 'not '}enforced`,
            ]
          : 'replace',
    },
    options: { alter: 'replace' },
    clustered: {
      alter: ({ after }) => [
        after.attributes.clustered
          ? `${alter(after)} cluster on ${quoteIdent(after.id.name)}`
          : `${alter(after)} set without cluster`,
      ],
      lock: 'SHARE UPDATE EXCLUSIVE',
    },
  },
});
