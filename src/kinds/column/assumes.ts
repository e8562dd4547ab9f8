import { quoteIdent, quoteLiteral } from '../../model/id.js';
import type { Assumption, Deed } from '../footprint.js';
import type { Of, Surroundings } from '../kind.js';
import { base, conversion, NUMBERS } from './conversion.js';
import type { ColumnAttributes } from './definition.js';
import { narrows } from './narrows.js';
import { noNumber, outside } from './number-fits.js';

/** What rows have to be like for a column to be added, or changed to NOT NULL or another type. */
export function columnAssumes({
  verb,
  object,
  before,
  changed,
  around,
}: Deed<ColumnAttributes>): Assumption[] {
  const a = object.attributes;
  if (object.parent === null || !'rp'.includes(a.of)) return [];
  const name = quoteIdent(object.id.name);
  const of = { relation: object.parent, needs: [] };
  if (verb === 'create') {
    const filled =
      a.default !== null || a.generated !== '' || a.identity !== '' || !a.notNull || !a.notNullValid;
    return filled
      ? []
      : [{ ...of, fault: `would have no value in ${name}, which is new and not null`, where: () => 'true' }];
  }
  if (verb !== 'alter' || before === null) return [];
  const needs = [object.key];
  const set = (changed.has('notNull') || changed.has('notNullValid')) && a.notNull && a.notNullValid;
  const fits = changed.has('type') ? misfits(name, before.attributes.type, a.type, around) : null;
  return [
    ...(set ? [{ ...of, needs, fault: `have no value in ${name}`, where: () => `t.${name} is null` }] : []),
    ...(fits === null
      ? []
      : [
          {
            ...of,
            needs,
            fault: `have a value in ${name} that is no ${a.type}`,
            where: () => fits,
            code: callsCode(object, around),
          },
        ]),
  ];
}

/** Whether to read a value of a column's type may call functions of one's own, as a domain's checks do; an enum has none. */
const callsCode = ({ dependsOn }: Of<ColumnAttributes>, { catalog }: Surroundings): boolean =>
  dependsOn.some(({ on }) => {
    const type = catalog.objects.get(on);
    return type?.address.catalog === 'pg_type' && type.id.kind !== 'enum';
  });

/** Values that the new type does not take. `null`: all fit, or no query can tell. */
function misfits(name: string, from: string, to: string, around: Surroundings): string | null {
  if (!narrows(from, to)) return null;
  const limit = /^character varying\((\d+)\)$/.exec(to)?.[1];
  if (limit !== undefined && /^(text|character varying)/.test(from))
    return `length(rtrim(t.${name}, ' ')) > ${limit}`;
  const value = `t.${name}`;
  const [a, b] = [base(from), base(to)];
  if (NUMBERS.includes(a) && NUMBERS.includes(b)) return outside(value, from, to);
  const way = conversion(from, to, around);
  const asText = way === 'text' || (way === 'assigned' && (a === b || a === 'json'));
  if (!asText || to.startsWith('character')) return null;
  // pg_input_is_valid came with 16.
  return around.version >= 160000
    ? `not pg_catalog.pg_input_is_valid(${value}::text, ${quoteLiteral(to)})`
    : noNumber(value, to);
}
