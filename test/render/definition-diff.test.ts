import { describe, expect, it } from 'vitest';
import { type DiffLine, diffLines } from '../../src/render/definition-diff.js';
import { renderText } from '../../src/render/text.js';
import { plan, step } from './plans.js';

/** `[…]` around words that changed. */
function shown(lines: readonly DiffLine[]): string[] {
  return lines.map(
    ({ sign, parts }) => sign + parts.map(({ text, changed }) => (changed ? `[${text}]` : text)).join(''),
  );
}

describe('diff of definitions', () => {
  it('marks the words that changed within a line, and leaves other lines alone', () => {
    const before = 'create view v as\n select id,\n   name\n from clients where id > 1;';
    const after = 'create view v as\n select id,\n   name\n from clients where id > 22;\ncomment on view v;';
    expect(shown(diffLines(before, after))).toEqual([
      ' create view v as',
      '  select id,',
      '    name',
      '- from clients where id > [1];',
      '+ from clients where id > [22];',
      '+comment on view v;',
    ]);
  });

  it('says where each part of a long text stands', () => {
    const lines = Array.from({ length: 100 }, (_, index) => `line ${index}`);
    const changed = lines.map((line, index) => (index === 10 || index === 90 ? 'other' : line));
    const shownLines = shown(diffLines(lines.join('\n'), changed.join('\n')));
    expect(shownLines.filter((line) => line.startsWith('@'))).toEqual([
      '@@@ -8,7 +8,7 @@',
      '@@@ -88,7 +88,7 @@',
    ]);
    expect(shownLines).toHaveLength(2 + 2 * 8);
  });

  it('shows all old and all new lines where nearly nothing stayed', () => {
    const text = (word: string): string =>
      Array.from({ length: 3000 }, (_, index) => `${word} ${index}`).join('\n');
    const lines = diffLines(text('old'), text('new'));
    expect(lines).toHaveLength(6000);
    expect(lines[0]?.sign).toBe('-');
    expect(lines.at(-1)?.sign).toBe('+');
  });

  it('is empty where nothing differs', () => {
    expect(diffLines('a', 'a')).toEqual([]);
  });

  it('stands before the SQL in the plain text, where there is something to compare', () => {
    const given = plan([
      step({
        action: 'replace',
        object: { kind: 'view', schema: 'public', name: 'v' },
        sql: ['create or replace view public.v as select 2'],
      }),
      step({
        action: 'create',
        object: { kind: 'view', schema: 'public', name: 'w' },
        sql: ['create view w'],
      }),
    ]);
    const define = (object: { name: string }) =>
      object.name === 'v' ? { before: 'select 1', after: 'select 2' } : { before: null, after: 'select 3' };
    const text = renderText(given, { define });
    expect(text).toContain(
      '      diff of the definition:\n      -select 1\n      +select 2\n      sql:\n      create or replace',
    );
    expect(text.match(/diff of/g)).toHaveLength(1);
    expect(text).not.toContain('select 3');
  });
});
