import { type Key, quoteIdent } from '../../model/id.js';
import type { Assumption } from '../footprint.js';
import type { Of, Surroundings } from '../kind.js';
import { relationsUnder } from '../relation.js';
import { isHarmless } from './harmless.js';
import type { ConstraintAttributes } from './index.js';

/** What rows have to be like for a constraint to be added: as far as its definition can be asked about by a query. */
export function constraintAssumes(o: Of<ConstraintAttributes>, around: Surroundings): Assumption[] {
  const { type, definition, validated, enforced, domain } = o.attributes;
  if (o.parent === null || domain || !validated || !enforced) return [];
  const [parent, others] = [o.parent, relationsUnder(o as never, around)];
  const where = CONDITIONS[type]?.(definition, parent, others[0] ?? parent) ?? null;
  if (where === null) return [];
  const needs = [...o.dependsOn.map(({ on }) => on), ...others];
  const printed = type === 'c' && isHarmless(definition.slice('CHECK'.length)) && isPlain(o, around);
  return [
    {
      relation: parent,
      fault: `break ${quoteIdent(o.id.name)}: ${definition}`,
      where,
      needs,
      code: type === 'c' && !printed,
      printed,
    },
  ];
}

/** Whether it stands on nothing that can call a function unseen, as a cast to a domain or one without a word do. */
const isPlain = (o: Of<ConstraintAttributes>, { catalog }: Surroundings): boolean =>
  o.dependsOn.every(({ on }) => {
    const object = catalog.objects.get(on);
    return on === o.parent || object?.parent === o.parent || PLAIN.has(object?.id.kind ?? '');
  });

const PLAIN: ReadonlySet<string> = new Set(['schema', 'enum', 'collation']);

/** By definition, the constraint's table and the other relation that it is about. `null`: it cannot be asked. */
type Condition = (definition: string, own: Key, other: Key) => Assumption['where'] | null;

const CONDITIONS: Readonly<Record<string, Condition>> = {
  c: (definition) => {
    const expression = /^CHECK \((.*)\)(?: NO INHERIT)?$/s.exec(definition)?.[1];
    return expression === undefined ? null : () => `not (${expression})`;
  },
  f: (definition, _, other) => {
    const found =
      /^FOREIGN KEY \(([^()]+)\) REFERENCES (?:"[^"]+"|[\w$]+)(?:\.(?:"[^"]+"|[\w$]+))?\(([^()]+)\)/.exec(
        definition,
      );
    if (found === null) return null;
    const [columns, others] = [names(found[1] ?? ''), names(found[2] ?? '')];
    const match = columns.map((column, at) => `r.${others[at]} = t.${column}`);
    const given = columns.map((column) => `t.${column} is not null`);
    return (rows) =>
      `${given.join(' and ')} and not exists (select from ${rows(other)} r where ${match.join(' and ')})`;
  },
  p: (definition, own) => keyCondition(definition, own, true),
  u: (definition, own) => keyCondition(definition, own, false),
};

/** Rows that share their key with another; for a primary key also those without one. */
function keyCondition(definition: string, own: Key, primary: boolean): Assumption['where'] | null {
  const list = /^(?:PRIMARY KEY|UNIQUE(?: NULLS NOT DISTINCT)?) \(([^()]+)\)/.exec(definition)?.[1];
  // WITHOUT OVERLAPS (18) is no equality.
  if (list === undefined || / WITHOUT OVERLAPS$/.test(list)) return null;
  const columns = names(list);
  const [here, all] = [columns.map((column) => `t.${column}`), columns.join(', ')];
  const missing = primary ? `${here.map((column) => `${column} is null`).join(' or ')} or ` : '';
  return (rows) =>
    `${missing}(${here.join(', ')}) in (select ${all} from ${rows(own)} k group by ${all} having count(*) > 1)`;
}

/** Names of a printed list; a quoted name may hold a comma. */
export const names = (list: string): string[] => list.match(/"(?:[^"]|"")+"|[^,\s]+/g) ?? [];
