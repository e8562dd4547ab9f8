import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import type { Step } from '../../src/model/plan.js';
import { renderJson } from '../../src/render/json.js';
import { renderMarkdown } from '../../src/render/markdown.js';
import { renderSql } from '../../src/render/sql.js';
import { renderText } from '../../src/render/text.js';
import { plan, step } from './plans.js';

const index = { kind: 'index', schema: 'public', table: 't', name: 'i' };
const given = plan([
  step({
    id: 'a',
    action: 'alter',
    object: { kind: 'enum', schema: 'public', name: 'e' },
    role: 'app',
    sql: ["alter type e add value 'b'"],
    segment: 'before',
  }),
  step({
    id: 'b',
    action: 'alter',
    object: { kind: 'column', schema: 'public', table: 't', name: 'c' },
    role: 'app',
    sql: ['alter table t alter column c set default 1'],
  }),
  step({
    id: 'c',
    action: 'create',
    object: index,
    role: 'app',
    sql: ['create index concurrently i on t (c)'],
    segment: 'after',
    alone: true,
  }),
  step({
    id: 'd',
    action: 'create',
    object: index,
    role: null,
    sql: ['alter index i rename to j', 'select 1'],
    segment: 'after',
  }),
] satisfies Step[]);

it('stands around the transaction in SQL', () => {
  const lines = renderSql(given, { settings: { TimeZone: 'UTC' } })
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('--'));
  expect(lines).toEqual([
    "SET client_encoding = 'UTF8';",
    'SET standard_conforming_strings = on;',
    `SET "TimeZone" = 'UTC';`,
    'SET search_path TO public;',
    'SET ROLE app;',
    'BEGIN;',
    "alter type e add value 'b';",
    'COMMIT;',
    'RESET ROLE;',
    'BEGIN;',
    "SET LOCAL client_encoding = 'UTF8';",
    'SET LOCAL standard_conforming_strings = on;',
    'SET LOCAL check_function_bodies = off;',
    `SET LOCAL "TimeZone" = 'UTC';`,
    'SET LOCAL search_path TO public;',
    'SET LOCAL ROLE app;',
    'alter table t alter column c set default 1;',
    'SET LOCAL ROLE NONE;',
    'COMMIT;',
    "SET client_encoding = 'UTF8';",
    'SET standard_conforming_strings = on;',
    `SET "TimeZone" = 'UTC';`,
    'SET search_path TO public;',
    'SET ROLE app;',
    'create index concurrently i on t (c);',
    'RESET ROLE;',
    'BEGIN;',
    'alter index i rename to j;',
    'select 1;',
    'COMMIT;',
  ]);
});

it('is not run by the SQL of a plan that is refused', () => {
  const sql = renderSql({ ...given, refusals: [{ code: 'x', message: 'no' }] });
  expect(sql).toContain('RAISE EXCEPTION');
  expect(sql).not.toMatch(/add value|concurrently/);
});

it('is valid JSON that reads back as the plan', () => {
  const schema: unknown = JSON.parse(
    readFileSync(new URL('../../schemas/plan.schema.json', import.meta.url), 'utf8'),
  );
  const validate = new Ajv({ allErrors: true, strict: true }).compile(
    typeof schema === 'object' && schema !== null ? schema : {},
  );
  const read: unknown = JSON.parse(renderJson(given));
  expect(validate(read), JSON.stringify(validate.errors)).toBe(true);
  expect(read).toEqual(given);
});

it('is told apart in text and Markdown', () => {
  for (const text of [renderText(given), renderMarkdown(given)]) {
    expect(text).toContain('4 steps, 3 of them online: outside the transaction');
    expect(text).toContain('online, before BEGIN');
    expect(text.match(/online, after COMMIT/g)).toHaveLength(2);
  }
});
