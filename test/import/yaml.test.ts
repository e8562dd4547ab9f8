import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentText } from '../../src/import/yaml.js';
import { Source } from '../../src/manifest/source.js';
import { parseYaml } from '../../src/manifest/yaml/parse.js';
import { entries, get, text } from '../../src/manifest/yaml/tree.js';

const read = (written: string) => {
  const { documents, problems } = parseYaml(new Source('x.yaml', written));
  expect(problems).toEqual([]);
  return documents[0];
};
const back = (value: string): string | undefined =>
  text(get(read(documentText(new Map([['body', value]]))), 'body'));

describe('texts', () => {
  it.each([
    'begin\n  return 1;\nend\n',
    '\n  leading line end',
    '   leading spaces\nthen none\n',
    'no line end',
    'two line ends\n\n',
    'trailing spaces   \nand a tab\t\n',
    '\tindented by a tab\n\tand again\n',
    'CRLF\r\nlines\r\n',
    'a lone\rcarriage return',
    "data #> '{a}' -- # no comment",
    'key: value',
    '- no list',
    '"quoted" and \'quoted\'',
    '{ no map }',
    'true',
    'null',
    '~',
    '0x10',
    '1e3',
    '',
    ' ',
    '\n',
    '\u2028\u0085\ufeff🎉',
    'x\n   ',
    '%yaml',
    '--- \n...\n',
    `${'long '.repeat(100)}\n`,
  ])('%j comes back to the byte', (value) => {
    expect(back(value)).toBe(value);
  });

  it('of all kinds come back', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('a', ' ', '\n', '\t', '\r\n', '#', ':', "'", '"', '\\', '-', '|', 'é', '🎉'),
        ),
        (parts) => {
          const value = parts.join('');
          expect(back(value)).toBe(value);
        },
      ),
      { numRuns: 1000, seed: 1 },
    );
  });
});

describe('keys', () => {
  it.each([
    '<<',
    'true',
    'null',
    '1',
    '1.0',
    'a: b',
    '# a',
    '- a',
    '? a',
    'two\nlines',
    '',
    ' ',
    '🎉',
    '*a',
    '&a',
    '__proto__',
    '"q"',
  ])('%j comes back', (key) => {
    const document = read(documentText(new Map([['columns', new Map([[key, 'text']])]])));
    expect(entries(get(document, 'columns')).map((entry) => entry.key)).toEqual([key]);
  });
});

it('keeps short lists on one line, numbers as they are, and folds nothing', () => {
  const map = new Map<string, string | bigint | number | readonly string[]>([
    ['grants', ['select', 'update (a, b)']],
    ['max', 9223372036854775807n],
    ['cost', 0.5],
    ['long', `check (${'x'.repeat(300)} > 0)`],
  ]);
  expect(documentText(map)).toBe(
    `grants: [select, 'update (a, b)']\nmax: 9223372036854775807\ncost: 0.5\nlong: check (${'x'.repeat(300)} > 0)\n`,
  );
});
