import { expect, it } from 'vitest';
import { narrows } from '../../src/kinds/column/narrows.js';

it.each([
  ['time without time zone', 'time(0) without time zone'],
  ['timestamp(6) without time zone', 'timestamp(3) without time zone'],
  ['timestamp without time zone', 'timestamp(0) with time zone'],
  ['interval', 'interval(0)'],
  ['numeric(10,2)', 'numeric(10,0)'],
  ['numeric(10,2)[]', 'numeric(10,0)[]'],
  ['bigint[]', 'integer[]'],
  ['text', 'character varying(3)'],
  ['double precision', 'integer'],
])('%s to %s may lose values', (from, to) => {
  expect(narrows(from, to)).toBe(true);
});

it.each([
  ['time(0) without time zone', 'time without time zone'],
  ['timestamp(3) without time zone', 'timestamp(6) with time zone'],
  ['date', 'timestamp(0) without time zone'],
  ['numeric(10,2)[]', 'numeric(12,2)[]'],
  ['integer[]', 'bigint[]'],
  ['character varying(3)', 'text'],
])('%s to %s loses none', (from, to) => {
  expect(narrows(from, to)).toBe(false);
});
