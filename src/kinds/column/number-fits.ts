import { quoteLiteral } from '../../model/id.js';
import { SIZES } from '../sequence/bounds.js';
import { base, NUMBERS } from './conversion.js';

/** Half a step beyond the greatest value and half of the smallest: what lies there is out of range (IEEE 754). */
const FLOATS: Readonly<Record<string, { over: string; under: string } | undefined>> = {
  real: { over: '3.4028235677973366e38', under: '7.0064923216240854e-46' },
  'double precision': { over: '1.7976931348623158e308', under: '2.4703282292062327e-324' },
};
const ENDLESS = "'{NaN,Infinity,-Infinity}'::numeric[]";

/** Numbers that are none of another type, by its cast: a float goes to an integer by itself, to numeric by fewer digits. */
export function outside(value: string, from: string, to: string): string | null {
  const float = FLOATS[from] !== undefined;
  const exact = float && FLOATS[to] !== undefined ? `${value}::text` : value;
  return (
    outOfRange(to)?.(float && SIZES[to] !== undefined ? `${value}::float8` : `${exact}::numeric`) ?? null
  );
}

/** Texts that are no number of a type, for servers that cannot be asked (before 16). `null`: no query can tell. */
export function noNumber(value: string, to: string): string | null {
  if (!NUMBERS.includes(base(to))) return null;
  // Other collations have other digits, or take no pattern.
  const text = `(${value}::text collate "C")`;
  const [number, other] = spelled(to).map(quoteLiteral);
  const out = outOfRange(to)?.(`${text}::numeric`) ?? 'false';
  return `case when ${value} is null or ${text} ~* ${other} then false when ${text} ~* ${number} then ${out} else true end`;
}

/** How a type's numbers are written, and what it takes beside them or is left to the server. */
function spelled(to: string): string[] {
  if (SIZES[to] !== undefined) return ['^\\s*[+-]?\\d+\\s*$', '^$(?=.)'];
  // No more than four digits of an exponent: numeric takes those whatever they are.
  const digits = '[+-]?(\\d+\\.?\\d*|\\.\\d+)';
  const endless = to.includes('(') ? '' : '|[+-]?inf(inity)?';
  const hexadecimal = FLOATS[to] === undefined ? '' : '|[+-]?0x.*';
  return [
    `^\\s*${digits}(e[+-]?\\d{1,4})?\\s*$`,
    `^\\s*(nan|${digits}e[+-]?\\d{5,}${endless}${hexadecimal})\\s*$`,
  ];
}

/** `null`: the type has no bounds. */
function outOfRange(to: string): ((number: string) => string) | null {
  const [integers, floats] = [SIZES[to], FLOATS[to]];
  if (integers !== undefined)
    return (number) => `not (round(${number}) >= -${integers} and round(${number}) < ${integers})`;
  if (floats !== undefined)
    return (number) =>
      `${number} <> all (${ENDLESS}) and ${number} <> 0 and (abs(${number}) >= ${floats.over} or abs(${number}) <= ${floats.under})`;
  const [, precision, scale = '0'] = /^numeric\((\d+)(?:,(-?\d+))?\)$/.exec(to) ?? [];
  return precision === undefined
    ? null
    : (number) =>
        `${number} <> 'NaN' and abs(round(${number}, ${scale})) >= 1e${Number(precision) - Number(scale)}`;
}
