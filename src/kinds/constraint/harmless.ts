import { tokenize } from '../../sql/index.js';

/** What may stand before a parenthesis in an expression as PostgreSQL prints it, beside functions. */
const SYNTAX =
  'all and any as between bit by case char character coalesce collate decimal distinct else extract from greatest in is least like not nullif numeric or overlay placing position row similar some substring symmetric then time timestamp trim varbit varchar varying when';

/** Functions of PostgreSQL's own that give the same for the same and do nothing else ("Functions and Operators" in its manual). */
const FUNCTIONS =
  'abs array_length array_lower array_ndims array_position array_upper ascii bit_length btrim cardinality ceil ceiling char_length character_length date_part date_trunc div floor isempty isfinite json_array_length json_typeof jsonb_array_length jsonb_typeof left length like_escape lower lower_inc lower_inf ltrim mod now num_nonnulls num_nulls octet_length regexp_match reverse right round rtrim scale sign similar_to_escape split_part starts_with strpos substr trunc upper upper_inc upper_inf width_bucket';

const ALLOWED: ReadonlySet<string> = new Set(`${SYNTAX} ${FUNCTIONS}`.split(' '));

/** Whether a printed expression calls nothing but what is known to have no effect: then a plan may ask rows with it. */
export function isHarmless(expression: string): boolean {
  const { tokens, error } = tokenize(expression);
  if (error !== undefined || tokens.some(({ kind }) => kind === 'comment')) return false;
  return tokens.every((token, at) => {
    const [before, last] = [tokens[at - 2], tokens[at - 1]];
    if (token.text !== '(' || last === undefined) return true;
    if (last.kind === 'quoted') return false;
    return last.kind !== 'word' || (ALLOWED.has(last.text.toLowerCase()) && before?.text !== '.');
  });
}
