import { type Key, qualified, quoteIdent, quoteLiteral } from '../../model/id.js';
import { inContainers } from '../domain/containers.js';
import { handedDown, staysLocal } from '../heirs.js';
import { COLUMN_NAMES } from '../index/copies.js';
import {
  attachIndex,
  getsLastCopy,
  onPartitioned,
  PARENT_INDEX,
  replicaIdentity,
  VALID,
} from '../index/partitioned.js';
import { defineKind, type Of, type Surroundings } from '../kind.js';
import { clusterSql, relationOf } from '../relation.js';
import { attributes, row, USER_SCHEMA } from '../sql.js';
import { optionText, setOptions } from '../table/options.js';
import { comesWithTie, tiedLater } from '../table/tie.js';
import { comparableThroughout } from './comparable.js';
import { constraintFootprint } from './footprint.js';
import { unforced } from './forced.js';
import { constraintHeir, PARENT_CHECKS, PARENT_CONSTRAINT, renamedCopy } from './inherited.js';
import { constraintEntry } from './manifest.js';
import { constraintOnline, leftoverConstraint } from './online.js';

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
  /** What COMMENT ON INDEX says of the index behind it. */
  indexComment: string | null;
  /** Where the index behind it lies; null in the database's own tablespace. */
  tablespace: string | null;
  /** The partitioned table's constraint that it is a copy of: kind, schema, table, name. */
  partitionOf: string[] | null;
  /** Of a partitioned table's key: what copies are named by. */
  columnNames: string[] | null;
  /** A partitioned table's key that was made on it only: not all of its partitions have a copy that is attached. */
  alone: boolean;
  /** A copy of such a key: it was there before. */
  unlike: boolean;
  /** Tables that hand a check down: schema and table. */
  inheritedFrom: string[][];
  /** Made on this table (or domain) itself. */
  local: boolean;
  /** Of a domain, not of a table. */
  domain: boolean;
}

function clause(o: Of<ConstraintAttributes>): string {
  const a = o.attributes;
  // An exclusion constraint's print has its storage parameters already.
  const options =
    a.type === 'x' || a.options.length === 0 ? [] : [`with (${a.options.map(optionText).join(', ')})`];
  return [
    a.definition,
    ...options,
    ...(a.tablespace === null ? [] : [`using index tablespace ${quoteIdent(a.tablespace)}`]),
    ...(a.deferrable ? ['deferrable'] : []),
    ...(a.deferred ? ['initially deferred'] : []),
    ...(a.enforced ? [] : ['not enforced']),
    ...(a.validated || !a.enforced ? [] : ['not valid']),
  ].join(' ');
}

const alter = (o: Of<ConstraintAttributes>): string =>
  `alter ${o.attributes.domain ? 'domain' : 'table'} ${relationOf(o)}`;
const added = (o: Of<ConstraintAttributes>): string =>
  `${o.attributes.alone ? `alter table only ${relationOf(o)}` : alter(o)} add constraint ${quoteIdent(o.id.name)} ${clause(o)}`;
export const indexName = (o: Of<ConstraintAttributes>): string => qualified(o.id.schema, o.id.name);
export const indexComment = (o: Of<ConstraintAttributes>): string => {
  const text = o.attributes.indexComment;
  return `comment on index ${indexName(o)} is ${text === null ? 'null' : quoteLiteral(text)}`;
};
const timing = (o: Of<ConstraintAttributes>): string =>
  `${alter(o)} alter constraint ${quoteIdent(o.id.name)} ${o.attributes.deferrable ? 'deferrable' : 'not deferrable'} ${
    o.attributes.deferred ? 'initially deferred' : 'initially immediate'
  }`;

/** A statement that looks through all rows. */
function checked(o: Of<ConstraintAttributes>, around: Surroundings, action: string): string[] {
  const lifted = unforced(o, around);
  return [...(lifted?.before ?? []), `${alter(o)} ${action}`, ...(lifted?.after ?? [])];
}

/** On 14, DETACH PARTITION may take a foreign key's copy away where two tables refer to each other (tried on 14.23). */
const losesItself = (o: Of<ConstraintAttributes>, { version }: Surroundings): boolean =>
  version < 150000 && o.attributes.type === 'f' && o.attributes.partitionOf !== null;

/** Not the table's own. */
const isCopy = ({ inheritedFrom, local }: ConstraintAttributes): boolean =>
  inheritedFrom.length > 0 && !local;

/** The partitioned table that a foreign key refers to: it stands on a key there. */
function referredTo(o: Of<ConstraintAttributes>, around: Surroundings): Key[] {
  if (o.attributes.type !== 'f' || constraintHeir(o) !== null) return [];
  const { objects } = around.catalog;
  const tables = o.dependsOn.flatMap(({ on }) => {
    const key = objects.get(on);
    return key?.parent == null || key.id.kind === 'column' ? [] : key.parent;
  });
  return tables.filter((table) => objects.get(table)?.attributes.partitionKey != null);
}

export const constraint = defineKind<ConstraintAttributes>({
  name: 'constraint',
  plural: 'constraints',
  sqlType: 'CONSTRAINT',
  catalog: 'pg_constraint',
  part: true,
  makesRelation: (o) => 'pux'.includes(o.attributes.type),
  // A domain inside of other types takes no constraint that would have to be looked for in their values.
  probe: (o) =>
    o.attributes.type === 'c'
      ? { ...o, attributes: { ...o.attributes, validated: false, local: true, inheritedFrom: [] } }
      : o,
  single: (o) => (o.attributes.type === 'p' ? 'primary key' : null),
  asks: (o) => (o.attributes.type === 'f' ? { c: 'references' } : {}),
  // PostgreSQL makes indexes anew for partitions as well.
  survivesRetype: (o, live, wanted) => !o.attributes.alone && comparableThroughout(o, live, wanted),
  forgets: (o, around, source) => {
    const a = o.attributes;
    const settings = a.clustered || a.tablespace !== null || a.options.length > 0 || a.indexComment !== null;
    // Before 17 copies get the comment of its index as well.
    const told = around.version < 170000 && source.attributes.indexComment != null;
    return settings || told || renamedCopy(o, around).length > 0 || replicaIdentity(o, around).length > 0;
  },
  owned: false,
  privileges: null,
  rank: 6,
  // Constraint triggers are triggers; what a foreign key to a partitioned table adds for each partition is part of it.
  read: (version) =>
    `select ${row({
      oid: 'k.oid',
      schema: 'n.nspname',
      table: 'coalesce(c.relname, t.typname)',
      name: 'k.conname',
      relid: 'coalesce(c.oid, t.oid)',
      attributes: attributes({
        type: 'k.contype',
        definition: `regexp_replace(regexp_replace(regexp_replace(pg_get_constraintdef(k.oid), '( NOT VALID| NOT ENFORCED)+$', ''), ' INITIALLY DEFERRED$', ''), ' DEFERRABLE$', '')`,
        deferrable: 'k.condeferrable',
        deferred: 'k.condeferred',
        validated: 'k.convalidated',
        enforced: version >= 180000 ? 'k.conenforced' : 'true',
        options: `coalesce((select jsonb_agg(o) from unnest(ic.reloptions) o), '[]'::jsonb)`,
        clustered: 'coalesce((select i.indisclustered from pg_index i where i.indexrelid = ic.oid), false)',
        indexComment: "(select obj_description(ic.oid, 'pg_class'))",
        tablespace: '(select s.spcname from pg_tablespace s where s.oid = ic.reltablespace)',
        partitionOf: `case when ic.relispartition then ${PARENT_INDEX('ic.oid')} when k.conparentid <> 0 then ${PARENT_CONSTRAINT} end`,
        columnNames: `case when ic.relkind = 'I' then ${COLUMN_NAMES('ic.oid')} end`,
        alone: `ic.relkind = 'I' and not ${VALID('ic.oid')}`,
        unlike: `ic.relispartition and not ${VALID('(select h.inhparent from pg_inherits h where h.inhrelid = ic.oid)')}`,
        inheritedFrom: `case when k.contype = 'c' and k.coninhcount > 0 then ${PARENT_CHECKS} else '[]'::jsonb end`,
        local: 'k.conislocal',
        domain: 't.oid is not null',
      }),
    })} from pg_constraint k left join pg_class c on c.oid = k.conrelid left join pg_type t on t.oid = k.contypid
     join pg_namespace n on n.oid = coalesce(c.relnamespace, t.typnamespace)
     left join pg_class ic on ic.oid = k.conindid and k.contype in ('p', 'u', 'x')
     where k.contype in ('p', 'u', 'c', 'f', 'x') and ${USER_SCHEMA}
       and not exists (select from pg_constraint pk where pk.oid = k.conparentid and pk.conrelid = k.conrelid)`,
  create: (o, around) => [
    ...(handedDown(constraintHeir(o)) &&
    !(o.attributes.type === 'c' && tiedLater(o, around) && !comesWithTie(o, around))
      ? renamedCopy(o, around)
      : [added(o)]),
    ...(o.attributes.indexComment === null ? [] : [indexComment(o)]),
    ...(o.attributes.clustered ? [`${alter(o)} cluster on ${quoteIdent(o.id.name)}`] : []),
    ...('pux'.includes(o.attributes.type) ? replicaIdentity(o, around) : []),
  ],
  around: unforced,
  heir: constraintHeir,
  alone: (o) => o.attributes.alone,
  handsDown: (o, catalog) => o.attributes.type === 'c' || onPartitioned(o, catalog),
  rebuildsParent: (o, around) =>
    o.attributes.domain && o.attributes.validated && o.parent !== null && inContainers(o.parent, around),
  looksInto: referredTo,
  keepsName: (o) => o.attributes.type === 'f',
  // A domain gets no more checks once a composite type's column holds it.
  beforeUse: (o) => o.attributes.domain,
  neededToTie: (o, around) =>
    o.attributes.type === 'c' && !(handedDown(constraintHeir(o)) && comesWithTie(o, around)),
  finish: (after, before) => ('pux'.includes(after.attributes.type) ? attachIndex(after, before) : []),
  footprint: constraintFootprint,
  drop: (o, around) => [
    `${alter(o)} drop constraint ${losesItself(o, around) ? 'if exists ' : ''}${quoteIdent(o.id.name)}`,
  ],
  rename: (o, name) => [`${alter(o)} rename constraint ${quoteIdent(o.id.name)} to ${quoteIdent(name)}`],
  commentTarget: (o) =>
    `CONSTRAINT ${quoteIdent(o.id.name)} ON ${o.attributes.domain ? 'DOMAIN ' : ''}${relationOf(o)}`,
  entry: constraintEntry,
  online: constraintOnline,
  leftover: leftoverConstraint,
  attributes: {
    type: { alter: 'replace' },
    definition: { alter: 'replace', definition: true },
    deferrable: { alter: ({ after }) => (after.attributes.type === 'f' ? [timing(after)] : 'replace') },
    deferred: { alter: ({ after }) => (after.attributes.type === 'f' ? [timing(after)] : 'replace') },
    validated: {
      alter: ({ after, changed, around }) => {
        // Its rows are looked through as it is enforced, and one that is not enforced is not valid either.
        if (changed.has('enforced')) return [];
        if (!after.attributes.validated) return 'replace';
        return checked(after, around, `validate constraint ${quoteIdent(after.id.name)}`);
      },
      // A copy is valid wherever its source is; where that is not, it may be either, by what came first.
      stays: (was, will) => [was, will].every((one) => one.type === 'c' && isCopy(one)),
      lock: 'SHARE UPDATE EXCLUSIVE',
    },
    enforced: {
      alter: ({ after, around }) => {
        const { type, enforced, validated } = after.attributes;
        if (type !== 'f' || (enforced && !validated)) return 'replace';
        const name = quoteIdent(after.id.name);
        if (!enforced) return [`${alter(after)} alter constraint ${name} not enforced`];
        return checked(after, around, `alter constraint ${name} enforced`);
      },
    },
    options: {
      unordered: true,
      own: true,
      alter: ({ before, after }) =>
        setOptions(`alter index ${indexName(after)}`, before.attributes.options, after.attributes.options),
      lock: 'SHARE UPDATE EXCLUSIVE',
    },
    indexComment: {
      own: true,
      alter: ({ after }) => [indexComment(after)],
      lock: 'SHARE UPDATE EXCLUSIVE',
      unsaid: 'unlisted',
    },
    tablespace: {
      own: true,
      unsaid: 'unlisted',
      alter: ({ after }) => [
        `alter index ${indexName(after)} set tablespace ${quoteIdent(after.attributes.tablespace ?? 'pg_default')}`,
      ],
      rewrite: true,
    },
    partitionOf: { alter: () => [], tie: true },
    // A partitioned table's becomes valid with its last copy.
    alone: {
      alter: ({ after, around }) => (!after.attributes.alone && getsLastCopy(after, around) ? [] : 'replace'),
    },
    unlike: { alter: () => [], comesAlong: true },
    inheritedFrom: { alter: () => [], unordered: true },
    local: { alter: () => [], stays: staysLocal },
    domain: { alter: 'replace' },
    columnNames: { alter: () => [], stays: () => true },
    clustered: {
      own: true,
      usual: false,
      unsaid: 'unlisted',
      oneAtMost: true,
      alter: ({ after, around }) => [clusterSql(after as never, around)],
      lock: 'SHARE UPDATE EXCLUSIVE',
    },
  },
});

export const kinds = [constraint];
