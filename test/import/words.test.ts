import { expect, it } from 'vitest';
import { bare, inParentheses, literalText, looseName, lowered, printedName } from '../../src/kinds/words.js';

it.each([
  ['CHECK ((a > 0))', 'check ((a > 0))'],
  [`DEFAULT 'UPPER'::text`, `default 'UPPER'::text`],
  ['"User".ID', '"User".id'],
  [`E'\\'A' || $x$KEEP$x$`, `E'\\'A' || $x$KEEP$x$`],
  [`U&"\\0041" AS x`, `U&"\\0041" as x`],
  ['-- A COMMENT\nSELECT', '-- A COMMENT\nselect'],
])('%s in lower case is %s', (sql, wanted) => {
  expect(lowered(sql)).toBe(wanted);
});

it.each([
  ['((a > 0))', 'a > 0'],
  ['(a > 0) AND (b > 0)', '(a > 0) AND (b > 0)'],
  ["('(' = a)", "'(' = a"],
  ['a > 0', 'a > 0'],
])('%s without its parentheses is %s', (sql, wanted) => {
  expect(bare(sql)).toBe(wanted);
  expect(inParentheses(sql)).toBe(`(${wanted})`);
});

it('reads printed names and literals', () => {
  expect(printedName('public."A.b"')).toEqual(['public', 'A.b']);
  expect(looseName('pg_catalog."sv-x-icu"')).toBe('pg_catalog.sv-x-icu');
  expect(looseName('public."A.b"')).toBe('public."A.b"');
  expect(literalText("'it''s'")).toBe("it's");
  expect(literalText("E'a\\\\b'")).toBe('a\\b');
  expect(literalText('12')).toBeNull();
});
