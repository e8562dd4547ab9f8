import { expect, it } from 'vitest';
import { rowTypes } from '../../src/sql/index.js';

it.each([
  ['SELECT ROW(1, (2 + 3))::public.t AS x', ['public.t']],
  ['(ROW(ROW(1)::public."odd t", 2)::s.u).a', ['public."odd t"', 's.u']],
  ['SELECT (a)::public.t, \'ROW(1)::public.t\'::text AS "row"', []],
  ['SELECT ROW(1, 2) < ROW(2, 1)', []],
  ['SELECT o.r FROM public.t o(p, q, r), LATERAL public.f(o.p) x(y)', ['public.t']],
  ['SELECT f.a FROM (public.t a JOIN public.u ON (public.g(a.id) = u.id)) f', []],
])('%s', (text, types) => {
  expect(rowTypes(text)).toEqual(types);
});
