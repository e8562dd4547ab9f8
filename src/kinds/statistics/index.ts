import type { Catalog } from '../../model/catalog.js';
import { quoteIdent, sqlName } from '../../model/id.js';
import { defineKind, type Of } from '../kind.js';
import { relationsUnder } from '../relation.js';
import { attributes, row, USER_SCHEMA } from '../sql.js';
import { statisticsDocument } from './manifest.js';

export interface StatisticsAttributes {
  /** pg_get_statisticsobjdef behind the name: kinds, columns and expressions, table. */
  definition: string;
  /** `null` where it is the system's default. */
  target: number | null;
}

const PRINT =
  "substr(pg_get_statisticsobjdef(s.oid), length('CREATE STATISTICS ' || quote_ident(n.nspname) || '.' || quote_ident(s.stxname) || ' ') + 1)";
const columns = (order: string): string =>
  `(select string_agg(quote_ident(a.attname), ', ' order by ${order}) from pg_attribute a where a.attrelid = s.stxrelid and a.attnum = any (s.stxkeys::int2[]))`;

/** Columns are printed in their table's order, which says nothing of the statistics: here by name. */
const DEFINITION = `coalesce(replace(${PRINT}, 'ON ' || ${columns('a.attnum')}, 'ON ' || ${columns('a.attname')}), ${PRINT})`;

const ownersAgree = (o: Of<StatisticsAttributes>, { objects }: Pick<Catalog, 'objects'>): boolean =>
  o.dependsOn.every(({ on }) => {
    const base = objects.get(on);
    const table = base?.parent == null ? base : objects.get(base.parent);
    return table?.address.catalog !== 'pg_class' || table.owner === o.owner;
  });

export const setTarget = (o: Of<StatisticsAttributes>): string =>
  `alter statistics ${sqlName(o.id)} set statistics ${o.attributes.target ?? -1}`;

export const statistics = defineKind<StatisticsAttributes>({
  name: 'statistics',
  plural: 'statistics',
  sqlType: 'STATISTICS',
  catalog: 'pg_statistic_ext',
  part: false,
  owned: true,
  privileges: null,
  rank: 8,
  // CREATE STATISTICS is the table's owner's.
  ownsAll: (o, { wanted }) => ownersAgree(o, { objects: wanted }),
  // Its target is forgotten then.
  survivesRetype: (o, live, wanted) => {
    const will = (wanted.objects.get(o.key) ?? o) as typeof o;
    return o.attributes.target === null && ownersAgree(o, live) && ownersAgree(will, wanted);
  },
  goesToRetyper: true,
  read: () =>
    `select ${row({
      oid: 's.oid',
      schema: 'n.nspname',
      name: 's.stxname',
      owner: 's.stxowner',
      attributes: attributes({
        definition: DEFINITION,
        target: 'case when s.stxstattarget >= 0 then s.stxstattarget end',
      }),
    })} from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace where ${USER_SCHEMA}`,
  create: (o) => [
    `create statistics ${sqlName(o.id)} ${o.attributes.definition}`,
    ...(o.attributes.target === null ? [] : [setTarget(o)]),
  ],
  drop: (o) => [`drop statistics ${sqlName(o.id)}`],
  footprint: ({ verb, object, around }) => ({
    others:
      verb === 'create' || verb === 'drop'
        ? relationsUnder(object as never, around).map((on) => ({ on, mode: 'SHARE UPDATE EXCLUSIVE' }))
        : [],
  }),
  rename: (o, name) => [`alter statistics ${sqlName(o.id)} rename to ${quoteIdent(name)}`],
  document: statisticsDocument,
  attributes: {
    definition: { alter: 'replace', definition: true },
    target: { alter: ({ after }) => [setTarget(after)] },
  },
});

export const kinds = [statistics];
