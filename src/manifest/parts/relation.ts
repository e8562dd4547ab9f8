import { quoteIdent, quoteLiteral } from '../../model/id.js';
import type { Doc, Named } from '../doc.js';
import { objectRef } from '../doc.js';
import type { Sql } from '../sql.js';
import type { ObjectRef } from '../state.js';
import { entries, get, items, scalar, text, type Value } from '../yaml/tree.js';

/** The relation whose parts a section lists. */
export interface Relation extends Named {
  /** What ALTER calls it: `table`, `view`, … */
  readonly word: string;
  /** Column names known from the document; `null` where it does not list them. */
  readonly columns: ReadonlySet<string> | null;
}

export function partRef(kind: string, relation: Relation, name: string): ObjectRef {
  return objectRef(kind, relation.schema, name, { table: relation.name });
}

/** Verbatim names, quoted where needed and joined by commas. Names that the relation does not have are problems. */
export function columnList(doc: Doc, relation: Relation | null, value: Value | undefined): string {
  return items(value)
    .flatMap((item) => {
      const name = text(item);
      if (name === undefined) return [];
      if (relation !== null) knownColumn(doc, relation, name, item);
      return [quoteIdent(name)];
    })
    .join(', ');
}

export function knownColumn(doc: Doc, relation: Relation, name: string, at: Pick<Value, 'at'>): void {
  if (relation.columns === null || relation.columns.has(name) || SYSTEM.has(name)) return;
  doc.problem(
    'no-such-column',
    `${relation.name} declares no column ${name}`,
    at.at,
    `columns: ${[...relation.columns].join(', ')}`,
  );
}

const SYSTEM = new Set(['ctid', 'tableoid', 'xmin', 'xmax', 'cmin', 'cmax']);

/** Adds ` with (name = value, …)` from a map of storage parameters, each at its key's place; nothing without one. */
export function storageOptions(sql: Sql, value: Value | undefined): Sql {
  for (const [index, { key, at, value: option }] of entries(value).entries()) {
    const name = key.split('.').map(quoteIdent).join('.');
    sql
      .ours(index === 0 ? ' with (' : ', ')
      .ours(`${name} = ${literal(option)}`, sql.source.lineStart(at.line) + at.column - 1);
  }
  return entries(value).length === 0 ? sql : sql.ours(')');
}

/** A plain value as SQL: numbers and booleans as they are written, texts quoted. */
export function literal(value: Value | undefined): string {
  const one = scalar(value);
  if (one === undefined || one.value === null) return 'null';
  return typeof one.value === 'string' ? quoteLiteral(one.value) : one.text;
}

export function isTrue(value: Value | undefined): boolean {
  return scalar(value)?.value === true;
}

export function isFalse(value: Value | undefined): boolean {
  return scalar(value)?.value === false;
}

export function word(value: Value | undefined, key: string): string | undefined {
  return text(get(value, key));
}

/** `cluster_on:` of a table or materialised view: an index by its name, which a constraint may have made. */
export function clusterOn(doc: Doc, relation: Relation): void {
  const name = scalar(doc.get('cluster_on'));
  if (name === undefined) return;
  const head = `alter ${relation.word} ${relation.sql} cluster on `;
  doc.statement(doc.sql(name.at).ours(head).ours(quoteIdent(name.text), doc.offsetOf(name.at)), name.at, []);
}
