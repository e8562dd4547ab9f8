import { describe, expect, it } from 'vitest';
import { MARKDOWN_LIMIT, renderMarkdown } from '../../src/render/markdown.js';
import { cleanUp, hostile, plan, refused, step } from './plans.js';

/** Fences are closed, tables have equal columns, details are balanced: outside of fences. */
function wellFormed(markdown: string): void {
  let fence = '';
  let depth = 0;
  let columns = 0;
  for (const line of markdown.split('\n')) {
    const ticks = /^(`{3,})/.exec(line)?.[1] ?? '';
    if (fence === '' && ticks !== '') fence = ticks;
    else if (fence !== '' && line === fence) fence = '';
    else if (fence === '') {
      depth += (line.match(/<details>/g) ?? []).length - (line.match(/<\/details>/g) ?? []).length;
      const cells = line.startsWith('|') ? line.replaceAll('\\|', '').split('|').length : 0;
      if (cells > 0 && columns > 0) expect(cells, line).toBe(columns);
      columns = cells;
    }
  }
  expect(fence).toBe('');
  expect(depth).toBe(0);
}

describe('markdown', () => {
  it('starts with a stable marker and a summary', () => {
    const text = renderMarkdown(cleanUp());
    expect(text.split('\n')[0]).toBe('<!-- reconcile:plan prod -->');
    expect(text).toContain('| `-` drop | 19 | 14 tables, 5 functions | 1 trigger |');
    expect(text).toContain('> [!WARNING]');
    expect(text).toContain('```sql\ndrop table public.users;\n```');
    wellFormed(text);
  });

  it('puts refusals into an alert of their own, before the hazards', () => {
    const text = renderMarkdown(refused());
    expect(text.indexOf('> [!CAUTION]')).toBeGreaterThan(0);
    expect(text.indexOf('> [!CAUTION]')).toBeLessThan(text.indexOf('> [!WARNING]'));
    wellFormed(text);
  });

  it('says "No changes"', () => {
    expect(renderMarkdown(plan([]))).toContain('No changes');
  });

  it('lets no name break out', () => {
    const text = renderMarkdown(hostile());
    wellFormed(text);
    expect(text).toContain('`````sql\n');
    expect(text).not.toMatch(/(?<!`)<b>(?![^\n]*`)/);
    expect(text).not.toContain('\u202e');
  });

  it.each([1, 50, 400, 2000, 6000])('%i changes stay within the limit', (count) => {
    const steps = Array.from({ length: count }, (_, index) =>
      step({
        action: 'create',
        object: { kind: 'policy', schema: 'public', table: `t${index}`, name: 'read own' },
        sql: [`create policy "read own" on public.t${index} using (owner = auth.uid())`],
        hazards: [{ kind: 'widens_access', message: `anon can now read public.t${index}` }],
      }),
    );
    const text = renderMarkdown(plan(steps, { refusals: refused().refusals }));
    expect(text.length).toBeLessThanOrEqual(MARKDOWN_LIMIT);
    expect(text).toContain('[!CAUTION]');
    expect(text).toContain(`${count} step`);
    if (count > 400) expect(text).toContain('left out');
    wellFormed(text);
  });

  it('gives way with one giant, not with the many beside it', () => {
    const body = Array.from({ length: 3000 }, (_, line) => `  perform work(${line}, 'some text');`).join(
      '\n',
    );
    const giant = step({
      action: 'replace',
      object: { kind: 'function', schema: 'public', name: 'giant', arguments: '' },
      sql: [
        `create or replace function public.giant() returns void language plpgsql as $$ begin\n${body}\nend $$`,
      ],
    });
    const text = renderMarkdown(plan([giant, ...cleanUp().steps]));
    expect(text.length).toBeLessThanOrEqual(MARKDOWN_LIMIT);
    expect(text).toContain('- `± replace function public.giant()`');
    expect(text).toContain('drop table public.users;');
    expect(text).toContain('Details of 1 of the objects were left out');
    wellFormed(text);
  });
});
