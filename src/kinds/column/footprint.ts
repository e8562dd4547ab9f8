import type { CatalogObject } from '../../model/catalog.js';
import type { Deed, Footprint } from '../footprint.js';
import { handedDown, pathKey } from '../heirs.js';
import type { Of, Surroundings } from '../kind.js';
import { tiedLater } from '../table/tie.js';
import { printedName } from '../words.js';
import { columnAssumes } from './assumes.js';
import type { ColumnAttributes } from './definition.js';
import { columnHeir } from './inherited.js';
import { numbersGoOn } from './serial.js';
import { isVolatile } from './volatile.js';

/** What ADD COLUMN, SET NOT NULL and VALIDATE do to the rows of the table. */
export function columnFootprint(deed: Deed<ColumnAttributes>): Footprint {
  const { verb, object, changed, around } = deed;
  const a = object.attributes;
  const table = 'rp'.includes(a.of);
  switch (verb) {
    case 'create': {
      if (!table && a.of !== 'f') return { own: facetLock(object) };
      if (handedDown(columnHeir(object)) && !tiedLater(object, around)) return {};
      return { below: table, rewrite: table && fillsRows(a, around), ...stakes(deed) };
    }
    case 'alter': {
      const set = changed.has('notNull') && a.notNull && a.notNullValid;
      const validates = changed.has('notNullValid') && a.notNullValid && !changed.has('notNull');
      return {
        ...(validates && changed.size === 1 ? { own: 'SHARE UPDATE EXCLUSIVE' } : {}),
        ...(changed.has('notNull') || changed.has('notNullValid') ? { below: !a.notNullOnly } : {}),
        scan: table && ((set && !proven(deed)) || validates),
        ...stakes(deed),
      };
    }
    default:
      return table || a.of === 'f' ? {} : { own: facetLock(object) };
  }
}

/** What clients and rows have to do with it. */
function stakes(deed: Deed<ColumnAttributes>): Pick<Footprint, 'hazards' | 'assumes'> {
  const { verb, object, before, changed } = deed;
  const a = object.attributes;
  const name = `${object.id.table}.${object.id.name}`;
  const hazards: { kind: string; message: string }[] = [];
  const filled = a.default !== null || a.generated !== '' || a.identity !== '';
  if (a.notNull && !filled && (verb === 'create' || changed.has('notNull')))
    hazards.push({
      kind: 'required_column',
      message: `whoever inserts into ${object.id.table} without ${object.id.name} fails from then on; a default spares them`,
    });
  if (verb === 'alter' && changed.has('notNull') && !a.notNull)
    hazards.push({ kind: 'nullable', message: `whoever reads ${name} may meet nulls from then on` });
  if (
    verb === 'alter' &&
    changed.has('identity') &&
    before?.attributes.identity === '' &&
    !numbersGoOn({ before, after: object, around: deed.around })
  )
    hazards.push({
      kind: 'identity_start',
      message: `${name} counts from ${a.identityOptions?.start} on, whatever values its rows have: where they have some, RESTART it behind them`,
    });
  if (verb === 'alter' && changed.has('type'))
    hazards.push({
      kind: 'type_change',
      message: `${name} is ${a.type} from then on, was ${before?.attributes.type}: whoever knows its type may fail, prepared statements do`,
    });
  return { hazards, assumes: columnAssumes(deed) };
}

/** A view's column is there by nature: a default alters the view, a comment locks it as comments do. */
const facetLock = (o: Of<ColumnAttributes>): string | null =>
  o.attributes.default !== null ? 'ACCESS EXCLUSIVE' : o.comment !== null ? 'SHARE UPDATE EXCLUSIVE' : null;

/** Whether the new column's values have to be written into rows that are there (the manual: ALTER TABLE, Notes). */
function fillsRows(a: ColumnAttributes, around: Surroundings): boolean {
  if (a.generated !== '') return a.generated === 's';
  if (a.identity !== '' || constrained(a.type, around)) return true;
  return a.default !== null && isVolatile(a.default, around);
}

/** Whether a type is a domain that values are checked against, itself or what it stands on. */
export function constrained(type: string, around: Surroundings): boolean {
  for (let at = domainOf(type, around); at !== undefined; at = domainOf(String(at.attributes.type), around)) {
    if (at.attributes.notNull === true || around.parts(at, 'constraint').length > 0) return true;
  }
  return false;
}

export function domainOf(type: string, around: Surroundings): CatalogObject | undefined {
  const path = printedName(type);
  // An array of a domain is an array.
  return path.length === 2 && !type.endsWith(']')
    ? around.catalog.objects.get(pathKey('domain', path))
    : undefined;
}

/** PostgreSQL needs no scan where valid checks say that the column is never null: `CHECK ((a IS NOT NULL))`. */
function proven({ object, around }: Deed<ColumnAttributes>): boolean {
  const table = around.parent(object as never);
  const name = object.id.name;
  const wanted = [name, `"${name.replaceAll('"', '""')}"`].map((one) => `CHECK ((${one} IS NOT NULL))`);
  return (
    table !== undefined &&
    around
      .parts(table, 'constraint')
      .some(
        ({ key, attributes }) =>
          attributes.validated === true &&
          wanted.includes(String(attributes.definition)) &&
          around.standing?.(key)?.attributes.validated === true,
      )
  );
}
