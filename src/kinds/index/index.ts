import { qualified, quoteIdent } from '../../model/id.js';
import { defineKind, type Of } from '../kind.js';
import { relationOf } from '../relation.js';
import { attributes, row, USER_SCHEMA } from '../sql.js';
import { indexEntry } from './manifest.js';

export interface IndexAttributes {
  unique: boolean;
  /** pg_get_indexdef from USING on. */
  definition: string;
  valid: boolean;
  clustered: boolean;
  /** Statistics targets of expression columns, by position from 1. */
  statistics: { [position: string]: number };
  /** The partitioned index it is attached to. */
  partitionOf: string | null;
  /** ON ONLY: on a partitioned table, without its partitions. */
  only: boolean;
}

const name = (o: Of<IndexAttributes>): string => qualified(o.id.schema, o.id.name);

export const index = defineKind<IndexAttributes>({
  name: 'index',
  plural: 'indexes',
  sqlType: 'INDEX',
  catalog: 'pg_class',
  part: true,
  makesRelation: () => true,
  nameInSchema: true,
  survivesRetype: true,
  owned: false,
  privileges: null,
  rank: 7,
  partLock: { create: 'SHARE', drop: 'ACCESS EXCLUSIVE' },
  // What precedes USING has a known length: the statement's head with this index's own names.
  read: (version) => {
    const head = `'CREATE ' || case when i.indisunique then 'UNIQUE ' else '' end || 'INDEX ' || quote_ident(ic.relname) || ' ON ' ||
      case when c.relkind = 'p' and pg_get_indexdef(i.indexrelid) ~ ' ON ONLY ' then 'ONLY ' else '' end || quote_ident(n.nspname) || '.' || quote_ident(c.relname) || ' '`;
    return `select ${row({
      oid: 'i.indexrelid',
      schema: 'n.nspname',
      table: 'c.relname',
      name: 'ic.relname',
      relid: 'c.oid',
      attributes: attributes({
        unique: 'i.indisunique',
        definition: `substr(pg_get_indexdef(i.indexrelid), length(${head}) + 1)`,
        valid: 'i.indisvalid',
        clustered: 'i.indisclustered',
        statistics:
          "coalesce((select jsonb_object_agg(a.attnum::text, a.attstattarget) from pg_attribute a where a.attrelid = i.indexrelid and a.attstattarget >= 0), '{}'::jsonb)",
        partitionOf:
          "case when ic.relispartition then (select quote_ident(pn.nspname) || '.' || quote_ident(p.relname) from pg_inherits h join pg_class p on p.oid = h.inhparent join pg_namespace pn on pn.oid = p.relnamespace where h.inhrelid = i.indexrelid) end",
        only: `c.relkind = 'p' and pg_get_indexdef(i.indexrelid) ~ ' ON ONLY '`,
      }),
    })} from pg_index i join pg_class ic on ic.oid = i.indexrelid join pg_class c on c.oid = i.indrelid
       join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'm') and ${USER_SCHEMA} ${version >= 0 ? '' : ''}
       and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x') and k.conrelid = i.indrelid)`;
  },
  create: (o) => [
    `create ${o.attributes.unique ? 'unique ' : ''}index ${quoteIdent(o.id.name)} on ${relationOf(o)} ${o.attributes.definition}`,
    ...Object.entries(o.attributes.statistics).map(
      ([position, target]) => `alter index ${name(o)} alter column ${position} set statistics ${target}`,
    ),
    ...(o.attributes.clustered ? [`alter table ${relationOf(o)} cluster on ${quoteIdent(o.id.name)}`] : []),
  ],
  drop: (o) => [`drop index ${name(o)}`],
  rename: (o, to) => [`alter index ${name(o)} rename to ${quoteIdent(to)}`],
  commentTarget: (o) => `INDEX ${name(o)}`,
  entry: indexEntry,
  attributes: {
    unique: { alter: 'replace' },
    definition: { alter: 'replace', definition: true },
    valid: { alter: 'replace' },
    clustered: {
      alter: ({ after }) => [
        after.attributes.clustered
          ? `alter table ${relationOf(after)} cluster on ${quoteIdent(after.id.name)}`
          : `alter table ${relationOf(after)} set without cluster`,
      ],
      lock: 'SHARE UPDATE EXCLUSIVE',
    },
    statistics: {
      alter: ({ before, after }) => {
        const positions = new Set([
          ...Object.keys(before.attributes.statistics),
          ...Object.keys(after.attributes.statistics),
        ]);
        return [...positions].map(
          (position) =>
            `alter index ${name(after)} alter column ${position} set statistics ${after.attributes.statistics[position] ?? -1}`,
        );
      },
      lock: 'SHARE UPDATE EXCLUSIVE',
    },
    partitionOf: { alter: 'replace' },
    only: { alter: 'replace' },
  },
});
