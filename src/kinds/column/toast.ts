import type { Of, Surroundings } from '../kind.js';
import { relationOf } from '../relation.js';
import { optionText } from '../table/options.js';
import type { ColumnAttributes } from './definition.js';

/** Types whose values are never moved out of line, and arrays of none. */
const PLAIN =
  /^("char"|boolean|smallint|integer|bigint|real|double precision|oid|uuid|date|money|name|timestamp.*|time .*|interval.*)$/;

const isPlain = (type: string): boolean => PLAIN.test(type) && !type.endsWith('[]');

/**
 * A table that has lost every column which needs a TOAST table loses that with the next rewrite (by an identity say), and
 * its parameters too: they are set again behind a column that needs one.
 */
export function toastAgain(o: Of<ColumnAttributes>, around: Surroundings): string[] {
  const table = around.parent(o as never);
  const was = table === undefined ? undefined : around.standing?.(table.key);
  if (table === undefined || was === undefined || isPlain(o.attributes.type)) return [];
  const options = (one: typeof table): string[] =>
    Array.isArray(one.attributes.options) ? one.attributes.options.map(String) : [];
  const kept = options(table).filter((one) => one.startsWith('toast.') && options(was).includes(one));
  const stands = around
    .parts(table, 'column')
    .some(
      ({ key, attributes }) =>
        around.standing?.(key)?.attributes.type === attributes.type && !isPlain(String(attributes.type)),
    );
  return kept.length === 0 || stands
    ? []
    : [`alter table ${relationOf(o)} set (${kept.map(optionText).join(', ')})`];
}
