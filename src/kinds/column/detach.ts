import type { Attributes, CatalogObject } from '../../model/catalog.js';
import { quoteIdent } from '../../model/id.js';
import { inseparable } from '../heirs.js';
import type { Detachment, Of, Surroundings } from '../kind.js';
import { relationOf } from '../relation.js';
import { isString } from './conversion.js';
import type { ColumnAttributes } from './definition.js';
import { columnHeir } from './inherited.js';

/**
 * A column keeps its values while what its default or its type stands on is made anew: the default is taken off, and
 * values of a type become text, or jsonb by attribute name for a composite type.
 */
export function detachColumn(
  o: Of<ColumnAttributes>,
  after: Of<ColumnAttributes>,
  on: CatalogObject,
  alone: boolean,
  around?: Surroundings,
): Detachment | null {
  const [b, a] = [o.attributes, after.attributes];
  if (!'rpf'.includes(b.of) || b.generated !== '') return null;
  const name = quoteIdent(o.id.name);
  const head = `alter table ${relationOf(o)} alter column ${name}`;
  const drop = b.default === null ? [] : [`${head} drop default`];
  const set = a.default === null ? [] : [`${head} set default ${a.default}`];
  const retyped = b.type !== a.type || b.collation !== a.collation;
  // What is tied on again has its wanted default; meanwhile that need not fit the type.
  const left = retyped ? {} : { left: (attributes: Attributes) => ({ ...attributes, default: null }) };
  const follows = !alone && columnHeir(o) !== null && columnHeir(after) !== null;
  const ownCollation = on.address.catalog === 'pg_collation' && b.collation !== null;
  if ((on.address.catalog !== 'pg_type' && !ownCollation) || follows)
    return { before: drop, after: set, ...left };
  if (inseparable(o)) return null;
  const array = /\[\]$/.test(b.type) ? '[]' : '';
  // A foreign table has no values here.
  const via = (text: string): string => (b.of === 'f' ? '' : ` using ${text}`);
  const collation = a.collation === null ? '' : ` collate ${a.collation}`;
  // A type of one's own may go as well: only one without a schema is sure to stay.
  if (ownCollation && !b.type.includes('.')) {
    return {
      before: [...drop, `${head} type ${b.type}`],
      after: [`${head} type ${a.type}${collation}`, ...set],
      retypes: true,
      ...left,
      found: (attributes) => ({ ...attributes, collation: null, default: null }),
    };
  }
  if (on.id.kind === 'composite_type' && array === '') {
    return {
      before: [...drop, `${head} type jsonb${via(`to_jsonb(${name})`)}`],
      after: [`${head} type ${a.type}${via(`jsonb_populate_record(null::${a.type}, ${name})`)}`, ...set],
      retypes: true,
      ...left,
      found: (attributes) => ({ ...attributes, type: 'jsonb', collation: null, default: null }),
    };
  }
  // An explicit cast to a string of limited length would cut values silently.
  const back = isString(a.type, around) ? '' : via(`${name}::text${array}::${a.type}`);
  return {
    before: [...drop, `${head} type text${array}${via(`${name}::text${array}`)}`],
    after: [`${head} type ${a.type}${collation}${back}`, ...set],
    retypes: true,
    ...left,
    found: (attributes) => ({ ...attributes, type: `text${array}`, collation: null, default: null }),
  };
}
