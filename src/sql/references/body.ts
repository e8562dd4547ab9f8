import { createdBy } from '../describe/create.js';
import { tokenize } from '../lexer.js';
import { parseAll } from '../parse.js';
import { splitStatements } from '../split.js';
import { dynamicReferences } from './dynamic.js';
import { guess } from './guess.js';
import { type Fragment, plpgsqlParts } from './plpgsql.js';
import { references } from './tree.js';
import type { Reference } from './types.js';

/**
 * What a routine's body names, in order; offsets are in the body. Knows `sql` and `plpgsql`; any other
 * language gives nothing. Never throws. What the body itself makes (temporary tables) is left out.
 */
export function bodyReferences(language: string, body: string): Reference[] {
  const name = language.toLowerCase();
  if (name === 'sql') return sqlBody(body);
  return name === 'plpgsql' ? plpgsqlBody(body) : [];
}

function sqlBody(body: string): Reference[] {
  const { statements, error } = splitStatements(body);
  const pieces = statements.map(({ sql, start }): Fragment => ({ sql, lead: 0, start }));
  const rest = error === undefined ? [] : guess(body.slice(error.offset), error.offset, 'guessed');
  return sorted([...ofFragments(pieces), ...rest]);
}

function plpgsqlBody(body: string): Reference[] {
  const parts = plpgsqlParts(body);
  const executed = new Set(parts.executed.flat());
  const variable = ({ schema, name }: Reference) => schema === null && parts.variables.has(name);
  const parsed = ofFragments(parts.fragments).filter((found) =>
    // `when sqlstate '23505'` looks like a typed literal.
    found.kind === 'type' ? found.name !== 'sqlstate' : !variable(found),
  );
  const declared = parts.relations
    .filter(({ names }) => names.length > 1 || !parts.variables.has(names[0] ?? ''))
    .map(({ names, offset }): Reference => {
      return {
        kind: 'relation',
        schema: names.at(-2) ?? null,
        name: names.at(-1) ?? '',
        offset,
        how: 'parsed',
      };
    });
  const dynamic = [
    ...parts.executed.flatMap((tokens) => dynamicReferences(tokens, 0, true)),
    ...dynamicReferences(parts.tokens, 0, false).filter(({ offset }) => {
      return ![...executed].some((token) => token.start <= offset && offset < token.end);
    }),
  ];
  return sorted([...parsed, ...declared, ...dynamic]);
}

function ofFragments(fragments: readonly Fragment[]): Reference[] {
  const made = new Set<string>();
  const found = fragments.flatMap((fragment): Reference[] => {
    const shift = fragment.start - fragment.lead;
    const parsed = parseAll(fragment.sql);
    if (parsed.kind === 'refused') return guess(fragment.sql, shift, 'guessed');
    return parsed.statements.flatMap(({ tree }) => {
      for (const ref of createdBy(tree.node, null)) made.add(ref.name);
      return references(tree).map((reference) => ({ ...reference, offset: reference.offset + shift }));
    });
  });
  return found.filter(
    ({ kind, schema, name }) => !(kind === 'relation' && schema === null && made.has(name)),
  );
}

function sorted(found: readonly Reference[]): Reference[] {
  return [...found].sort((a, b) => a.offset - b.offset);
}

/** References of a statement that the parser refuses, by its words. */
export function guessReferences(sql: string): Reference[] {
  const strings = dynamicReferences(tokenize(sql).tokens, 0, false);
  return sorted([...guess(sql, 0, 'guessed'), ...strings]);
}
