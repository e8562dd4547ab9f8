import type { Sizes } from '../plan/result.js';
import { bytesText } from './quantity.js';

/** `about 1,200 rows, 5.2 MB` for all of the relations together; empty where nothing is known of them. */
export function sizeText(relations: readonly string[], sizes: Sizes): string {
  const known = [...new Set(relations)].flatMap((relation) => sizes.get(relation) ?? []);
  if (known.length === 0) return '';
  const counted = known.flatMap(({ rows }) => rows ?? []);
  const total = counted.reduce((sum, rows) => sum + rows, 0);
  const never = known.length - counted.length;
  const rows = [
    ...(counted.length === 0 ? [] : [`about ${Math.round(total).toLocaleString('en-US')} rows`]),
    ...(never === 0 ? [] : [counted.length === 0 ? 'rows never counted' : `rows of ${never} never counted`]),
  ];
  const bytes = known.flatMap((size) => size.bytes ?? []);
  if (bytes.length === 0) return rows.join(', ');
  return [...rows, bytesText(bytes.reduce((sum, one) => sum + one, 0))].join(', ');
}

export function inBrackets(text: string): string {
  return text === '' ? '' : ` (${text})`;
}
