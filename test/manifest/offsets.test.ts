import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Document, Scalar } from 'yaml';
import { Source } from '../../src/manifest/source.js';
import { parseYaml } from '../../src/manifest/yaml/parse.js';
import { get, type ScalarValue } from '../../src/manifest/yaml/tree.js';

const STYLES = ['PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'] as const;
const text = fc
  .array(
    fc.constantFrom(
      'select',
      ' ',
      '  ',
      '\n',
      '\n\n',
      "'",
      '"',
      '\\',
      'ä',
      '🐘',
      '名',
      '#',
      'a: b',
      '(',
      ';',
      '-- x',
      '\t',
    ),
    {
      maxLength: 30,
    },
  )
  .map((parts) => parts.join(''));

function written(value: string, type: (typeof STYLES)[number], crlf: boolean): string {
  const scalar = new Scalar(value);
  scalar.type = type;
  const lines = new Document({ deep: { value: scalar } }).toString({ lineWidth: 24 });
  return crlf ? lines.replaceAll('\n', '\r\n') : lines;
}

function read(file: string): { source: Source; scalar: ScalarValue } | null {
  const source = new Source('x.yaml', file);
  const [document] = parseYaml(source).documents;
  const found = get(get(document, 'deep'), 'value');
  return found?.type === 'scalar' ? { source, scalar: found } : null;
}

for (const style of STYLES) {
  test(`every visible character of a ${style} scalar is found at its place`, () => {
    fc.assert(
      fc.property(text, fc.boolean(), (value, crlf) => {
        const found = read(written(value, style, crlf));
        if (found === null || typeof found.scalar.value !== 'string') return;
        const { source, scalar } = found;
        let last = -1;
        for (let at = 0; at < scalar.text.length; at += 1) {
          const offset = scalar.offset(at);
          expect(offset).toBeGreaterThanOrEqual(last);
          last = offset;
          const wanted = scalar.text[at] ?? '';
          if (/\s/.test(wanted)) continue;
          const have = source.text[offset] ?? '';
          // In double quotes a character may be written as an escape.
          if (have !== '\\' || wanted === '\\') expect(have).toBe(wanted);
        }
      }),
      { numRuns: 400, seed: 7 },
    );
  });
}
