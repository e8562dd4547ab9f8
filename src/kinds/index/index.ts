import { qualified, quoteIdent } from '../../model/id.js';
import { comesByItself, handedDown } from '../heirs.js';
import { defineKind, type Heir, type Of } from '../kind.js';
import { clusterSql, relationOf } from '../relation.js';
import { attributes, row, USER_SCHEMA } from '../sql.js';
import { COLUMN_NAMES, hasChosenName, nextName, renamedCopyOf } from './copies.js';
import { indexEntry } from './manifest.js';
import { indexOnline, leftoverIndex } from './online.js';
import {
  attachIndex,
  getsLastCopy,
  keysUnder,
  onPartitioned,
  PARENT_INDEX,
  parentIndexKey,
  replicaIdentity,
} from './partitioned.js';

export interface IndexAttributes {
  unique: boolean;
  /** pg_get_indexdef from USING on. */
  definition: string;
  valid: boolean;
  /** null in the database's own tablespace. */
  tablespace: string | null;
  clustered: boolean;
  /** Statistics targets of expression columns, by position from 1. */
  statistics: { [position: string]: number };
  /** The partitioned index it is attached to: kind, schema, table, name. */
  partitionOf: string[] | null;
  /** On a partitioned table: its partitions have copies. */
  partitioned: boolean;
  /** A copy with another order or other storage parameters: it was there before (CompareIndexInfo does not look at these). */
  unlike: boolean;
  /** Of a partitioned index and its copies: what copies are named by. */
  columnNames: string[] | null;
}

/** A partition's copy of an index: by itself where PostgreSQL has named it. */
function indexHeir(o: Of<IndexAttributes>): Heir | null {
  const from = o.attributes.partitionOf;
  return from === null
    ? null
    : {
        from: [parentIndexKey(from)],
        local: o.attributes.unlike || !comesByItself(o as never) || hasChosenName(o),
      };
}

/** Made on its partitioned table only. */
const alone = ({ attributes: a }: Of<IndexAttributes>): boolean => a.partitioned && !a.valid;

/** What PostgreSQL compares when it looks for a copy (CompareIndexInfo): neither order nor storage parameters. */
const shape = (definition: string): string =>
  definition.replace(/ WITH \([^)]*\)/, '').replace(/ DESC\b| NULLS (FIRST|LAST)\b/g, '');

const name = (o: Of<IndexAttributes>): string => qualified(o.id.schema, o.id.name);

export const index = defineKind<IndexAttributes>({
  name: 'index',
  plural: 'indexes',
  sqlType: 'INDEX',
  catalog: 'pg_class',
  part: true,
  makesRelation: () => true,
  nameInSchema: true,
  // One without copies would get them: PostgreSQL makes indexes anew for partitions as well.
  survivesRetype: (o) => !alone(o),
  forgets: (o, around, source) => {
    const a = o.attributes;
    const settings = a.unlike || a.clustered || a.tablespace !== null || Object.keys(a.statistics).length > 0;
    // Before 17 copies get its comment as well.
    const told = around.version < 170000 && source.comment !== o.comment;
    return settings || told || hasChosenName(o) || replicaIdentity(o, around).length > 0;
  },
  owned: false,
  privileges: null,
  rank: 7,
  // Changes of an index alone lock the index; CLUSTER is the table's.
  footprint: ({ verb, object, changed }) => {
    const shared = !alone(object);
    if (verb === 'create')
      return handedDown(indexHeir(object))
        ? { own: null }
        : { own: 'SHARE', build: shared, below: object.attributes.partitioned && shared };
    if (verb === 'drop') return {};
    if (verb === 'alter' && changed.has('clustered')) return {};
    const mode = changed.has('tablespace') ? 'ACCESS EXCLUSIVE' : 'SHARE UPDATE EXCLUSIVE';
    return { own: null, others: [{ on: object.key, mode }] };
  },
  // What precedes USING has a known length: the statement's head with this index's own names.
  read: () => {
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
        tablespace: '(select s.spcname from pg_tablespace s where s.oid = ic.reltablespace)',
        clustered: 'i.indisclustered',
        statistics:
          "coalesce((select jsonb_object_agg(a.attnum::text, a.attstattarget) from pg_attribute a where a.attrelid = i.indexrelid and a.attstattarget >= 0), '{}'::jsonb)",
        partitionOf: PARENT_INDEX('i.indexrelid'),
        partitioned: "c.relkind = 'p'",
        unlike:
          'exists (select from pg_inherits h join pg_index p on p.indexrelid = h.inhparent join pg_class pc on pc.oid = h.inhparent where h.inhrelid = i.indexrelid and (p.indoption <> i.indoption or pc.reloptions is distinct from ic.reloptions))',
        columnNames: `case when c.relkind = 'p' or c.relispartition then ${COLUMN_NAMES('i.indexrelid')} end`,
      }),
    })} from pg_index i join pg_class ic on ic.oid = i.indexrelid join pg_class c on c.oid = i.indrelid
       join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'm') and ${USER_SCHEMA}
       and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x') and k.conrelid = i.indrelid)`;
  },
  create: (o, around) => {
    const a = o.attributes;
    const only = alone(o) ? 'only ' : '';
    const made = `create ${a.unique ? 'unique ' : ''}index ${quoteIdent(o.id.name)} on ${only}${relationOf(o)} ${a.definition}`;
    return [
      ...(handedDown(indexHeir(o)) ? renamedCopyOf(o, a, around) : [made]),
      ...(a.tablespace === null ? [] : [`alter index ${name(o)} set tablespace ${quoteIdent(a.tablespace)}`]),
      ...Object.entries(a.statistics).map(
        ([position, target]) => `alter index ${name(o)} alter column ${position} set statistics ${target}`,
      ),
      ...(a.clustered ? [`alter table ${relationOf(o)} cluster on ${quoteIdent(o.id.name)}`] : []),
      ...replicaIdentity(o, around),
    ];
  },
  heir: indexHeir,
  alone,
  handsDown: onPartitioned,
  mistakenFor: ({ attributes: a }, { attributes: copy }) =>
    a.unique === copy.unique && shape(a.definition) === shape(copy.definition),
  finish: (after, before) => attachIndex(after, before),
  // A key that serves as a partition's copy keeps the index from going: it goes along.
  leavesAs: nextName,
  drop: (o, around) => {
    const next = nextName(o, around);
    return next === null
      ? [`drop index ${name(o)}${keysUnder(o, around) ? ' cascade' : ''}`]
      : [`alter index ${name(o)} rename to ${quoteIdent(next)}`];
  },
  rename: (o, to) => [`alter index ${name(o)} rename to ${quoteIdent(to)}`],
  commentTarget: (o) => `INDEX ${name(o)}`,
  entry: indexEntry,
  online: indexOnline,
  leftover: leftoverIndex,
  attributes: {
    unique: { alter: 'replace' },
    definition: { alter: 'replace', definition: true },
    // A partitioned index becomes valid with its last copy; any other has to be built again.
    valid: {
      alter: ({ after, around }) =>
        after.attributes.partitioned && after.attributes.valid && getsLastCopy(after, around)
          ? []
          : 'replace',
    },
    tablespace: {
      own: true,
      usual: null,
      alter: ({ after }) => [
        `alter index ${name(after)} set tablespace ${quoteIdent(after.attributes.tablespace ?? 'pg_default')}`,
      ],
      rewrite: true,
    },
    clustered: {
      own: true,
      usual: false,
      unsaid: 'unlisted',
      oneAtMost: true,
      alter: ({ after, around }) => [clusterSql(after as never, around)],
      lock: 'SHARE UPDATE EXCLUSIVE',
    },
    statistics: {
      own: true,
      usual: {},
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
    // A copy follows its table into a partitioned one and out of it.
    partitionOf: { alter: () => [], tie: true },
    partitioned: { alter: 'replace' },
    unlike: { alter: () => [], comesAlong: true },
    columnNames: { alter: () => [], stays: () => true },
  },
});

export const kinds = [index];
