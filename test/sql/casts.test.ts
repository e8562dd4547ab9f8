import { expect, it } from 'vitest';
import { withoutCasts } from '../../src/sql/index.js';

it.each([
  ["((note)::text = 'x'::text)", "((note)::character varying(20) = 'x'::character varying)"],
  ["a = ANY ((ARRAY['x'::character varying])::text[])", "a = ANY (ARRAY['x'::text])"],
  ["(at)::timestamp(3) without time zone + '1 day'::interval", "at + '1 day'"],
  ['\'a\'::public."odd type"[][] AS n', "'a' AS n"],
  ['x::numeric(5,2) * 2', '(x) * 2'],
])('%s and %s differ by casts alone', (one, other) => {
  expect(withoutCasts(one)).toBe(withoutCasts(other));
});

it.each([
  ["note = 'x'::text", "note = 'y'::text"],
  ['(id + 1)', '(id + 2)'],
  ['id::bigint AS a', 'id::bigint AS b'],
  ['(SELECT a FROM t)', '(SELECT a FROM u)'],
])('%s and %s differ by more', (one, other) => {
  expect(withoutCasts(one)).not.toBe(withoutCasts(other));
});
