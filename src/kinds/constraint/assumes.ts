import { quoteIdent } from '../../model/id.js';
import type { Assumption } from '../footprint.js';
import type { Of, Surroundings } from '../kind.js';
import { relationsUnder } from '../relation.js';
import type { ConstraintAttributes } from './index.js';

/** What rows have to be like for a constraint to be added: as far as its definition can be asked about by a query. */
export function constraintAssumes(o: Of<ConstraintAttributes>, around: Surroundings): Assumption[] {
  const { type, definition, validated, enforced, domain } = o.attributes;
  if (o.parent === null || domain || !validated || !enforced) return [];
  const where = CONDITIONS[type]?.(definition, o) ?? null;
  if (where === null) return [];
  const needs = [...o.dependsOn.map(({ on }) => on), ...relationsUnder(o as never, around)];
  return [
    {
      relation: o.parent,
      fault: `break ${quoteIdent(o.id.name)}: ${definition}`,
      where,
      needs,
      code: type === 'c',
    },
  ];
}

type Condition = (definition: string, o: Of<ConstraintAttributes>) => string | null;

const CONDITIONS: Readonly<Record<string, Condition>> = {
  c: (definition) => {
    const expression = /^CHECK \((.*)\)(?: NO INHERIT)?$/s.exec(definition)?.[1];
    return expression === undefined ? null : `not (${expression})`;
  },
  f: (definition) => {
    const found =
      /^FOREIGN KEY \(([^()]+)\) REFERENCES ((?:"[^"]+"|[\w$]+)(?:\.(?:"[^"]+"|[\w$]+))?)\(([^()]+)\)/.exec(
        definition,
      );
    if (found === null) return null;
    const [columns, others] = [names(found[1] ?? ''), names(found[3] ?? '')];
    const match = columns.map((column, at) => `r.${others[at]} = t.${column}`);
    const given = columns.map((column) => `t.${column} is not null`);
    return `${given.join(' and ')} and not exists (select from ${found[2]} r where ${match.join(' and ')})`;
  },
  p: (definition, o) => keyCondition(definition, o, true),
  u: (definition, o) => keyCondition(definition, o, false),
};

/** Rows that share their key with another; for a primary key also those without one. */
function keyCondition(definition: string, o: Of<ConstraintAttributes>, primary: boolean): string | null {
  const list = /^(?:PRIMARY KEY|UNIQUE(?: NULLS NOT DISTINCT)?) \(([^()]+)\)/.exec(definition)?.[1];
  // WITHOUT OVERLAPS (18) is no equality.
  if (list === undefined || / WITHOUT OVERLAPS$/.test(list) || o.id.table === null) return null;
  const columns = names(list);
  const relation = [o.id.schema, o.id.table]
    .flatMap((part) => (part === null ? [] : quoteIdent(part)))
    .join('.');
  const shared = `(${columns.map((column) => `t.${column}`).join(', ')}) in (select ${columns.join(', ')} from ${relation} group by ${columns.join(', ')} having count(*) > 1)`;
  return primary ? `${columns.map((column) => `t.${column} is null`).join(' or ')} or ${shared}` : shared;
}

/** Names of a printed list; a quoted name may hold a comma. */
export const names = (list: string): string[] => list.match(/"(?:[^"]|"")+"|[^,\s]+/g) ?? [];
