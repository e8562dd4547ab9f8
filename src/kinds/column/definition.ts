import { quoteIdent } from '../../model/id.js';
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
}

export interface ColumnAttributes {
  /** The relation's relkind: r p f for tables; v m c where only comment, grants and default are told apart. */
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
  /** Declared on this table itself, not only inherited. */
  local: boolean;
}

export function identityClause(a: ColumnAttributes): string {
  const o = a.identityOptions;
  const options =
    o === null
      ? ''
      : ` (start with ${o.start} increment by ${o.increment} minvalue ${o.min} maxvalue ${o.max} cache ${o.cache}${o.cycle ? ' cycle' : ''})`;
  return `generated ${a.identity === 'a' ? 'always' : 'by default'} as identity${options}`;
}

/** The column as CREATE TABLE and ADD COLUMN write it. */
export function columnDefinition(column: Of<ColumnAttributes>, version: number): string {
  const a = column.attributes;
  const parts = [quoteIdent(column.id.name), a.type];
  if (a.compression !== null) parts.push(`compression ${a.compression}`);
  if (a.collation !== null) parts.push(`collate ${a.collation}`);
  if (a.generated !== '') {
    parts.push(
      `generated always as (${a.default ?? ''})${a.generated === 's' ? ' stored' : version >= 180000 ? ' virtual' : ''}`,
    );
  } else if (a.identity !== '') parts.push(identityClause(a));
  else if (a.default !== null) parts.push(`default ${a.default}`);
  if (a.notNull) parts.push('not null');
  return parts.join(' ');
}
