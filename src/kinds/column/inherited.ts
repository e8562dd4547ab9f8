import { qualified, quoteIdent, quoteLiteral } from '../../model/id.js';
import { handedDown, hasChildren, pathKey } from '../heirs.js';
import type { Heir, Of, Surroundings } from '../kind.js';
import { relationOf } from '../relation.js';
import { optionText } from '../table/options.js';
import { automatic, type ColumnAttributes, persistenceSql } from './definition.js';

type Column = Of<ColumnAttributes>;

export const sourcesOf = (o: Column): string[] =>
  o.attributes.inheritedFrom.map((table) => pathKey('column', [...table, o.id.name]));

/** A column of a child, a partition, or a table of a composite type. */
export function columnHeir(o: Column): Heir | null {
  const { inheritedFrom, typed, local } = o.attributes;
  if (typed) return { from: [], local: false };
  return inheritedFrom.length === 0 ? null : { from: sourcesOf(o), local };
}

/** `alter table [only] t`: without what children have of their own. */
export function alterOnly(o: Column, around: Surroundings): string {
  const only = hasChildren(o.id.schema, o.id.table ?? '', around) ? 'only ' : '';
  return `alter table ${only}${relationOf(o)}`;
}

/** What CREATE TABLE and ADD COLUMN have no clause for on every supported major. */
export function columnSettings(o: Column, around: Surroundings): string[] {
  const a = o.attributes;
  const head = `${alterOnly(o, around)} alter column ${quoteIdent(o.id.name)}`;
  return [
    ...(a.storage !== null ? [`${head} set storage ${a.storage}`] : []),
    ...(a.statistics !== null ? [`${head} set statistics ${a.statistics}`] : []),
    ...(a.options.length > 0 ? [`${head} set (${a.options.map(optionText).join(', ')})`] : []),
    ...(a.notNull && !a.notNullValid ? [notNullConstraint(o)] : []),
    ...ownPersistence(o),
    ...commented(o),
  ];
}

export function ownPersistence(o: Column): string[] {
  const sequence = o.attributes.identityOptions;
  return sequence === null || sequence.persistence === null
    ? []
    : [persistenceSql(o, sequence.name, sequence.persistence)];
}

/** A NOT NULL as a table's constraint: the only form that has no validation. */
export function notNullConstraint(o: Column, valid = false): string {
  const a = o.attributes;
  const name = a.notNullName === null ? '' : `constraint ${quoteIdent(a.notNullName)} `;
  const clause = `${name}not null ${quoteIdent(o.id.name)}${a.notNullOnly ? ' no inherit' : ''}`;
  return valid ? clause : `alter table ${relationOf(o)} add ${clause} not valid`;
}

/** COMMENT ON the constraint behind NOT NULL (from 18 on). */
export function notNullComment(o: Column): string {
  const { notNullName, notNullComment: text } = o.attributes;
  const name = quoteIdent(notNullName ?? automatic(o.id));
  return `comment on constraint ${name} on ${relationOf(o)} is ${text === null ? 'null' : quoteLiteral(text)}`;
}

export const commented = (o: Column): string[] =>
  o.attributes.notNull && o.attributes.notNullComment !== null ? [notNullComment(o)] : [];

/** SET STORAGE DEFAULT came with 16; before it, the type's own has to be named. */
export const ownStorage = (type: string, version: number): string =>
  version >= 160000 ? 'default' : /^(numeric|inet|cidr)\b/.test(type) ? 'main' : 'extended';

/**
 * What sets a handed-down column apart from the one that hands it down, once it is there; `chain`: from any of those
 * above, which may get their own settings before or behind it.
 */
export function ownSettings(o: Column, around: Surroundings, chain = false): string[] {
  const a = o.attributes;
  const from = above(o, around).map(({ attributes }) => attributes);
  const sources = chain ? ancestry(o, around) : from.slice(0, 1);
  const differs = (name: 'default' | 'storage' | 'compression'): boolean =>
    sources.length === 0 ? a[name] !== null : sources.some((source) => source[name] !== a[name]);
  const head = `${alterOnly(o, around)} alter column ${quoteIdent(o.id.name)}`;
  // ADD COLUMN says no storage, so that what it adds to a child that is there has the type's.
  const added = o.parent !== null && around.standing?.(o.parent) !== undefined;
  const storage = added ? a.storage !== null : differs('storage');
  const setsDefault = a.generated === '' && a.identity === '' && differs('default');
  return [
    ...(setsDefault ? [`${head} ${a.default === null ? 'drop default' : `set default ${a.default}`}`] : []),
    ...(a.notNull && !from.some((source) => source.notNull && !source.notNullOnly) && !a.typed
      ? ownNotNull(o, head)
      : []),
    ...(chain && a.notNullOrigin === 'both' ? [`${head} set not null`] : []),
    ...(storage ? [`${head} set storage ${a.storage ?? ownStorage(a.type, around.version)}`] : []),
    ...(differs('compression') ? [`${head} set compression ${a.compression ?? 'default'}`] : []),
    ...(a.statistics !== null ? [`${head} set statistics ${a.statistics}`] : []),
    ...(a.options.length > 0 ? [`${head} set (${a.options.map(optionText).join(', ')})`] : []),
    ...commented(o),
  ];
}

function above(o: Column, around: Surroundings): Column[] {
  return sourcesOf(o).flatMap((key) => around.catalog.objects.get(key) ?? []) as unknown as Column[];
}

/** All that a column comes from, over any number of steps. */
function ancestry(o: Column, around: Surroundings): ColumnAttributes[] {
  return above(o, around).flatMap((source) => [source.attributes, ...ancestry(source, around)]);
}

export function ownNotNull(o: Column, head: string): string[] {
  const a = o.attributes;
  if (!a.notNullValid) return [notNullConstraint(o)];
  const special = a.notNullName !== null || a.notNullOnly;
  return [
    special ? `alter table ${relationOf(o)} add ${notNullConstraint(o, true)}` : `${head} set not null`,
  ];
}

/** Drops the column here and in the children that it was handed down to, but not where it stays. */
export function dropColumn(o: Column, around: Surroundings): string[] {
  const table = `alter table ${relationOf(o)}`;
  const name = quoteIdent(o.id.name);
  const type = around.parent(o as never)?.attributes.ofType ?? null;
  // A typed table's columns go with its type's attributes.
  if (type !== null && around.after?.get(o.parent ?? '')?.attributes.ofType === type) return [];
  if (!hasChildren(o.id.schema, o.id.table ?? '', around)) return [`${table} drop column ${name}`];
  const heirs = heirsOf(o, around).filter((heir) => !leaves(heir, o, around));
  const comesBack = (heir: Column): boolean => {
    const after = around.after?.get(heir.key) as Column | undefined;
    const from = after === undefined ? null : columnHeir(after);
    return around.after?.has(o.key) === true && handedDown(from) && from?.from.includes(o.key) === true;
  };
  const stays = (heir: Column): boolean => around.after?.has(heir.key) === true && !comesBack(heir);
  if (!heirs.some(stays)) return [`${table} drop column ${name}`];
  // 18 leaves what was handed down counted as such for ever.
  const own = around.version >= 180000 && o.attributes.notNull && !o.attributes.notNullOnly;
  const only = `alter table only ${relationOf(o)}`;
  // Neither a key's nor an identity's can be taken off.
  const identity = o.attributes.identity === '' ? [] : [`${only} alter column ${name} drop identity`];
  return [
    ...(own ? [...primaryKeyOf(o, around), ...identity, `${only} alter column ${name} drop not null`] : []),
    `${only} drop column ${name}`,
    ...heirs
      .filter((heir) => !stays(heir) && !heir.attributes.local)
      .flatMap((heir) => dropColumn(heir, around)),
  ];
}

/** Whether its table is cut loose before, and stays. */
function leaves(heir: Column, o: Column, { after }: Surroundings): boolean {
  const table = after?.get(heir.parent ?? '')?.attributes;
  if (table === undefined) return false;
  const parent = qualified(o.id.schema, o.id.table ?? '');
  return table.partitionOf !== parent && !(Array.isArray(table.inherits) && table.inherits.includes(parent));
}

export function heirsOf(o: Column, around: Surroundings): Column[] {
  if (!hasChildren(o.id.schema, o.id.table ?? '', around)) return [];
  const source = JSON.stringify([o.id.schema, o.id.table]);
  const found: Column[] = [];
  for (const object of around.catalog.objects.values()) {
    if (object.id.kind !== 'column' || object.id.name !== o.id.name) continue;
    const column = object as unknown as Column;
    if (column.attributes.inheritedFrom.some((path) => JSON.stringify(path) === source)) found.push(column);
  }
  return found;
}

/** A primary key goes with its column, and before that column's NOT NULL. */
function primaryKeyOf(o: Column, around: Surroundings): string[] {
  const table = around.parent(o as never);
  const keys = table === undefined ? [] : around.parts(table, 'constraint');
  return keys
    .filter(
      ({ attributes, dependsOn }) => attributes.type === 'p' && dependsOn.some(({ on }) => on === o.key),
    )
    .map(({ id }) => `alter table ${relationOf(o)} drop constraint if exists ${quoteIdent(id.name)}`);
}
