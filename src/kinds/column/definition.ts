import { automaticName } from '../../model/automatic-name.js';
import { type ObjectId, qualified, quoteIdent } from '../../model/id.js';
import { type ForeignOptions, optionsClause } from '../foreign.js';
import type { Of } from '../kind.js';

export interface IdentityOptions {
  start: string;
  increment: string;
  min: string;
  max: string;
  cache: string;
  cycle: boolean;
  /** The sequence's own name, which CREATE TABLE chooses unless told. */
  name: string;
  /** The sequence's own persistence, p or u, where it is not its table's (15+). */
  persistence: string | null;
}

export interface ColumnAttributes {
  /** The relation's relkind: r p f for tables; v m c where only comment, grants and default are told apart, as for s: a system column. */
  of: string;
  type: string;
  collation: string | null;
  notNull: boolean;
  /** DEFAULT's expression, or the generation expression where `generated` says so. */
  default: string | null;
  /** '' none, s stored, v virtual. */
  generated: string;
  /** '' none, a always, d by default. */
  identity: string;
  identityOptions: IdentityOptions | null;
  /** null where it is the type's own. */
  storage: string | null;
  compression: string | null;
  /** null where it is the system's default. */
  statistics: number | null;
  options: string[];
  /** A foreign table's column: OPTIONS for its wrapper. */
  foreignOptions: ForeignOptions;
  /** Declared on this table itself, not only inherited. */
  local: boolean;
  /** Parents that hand the column down: schema and table. */
  inheritedFrom: string[][];
  /** The table takes its columns from a composite type. */
  typed: boolean;
  /** The NOT NULL constraint's name where it is not the automatic one; whether it is validated, and stays with this table. */
  notNullName: string | null;
  notNullValid: boolean;
  notNullOnly: boolean;
  /** The name as it is, where the automatic one is cut off: with a number where that was another's already. */
  notNullCutOff: string | null;
  /** A child's or a parent's is called otherwise (18+): neither can be renamed then. */
  notNullApart: boolean;
  notNullComment: string | null;
  /** From 18 on, where a child's parents hand NOT NULL down to it: whether it has it by itself as well. */
  notNullOrigin: 'parents' | 'both' | null;
}

/** `sequence`: the sequence's name as SQL writes it, where it is not the one that PostgreSQL chooses. */
export function identityClause(a: ColumnAttributes, sequence: string | null = null): string {
  const o = a.identityOptions;
  const options =
    o === null
      ? ''
      : ` (${sequence === null ? '' : `sequence name ${sequence} `}start with ${o.start} increment by ${o.increment} minvalue ${o.min} maxvalue ${o.max} cache ${o.cache}${o.cycle ? ' cycle' : ''})`;
  return `generated ${a.identity === 'a' ? 'always' : 'by default'} as identity${options}`;
}

/** An identity's sequence where its name is not `table_column_seq`. */
export function ownSequence({ id, attributes }: Of<ColumnAttributes>): string | null {
  const name = attributes.identityOptions?.name;
  return name === undefined || name === `${id.table}_${id.name}_seq` ? null : qualified(id.schema, name);
}

/** Makes the sequence behind an identity logged or unlogged, whatever its table is. */
export const persistenceSql = (o: Of<ColumnAttributes>, sequence: string, letter: string): string =>
  `alter sequence ${qualified(o.id.schema, sequence)} set ${letter === 'u' ? 'unlogged' : 'logged'}`;

/** The column as CREATE TABLE and ADD COLUMN write it. */
export function columnDefinition(column: Of<ColumnAttributes>, version: number): string {
  const a = column.attributes;
  const parts = [quoteIdent(column.id.name), a.type];
  if (a.compression !== null) parts.push(`compression ${a.compression}`);
  if (Object.keys(a.foreignOptions).length > 0) parts.push(optionsClause(a.foreignOptions).trim());
  if (a.collation !== null) parts.push(`collate ${a.collation}`);
  if (a.generated !== '') {
    parts.push(
      `generated always as (${a.default ?? ''})${a.generated === 's' ? ' stored' : version >= 180000 ? ' virtual' : ''}`,
    );
  } else if (a.identity !== '') parts.push(identityClause(a, ownSequence(column)));
  else if (a.default !== null) parts.push(`default ${a.default}`);
  if (a.notNull && a.notNullValid) parts.push(notNullClause(a));
  return parts.join(' ');
}

export const notNullClause = (a: ColumnAttributes): string =>
  `${a.notNullName === null ? '' : `constraint ${quoteIdent(a.notNullName)} `}not null${a.notNullOnly ? ' no inherit' : ''}`;

/** What PostgreSQL calls a NOT NULL constraint by itself. */
export const automatic = ({ table, name }: ObjectId): string => automaticName(table ?? '', name, 'not_null');

/** Whether the name of a column's NOT NULL is too long: PostgreSQL cuts off what it is made of. */
export const isCutOff = (id: ObjectId): boolean => automatic(id) !== `${id.table}_${id.name}_not_null`;

/** What a live column's NOT NULL constraint is called. */
export const calledNow = ({ id, attributes: a }: Pick<Of<ColumnAttributes>, 'id' | 'attributes'>): string =>
  a.notNullName ?? a.notNullCutOff ?? automatic(id);

/** What CREATE TABLE … OF has in a type's place. */
export const TYPED = 'with options';
