import { quoteIdent, sqlName } from '../../model/id.js';
import { type AlterContext, defineKind, type Of } from '../kind.js';
import { attributes, row } from '../sql.js';
import { configurationDocument } from './manifest.js';
import { from, nameOf } from './sql.js';

export interface ConfigurationAttributes {
  parser: string;
  /** Dictionaries in the order they are asked, by type of token. */
  mappings: { [token: string]: string[] };
}

const head = (o: Of<ConfigurationAttributes>): string => `alter text search configuration ${sqlName(o.id)}`;

function alter({ before, after }: AlterContext<ConfigurationAttributes>): string[] {
  const [old, wanted] = [before.attributes.mappings, after.attributes.mappings];
  return [
    ...Object.keys(old).flatMap((token) =>
      token in wanted ? [] : [`${head(after)} drop mapping for ${quoteIdent(token)}`],
    ),
    ...Object.entries(wanted).flatMap(([token, dictionaries]) => {
      const had = old[token];
      if (had !== undefined && had.join() === dictionaries.join()) return [];
      return [
        `${head(after)} ${had === undefined ? 'add' : 'alter'} mapping for ${quoteIdent(token)} with ${dictionaries.join(', ')}`,
      ];
    }),
  ];
}

export const textSearchConfiguration = defineKind<ConfigurationAttributes>({
  name: 'text_search_configuration',
  plural: 'text_search_configurations',
  sqlType: 'TEXT SEARCH CONFIGURATION',
  catalog: 'pg_ts_config',
  part: false,
  owned: true,
  privileges: null,
  rank: 12,
  // Names of token types come from the parser itself.
  read: () =>
    `select ${row({
      oid: 't.oid',
      schema: 'n.nspname',
      name: 't.cfgname',
      owner: 't.cfgowner',
      attributes: attributes({
        parser: nameOf('pg_ts_parser', 'prsname', 'prsnamespace', 't.cfgparser'),
        mappings: `coalesce((select jsonb_object_agg(k.alias, m.dictionaries) from
          (select m.maptokentype, jsonb_agg(${nameOf('pg_ts_dict', 'dictname', 'dictnamespace', 'm.mapdict')} order by m.mapseqno) as dictionaries
             from pg_ts_config_map m where m.mapcfg = t.oid group by 1) m
          join ts_token_type(t.cfgparser) k on k.tokid = m.maptokentype), '{}'::jsonb)`,
      }),
    })} ${from('pg_ts_config', 'cfgnamespace')}`,
  create: (o) => [
    `create text search configuration ${sqlName(o.id)} (parser = ${o.attributes.parser})`,
    ...Object.entries(o.attributes.mappings).map(
      ([token, dictionaries]) =>
        `${head(o)} add mapping for ${quoteIdent(token)} with ${dictionaries.join(', ')}`,
    ),
  ],
  drop: (o) => [`drop text search configuration ${sqlName(o.id)}`],
  rename: (o, name) => [`${head(o)} rename to ${quoteIdent(name)}`],
  document: configurationDocument,
  attributes: { parser: { alter: 'replace' }, mappings: { alter } },
});
