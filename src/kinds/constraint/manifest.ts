import { attachSql } from '../index/partitioned.js';
import type { Of, Surroundings } from '../kind.js';
import { type Entry, type ManifestMap, mapOf } from '../manifest.js';
import { optionText } from '../table/options.js';
import { bare, lowered, printedName } from '../words.js';
import { type ConstraintAttributes, indexComment, indexName } from './index.js';
import { renamedCopy } from './inherited.js';

/**
 * The column whose clause says PRIMARY KEY: one column, the name that PostgreSQL gives, nothing else to say. `null` where
 * the key stands among the constraints.
 */
export function keyColumn(o: Of<ConstraintAttributes>): string | null {
  const a = o.attributes;
  const plain =
    !a.deferrable && !a.alone && a.options.length === 0 && o.comment === null && a.indexComment === null;
  const [, column] = /^PRIMARY KEY \(((?:"(?:[^"]|"")*"|[^",()])+)\)$/.exec(a.definition) ?? [];
  const name = `${o.id.table}_pkey`;
  if (a.type !== 'p' || !plain || column === undefined || o.id.name !== name) return null;
  return Buffer.byteLength(name) > 63 ? null : (printedName(column)[0] ?? null);
}

export function constraintEntry(o: Of<ConstraintAttributes>, around: Surroundings): Entry {
  const a = o.attributes;
  const apart = a.partitionOf?.[0] === 'index' || a.unlike;
  const attach = a.partitionOf !== null && apart ? [attachSql(a.partitionOf, indexName(o))] : [];
  const own = a.indexComment === null ? [] : [indexComment(o)];
  if (a.partitionOf !== null && attach.length === 0)
    return { clause: null, map: null, sql: [...renamedCopy(o, around), ...own] };
  if (a.inheritedFrom.length > 0 && !a.local) return 'elsewhere';
  const table = around.parent(o as never);
  // CREATE DOMAIN takes no NOT VALID.
  if (table?.address.catalog === 'pg_type' && !a.validated) return null;
  if (keyColumn(o) !== null && table !== undefined && writesColumns(table.attributes)) return 'elsewhere';
  const options = a.options.length === 0 ? '' : ` with (${a.options.map(optionText).join(', ')})`;
  // An exclusion constraint's print has its storage parameters already.
  const definition = `${tidy(lowered(a.definition))}${a.type === 'x' ? '' : options}`;
  const timing = [
    ...(a.deferrable ? ['deferrable'] : []),
    ...(a.deferred ? ['initially deferred'] : []),
    ...(a.enforced ? [] : ['not enforced']),
    ...(a.validated || !a.enforced ? [] : ['not valid']),
  ];
  return {
    clause: [definition, ...timing].join(' '),
    map: map(a),
    sql: [...attach, ...own],
  };
}

/** Partitions and typed tables list no columns. */
export const writesColumns = (table: object): boolean =>
  !('partitionOf' in table && table.partitionOf !== null) && !('ofType' in table && table.ofType !== null);

/** `check ((a > 0))` needs one pair of parentheses. */
function tidy(definition: string): string {
  const [, body, tail = ''] = /^check (\(.*\))( no inherit)?$/s.exec(definition) ?? [];
  return body === undefined ? definition : `check (${bare(body)})${tail}`;
}

function map(a: ConstraintAttributes): ManifestMap | null {
  const text = lowered(a.definition);
  const common = {
    not_valid: a.validated ? undefined : true,
    deferrable: a.deferrable && !a.deferred ? true : undefined,
    initially_deferred: a.deferred ? true : undefined,
  };
  if (!a.enforced || a.options.length > 0) return null;
  const [, check, inherit] = /^check (\(.*\))( no inherit)?$/s.exec(text) ?? [];
  if (check !== undefined) {
    return mapOf({ check: bare(check), no_inherit: inherit === undefined ? undefined : true, ...common });
  }
  const [, word, nulls, columns] =
    /^(unique|primary key)( nulls not distinct)? \(([^()]*)\)$/.exec(text) ?? [];
  if (word !== undefined && columns !== undefined && !/without overlaps$/.test(columns)) {
    return mapOf({
      [word.replace(' ', '_')]: printedName(columns),
      nulls_not_distinct: nulls === undefined ? undefined : true,
      ...common,
    });
  }
  const [, own, target] = /^foreign key \(([^()]*)\) references (.*)$/s.exec(text) ?? [];
  if (own === undefined || target === undefined || /\bperiod\b/.test(own)) return null;
  return mapOf({ foreign_key: printedName(own), references: target, ...common });
}
