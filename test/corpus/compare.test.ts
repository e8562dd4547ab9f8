import { describe, expect, it } from 'vitest';
import { dumpDifferences } from './compare.js';

const child = (lines: readonly string[], more = '', parents = 'public.p'): string =>
  `--\n-- Name: c; Type: TABLE; Schema: public; Owner: it's me\n--\n\nCREATE TABLE public.c (\n${lines
    .map((line) => `    ${line}`)
    .join(',\n')}\n)\nINHERITS (${parents});\n${more}\n\nALTER TABLE public.c OWNER TO postgres;\n`;

const setDefault = (column: string, value: string): string =>
  `\n\nALTER TABLE ONLY public.c ALTER COLUMN ${column} SET DEFAULT ${value};\n`;

describe('two dumps of a child', () => {
  const z = 'z integer';

  it('differ not by the order of columns that take several lines', () => {
    const lines = [
      z,
      "b text DEFAULT 'x,\n\ny'::text",
      'k integer DEFAULT \nCASE\n    WHEN true THEN 1\nEND',
    ];
    expect(dumpDifferences(child(lines), child([...lines].reverse()))).toEqual([]);
  });

  it('differ not by a column that one of them says again', () => {
    const value = "'a\n\nb'::text";
    const said = child([z, `"b b" text DEFAULT ${value} NOT NULL COLLATE public."o o"`]);
    const unsaid = child([z], setDefault('"b b"', value));
    expect(dumpDifferences(said, unsaid)).toEqual([]);
    expect(dumpDifferences(unsaid, said)).toEqual([]);
  });

  it('differ not by columns of which each says another again', () => {
    const one = child([z, 'a integer DEFAULT 5'], setDefault('b', '7'));
    const other = child([z, 'b integer DEFAULT 7'], setDefault('a', '5'));
    expect(dumpDifferences(one, other)).toEqual([]);
  });

  it('differ by the default of such a column', () => {
    const said = child([z, "b text DEFAULT 'a\nb'::text"]);
    const unsaid = child([z], setDefault('b', "'a\nc'::text"));
    expect(dumpDifferences(said, unsaid)).toEqual([
      "dump: should not say ALTER TABLE ONLY public.c ALTER COLUMN b SET DEFAULT 'a\nb'::text;",
      "dump: does not say ALTER TABLE ONLY public.c ALTER COLUMN b SET DEFAULT 'a\nc'::text;",
    ]);
  });

  it('differ not by a check or a NOT NULL that one of them says again', () => {
    const check = 'CONSTRAINT k CHECK (\nCASE\n    WHEN (z > 0) THEN true\n    ELSE false\nEND)';
    expect(dumpDifferences(child([z, check]), child([z]))).toEqual([]);
    expect(dumpDifferences(child(['z integer NOT NULL']), child([z]))).toEqual([]);
    const apart = '\nALTER TABLE ONLY public.c ALTER COLUMN b SET NOT NULL;';
    expect(dumpDifferences(child([z, 'b integer NOT NULL']), child([z], apart))).toEqual([]);
    expect(dumpDifferences(child([z, 'b integer']), child([z, 'CONSTRAINT n NOT NULL b']))).toEqual([]);
  });

  it('differ by a NOT NULL that is wanted, by a type, a key, the parents, and columns without parents', () => {
    const count = (one: string, other: string): number => dumpDifferences(one, other).length;
    expect(count(child([z]), child(['z integer NOT NULL']))).toBe(2);
    expect(count(child([z]), child(['z bigint']))).toBe(2);
    expect(count(child([z, 'CONSTRAINT k UNIQUE (z)']), child([z]))).toBe(2);
    expect(count(child([z, 'a integer']), child([z], '', 'public.q'))).toBe(2);
    const alone = (text: string): string => text.replace('\nINHERITS (public.p)', '');
    expect(count(alone(child([z, 'a integer'])), alone(child([z])))).toBe(2);
  });
});
