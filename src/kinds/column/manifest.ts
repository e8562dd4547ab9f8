import { writeName } from '../../manifest/names.js';
import { quoteIdent } from '../../model/id.js';
import { keyColumn, writesColumns } from '../constraint/manifest.js';
import { optionsClause, optionsMap } from '../foreign.js';
import type { Of, Surroundings } from '../kind.js';
import { type Entry, type ManifestMap, mapOf } from '../manifest.js';
import { relationOf } from '../relation.js';
import { usualBounds } from '../sequence/bounds.js';
import { optionMap } from '../table/options.js';
import { lowered, printedName } from '../words.js';
import {
  automatic,
  type ColumnAttributes,
  type IdentityOptions,
  identityClause,
  notNullClause,
  TYPED,
} from './definition.js';
import { columnSettings, commented, notNullConstraint, ownPersistence, ownSettings } from './inherited.js';
import { saidWhereTaken } from './not-null-names.js';
import { partSettings } from './part.js';

export function columnEntry(column: Of<ColumnAttributes>, around: Surroundings): Entry {
  const o = saidWhereTaken(column, around.catalog);
  const a = o.attributes;
  if (!'rpf'.includes(a.of)) {
    const sql = partSettings({ ...o, attributes: { ...a, default: null } });
    return {
      clause: null,
      map: mapOf({ default: a.default ?? undefined }),
      ...(sql.length > 0 ? { sql } : {}),
    };
  }
  const table = around.parent(o as never);
  // Of what is handed down only its own settings are said.
  if (!a.local && a.inheritedFrom.length > 0)
    return { clause: null, map: null, sql: ownSettings(o, around, true) };
  if (!a.local || table === undefined) return 'elsewhere';
  if (a.typed) return typedEntry(o);
  if (!writesColumns(table.attributes)) return 'elsewhere';
  const keys = around.parts(table, 'constraint') as unknown as Of<never>[];
  const primary = keys.some((key) => keyColumn(key) === o.id.name);
  const more = a.storage !== null || a.statistics !== null || a.options.length > 0;
  // A map has no word for a virtual column.
  if (more && a.generated === 'v')
    return { clause: lowered(definition(o, primary)), map: null, sql: columnSettings(o, around) };
  const sql = [...(more || !a.notNullValid ? specialNotNull(o) : []), ...ownPersistence(o), ...commented(o)];
  if (more) return { clause: null, map: map(o, primary), sql };
  return { clause: lowered(definition(o, primary)), map: isSpecial(a) ? null : map(o, primary), sql };
}

/** What a typed table's column has beside what its type says. */
function typedEntry(column: Of<ColumnAttributes>): Entry {
  const plain = { ...column.attributes, type: TYPED, collation: null };
  const o = { ...column, attributes: plain };
  const { compression, storage, statistics, options } = plain;
  const own = [compression, storage, statistics].some((value) => value !== null) || options.length > 0;
  const sql = [...specialNotNull(o), ...ownPersistence(o), ...commented(o)];
  const clause = lowered(definition(o, false));
  if (own || o.comment !== null) return { clause: null, map: map(o, false), sql };
  return clause === TYPED && sql.length === 0
    ? 'elsewhere'
    : { clause, map: isSpecial(plain) ? null : map(o, false), sql };
}

/** A NOT NULL (a constraint from 18 on) with more to say than that it is there. */
const isSpecial = (a: ColumnAttributes): boolean =>
  a.notNull && (a.notNullName !== null || a.notNullOnly || !a.notNullValid);

/** What a map's `not_null` leaves unsaid. */
function specialNotNull(o: Of<ColumnAttributes>): string[] {
  const a = o.attributes;
  // What a child's parents have says its name.
  if (!isSpecial(a) || a.notNullOrigin !== null) return [];
  if (!a.notNullValid) return [notNullConstraint(o)];
  const [table, own] = [`alter table ${relationOf(o)}`, quoteIdent(automatic(o.id))];
  const name = a.notNullName === null ? own : quoteIdent(a.notNullName);
  return [
    ...(name === own ? [] : [`${table} rename constraint ${own} to ${name}`]),
    ...(a.notNullOnly ? [`${table} alter constraint ${name} no inherit`] : []),
  ];
}

function identity(o: Of<ColumnAttributes>): string {
  const options = o.attributes.identityOptions;
  return options === null ? '' : identityOptions(o, options);
}

/** A key or an identity is NOT NULL without a word; one that is not valid is no part of a column's definition. */
const saysNotNull = (a: ColumnAttributes, primary: boolean): boolean =>
  a.notNull &&
  a.notNullValid &&
  a.notNullOrigin !== 'parents' &&
  (isSpecial(a) || (!primary && a.identity === ''));

/** The column's clause; what CREATE TABLE would choose by itself for an identity is left out. */
function definition(o: Of<ColumnAttributes>, primary: boolean): string {
  const a = o.attributes;
  return [
    a.type,
    ...(a.compression === null ? [] : [`compression ${a.compression}`]),
    ...(Object.keys(a.foreignOptions).length === 0 ? [] : [optionsClause(a.foreignOptions).trim()]),
    ...(a.collation === null ? [] : [`collate ${a.collation}`]),
    ...(saysNotNull(a, primary) ? [notNullClause(a)] : []),
    ...(primary ? ['primary key'] : []),
    ...(a.generated !== ''
      ? [`generated always as (${a.default}) ${a.generated === 's' ? 'stored' : 'virtual'}`]
      : []),
    ...(a.identity !== '' ? [`${identityClause({ ...a, identityOptions: null })}${identity(o)}`] : []),
    ...(a.generated === '' && a.default !== null ? [`default ${a.default}`] : []),
  ].join(' ');
}

function map(o: Of<ColumnAttributes>, primary: boolean): ManifestMap | null {
  const a = o.attributes;
  if (a.generated === 'v') return null;
  const expression = a.default === null ? undefined : lowered(a.default);
  const [schema, collation] = a.collation === null ? [] : printedName(a.collation);
  return mapOf({
    type: lowered(a.type),
    collation: collation === undefined ? undefined : writeName(schema ?? null, collation),
    compression: a.compression ?? undefined,
    primary_key: primary ? true : undefined,
    not_null: saysNotNull({ ...a, notNullName: null, notNullOnly: false }, primary) ? true : undefined,
    identity: a.identity === '' ? undefined : `${a.identity === 'a' ? 'always' : 'by default'}${identity(o)}`,
    generated: a.generated === 's' ? expression : undefined,
    default: a.generated === '' ? expression : undefined,
    storage: a.storage ?? undefined,
    statistics: a.statistics ?? undefined,
    options: a.options.length === 0 ? undefined : optionMap(a.options),
    foreign_options: optionsMap(a.foreignOptions),
  });
}

/** ` (start with 10 …)`: options other than the usual ones of a rising identity. */
function identityOptions(o: Of<ColumnAttributes>, options: IdentityOptions): string {
  const name = `${o.id.table}_${o.id.name}_seq`;
  const usual = { ...usualBounds({ ...options, type: o.attributes.type }), increment: '1', cache: '1' };
  const words = {
    increment: 'increment by',
    min: 'minvalue',
    max: 'maxvalue',
    start: 'start with',
    cache: 'cache',
  };
  const parts = (['increment', 'min', 'max', 'start', 'cache'] as const).flatMap((key) =>
    options[key] === usual[key] ? [] : [`${words[key]} ${options[key]}`],
  );
  const [schema] = printedName(relationOf(o));
  const named = options.name === name && Buffer.byteLength(name) <= 63;
  const list = [
    ...(named ? [] : [`sequence name ${quoteIdent(schema ?? '')}.${quoteIdent(options.name)}`]),
    ...parts,
    ...(options.cycle ? ['cycle'] : []),
  ];
  return list.length === 0 ? '' : ` (${list.join(' ')})`;
}
