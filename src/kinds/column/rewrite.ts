import type { AlterContext, Surroundings } from '../kind.js';
import type { ColumnAttributes } from './definition.js';
import { constrained, domainOf } from './footprint.js';

const base = (type: string): string => type.replace(/\([\d,]+\)/, '').trim();
const sizes = (type: string): number[] =>
  (type.match(/\(([\d,]+)\)/)?.[1] ?? '').split(',').filter(Boolean).map(Number);
const size = (type: string): number => sizes(type)[0] ?? Infinity;

/** Types that differ in nothing but their size, which PostgreSQL compares, and gives a wider one for nothing. */
const SIZED = [
  'character varying',
  'bit varying',
  'time without time zone',
  'time with time zone',
  'interval',
];
const TIMESTAMPS = ['timestamp without time zone', 'timestamp with time zone'];
/** Pairs with one form in memory, in this direction, as far as our own statements use no text in between. */
const SAME_FORM = [
  'character varying>text',
  'text>character varying',
  'xml>text',
  'xml>character varying',
  'integer>oid',
  'oid>integer',
  'cidr>inet',
];
const UTC = /^(Etc\/)?(UTC|UCT|GMT([+-]?0)?|Zulu|Universal|Greenwich)$/i;

/** Whether a change of type writes every row anew (the manual: ALTER TABLE, Notes; test/locks asks servers). */
export function needsRewrite({ before, after, changed, around }: AlterContext<ColumnAttributes>): boolean {
  if (!changed.has('type')) return false;
  return rewrites(before.attributes.type, after.attributes.type, around);
}

function rewrites(from: string, to: string, around: Surroundings): boolean {
  const domain = domainOf(to, around);
  if (domain !== undefined)
    return constrained(to, around) || rewrites(from, String(domain.attributes.type), around);
  const was = domainOf(from, around);
  if (was !== undefined) return rewrites(String(was.attributes.type), to, around);
  if (from === to || (base(from) === 'bit' && to === 'bit varying')) return false;
  const [a, b] = [base(from), base(to)];
  // An element's conversion is called for every value, even where it is none.
  if (a.endsWith('[]') || b.endsWith('[]')) return true;
  if (SAME_FORM.includes(`${a}>${b}`)) return size(to) < Infinity && size(to) < size(from);
  if (a === b && SIZED.includes(a)) return size(to) < size(from);
  if (TIMESTAMPS.includes(a) && TIMESTAMPS.includes(b)) {
    const utc = UTC.test(around.catalog.settings.TimeZone ?? '');
    return (a !== b && !utc) || Math.min(size(to), 6) < Math.min(size(from), 6);
  }
  if (a === 'numeric' && b === 'numeric') {
    const [precision = Infinity, scale = 0] = sizes(to);
    const [had = Infinity, hadScale = 0] = sizes(from);
    return !(precision === Infinity || (precision >= had && scale === hadScale));
  }
  return true;
}
