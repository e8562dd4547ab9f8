import { TYPE_KINDS } from '../../sql/index.js';
import { pathKey } from '../heirs.js';
import type { Surroundings } from '../kind.js';
import { printedName } from '../words.js';
import { domainOf } from './footprint.js';

const STRINGS = ['text', 'character varying', 'character', 'name', 'citext'];
export const NUMBERS = ['smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision'];
const TIMES = ['date', 'timestamp without time zone', 'timestamp with time zone'];
export const base = (type: string): string => type.replace(/\([\d,]+\)/, '').trim();

/** Other pairs that PostgreSQL assigns by itself (pg_cast), which their text forms would not do, or not alike. */
const ASSIGNED: Readonly<Record<string, readonly string[] | undefined>> = {
  money: ['numeric'],
  smallint: ['oid'],
  integer: ['money', 'oid'],
  bigint: ['money', 'oid'],
  numeric: ['money'],
  oid: ['integer', 'bigint'],
  bit: ['bit varying'],
  'bit varying': ['bit'],
  json: ['jsonb'],
  jsonb: ['json'],
  cidr: ['inet'],
  inet: ['cidr'],
  macaddr: ['macaddr8'],
  macaddr8: ['macaddr'],
  'time without time zone': ['time with time zone', 'interval'],
  'time with time zone': ['time without time zone'],
  'timestamp without time zone': ['time without time zone'],
  'timestamp with time zone': ['time without time zone', 'time with time zone'],
  interval: ['time without time zone'],
  point: ['box'],
  box: ['polygon'],
  path: ['polygon'],
  polygon: ['path'],
};

/** Explicit casts of numbers and truth values to other types (pg_cast); strings have one to every type. */
const DIRECT: Readonly<Record<string, readonly string[] | undefined>> = {
  boolean: ['integer'],
  integer: ['boolean', 'bit', '"char"'],
  bigint: ['bit'],
};

/** Whether PostgreSQL has an assignment cast by itself, so that no USING (an explicit cast, which cuts silently) is needed. */
function assignable(from: string, to: string): boolean {
  const [a, b] = [base(from), base(to)];
  if (a === b || STRINGS.includes(b)) return true;
  return (
    [NUMBERS, TIMES].some((types) => types.includes(a) && types.includes(b)) ||
    (ASSIGNED[a]?.includes(b) ?? false)
  );
}

/** How the values of a column get another type: by assignment, by an explicit cast, or as text. */
export function conversion(from: string, to: string, around: Surroundings): 'assigned' | 'cast' | 'text' {
  const elementOf = (type: string): string => type.replace(/\[\]$/, '');
  const under = (type: string): string => {
    const element = elementOf(type);
    const beneath = String(domainOf(element, around)?.attributes.type ?? element);
    return `${beneath}${type.slice(element.length)}`;
  };
  // What is made anew under a name that stays is another type: its casts are not there.
  if ([from, under(from)].some((type) => isMadeAnew(elementOf(type), around))) return 'text';
  // A domain and what it stands on are assigned to each other like the types beneath.
  if (assignable(from, to) || assignable(under(from), under(to))) return 'assigned';
  const own = [...around.catalog.objects.values()].some(
    ({ id, attributes: { source, target } }) => id.kind === 'cast' && source === from && target === base(to),
  );
  return own || DIRECT[base(from)]?.includes(base(to)) ? 'cast' : 'text';
}

/** Whether a type, or that of its elements, is a string or a domain over one, which text is assigned to. */
export function isString(type: string, around: Surroundings | undefined): boolean {
  const under = (name: string): string => {
    const domain = around === undefined ? undefined : domainOf(name, around);
    return domain === undefined ? name : under(String(domain.attributes.type));
  };
  return STRINGS.includes(base(under(type.replace(/\[\]$/, ''))));
}

function isMadeAnew(type: string, { catalog, standing }: Surroundings): boolean {
  const path = printedName(type);
  if (path.length !== 2 || standing === undefined) return false;
  return TYPE_KINDS.map((kind) => pathKey(kind, path)).some(
    (key) => catalog.objects.has(key) && standing(key) === undefined,
  );
}

/** Through text where there is no cast: that is made for every pair of types, and fails only for values that do not fit. */
export function using(name: string, from: string, to: string, around: Surroundings): string {
  const way = conversion(from, to, around);
  if (way === 'assigned') return '';
  return ` using ${name}::${way === 'cast' || STRINGS.includes(base(from)) ? '' : 'text::'}${to}`;
}
