import { expect, it } from 'vitest';
import { isHarmless } from '../../src/kinds/constraint/harmless.js';

it.each([
  "(((length(a) > 1) AND (a ~ '^x('::text) AND (b = ANY (ARRAY[1, 2])) AND ((b)::numeric(5,2) > (0)::numeric)))",
  "((EXTRACT(year FROM c) > (2000)::numeric) AND (POSITION(('x'::text) IN (a)) > 0) AND (ROW(b, 1) < ROW(3, 4)))",
  "(CASE WHEN (b > 1) THEN (b < 3) ELSE (b = 9) END OR ((a)::character varying(5) = 'pg_sleep(1)'))",
])('%s may be asked with', (text) => expect(isHarmless(text)).toBe(true));

it.each([
  '(pg_sleep((60)::double precision) IS NULL)',
  '(public.length(a) > 1)',
  '("length"(a) > 1)',
  '(pg_sleep /* x */ (60) IS NULL)',
  '(a OPERATOR(public.+) b)',
  "(query_to_xml('select 1'::text, true, true, ''::text) IS NULL)",
  '(lo_unlink(b) = 1)',
])('%s may not', (text) => expect(isHarmless(text)).toBe(false));
