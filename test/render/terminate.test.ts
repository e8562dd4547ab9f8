import { describe, expect, it } from 'vitest';
import { terminate } from '../../src/render/terminate.js';

describe('terminate', () => {
  it.each([
    ['select 1', 'select 1;'],
    ['select 1;', 'select 1;'],
    ['select 1 ; \n\n', 'select 1 ;'],
    ['select 1 -- why', 'select 1 -- why\n;'],
    ['select 1; -- why', 'select 1; -- why'],
    ['select 1 -- why;', 'select 1 -- why;\n;'],
    ['select 1 /* a /* b; */ ; */', 'select 1 /* a /* b; */ ; */;'],
    ['select 1; /* done */', 'select 1; /* done */'],
    ["select '--'", "select '--';"],
    ["select ';'", "select ';';"],
    ["select e'\\';' -- x", "select e'\\';' -- x\n;"],
    ["select 'it''s --'", "select 'it''s --';"],
    ['select "a--b"', 'select "a--b";'],
    ['select $a$ -- ; $b$ $a$', 'select $a$ -- ; $b$ $a$;'],
    ['do $$ begin null; end $$', 'do $$ begin null; end $$;'],
    ['do $$ -- open\n$$;', 'do $$ -- open\n$$;'],
    ['select a$b, c$d -- $', 'select a$b, c$d -- $\n;'],
    ['select $1', 'select $1;'],
    ['-- nothing', '-- nothing'],
    ['', ''],
  ])('%j', (sql, expected) => {
    expect(terminate(sql)).toBe(expected);
  });
});
