/** Digits of seconds where a type does not say how many it keeps. */
const DIGITS = 6;
const fractional = (type: string): boolean => /^(time|timestamp|interval)\b/.test(type);

/** Whether values may be lost when a column changes from one type to another: only known widenings say no. */
export function narrows(before: string, after: string): boolean {
  if (before.endsWith('[]') && after.endsWith('[]')) return narrows(before.slice(0, -2), after.slice(0, -2));
  const size = (type: string): number[] =>
    (type.match(/\(([\d,]+)\)/)?.[1] ?? '').split(',').filter(Boolean).map(Number);
  const base = (type: string): string => type.replace(/\([\d,]+\)/, '');
  const [from, to] = [base(before), base(after)];
  const numbers = ['smallint', 'integer', 'bigint'];
  if (to === 'text' || (to === 'character varying' && size(after).length === 0)) return false;
  if (numbers.includes(from) && numbers.includes(to)) return numbers.indexOf(to) < numbers.indexOf(from);
  if (numbers.includes(from) && to === 'numeric') return size(after).length > 0;
  if (from === to && (from === 'character varying' || from === 'character'))
    return (size(before)[0] ?? Infinity) > (size(after)[0] ?? Infinity);
  if (from === to && from === 'numeric') {
    const [bp = Infinity, bs = 0] = size(before);
    const [ap = Infinity, as = 0] = size(after);
    return size(after).length > 0 && (size(before).length === 0 || as < bs || ap - as < bp - bs);
  }
  if (fractional(from) && fractional(to) && (size(after)[0] ?? DIGITS) < (size(before)[0] ?? DIGITS))
    return true;
  const widening = [
    'json>jsonb',
    'date>timestamp without time zone',
    'date>timestamp with time zone',
    'real>double precision',
    'timestamp without time zone>timestamp with time zone',
    'timestamp with time zone>timestamp without time zone',
  ];
  return from !== to && !widening.includes(`${from}>${to}`);
}
