import { describe, expect, it } from 'vitest';
import { renderSummary, renderText } from '../../src/render/text.js';
import { cleanUp, hostile, plan, refused, step } from './plans.js';

describe('text', () => {
  it('decides within the first 20 lines and 80 columns', () => {
    const lines = renderText(cleanUp()).split('\n');
    const first = lines.slice(0, 20).join('\n');
    expect(first).toContain('- 19 to drop (14 tables, 5 functions; 1 trigger taken along)');
    expect(first).toContain('ACCESS EXCLUSIVE on 14 relations');
    expect(first).toContain('declared  6 tables, 9 functions, 2 views, 3 triggers');
    expect(first).toContain('unlisted  0');
    expect(first).toContain('rows or values are lost with 14 tables');
    expect(first).toContain('supabase_admin (19 steps)');
    expect(lines.filter((line) => line.length > 80 && !line.startsWith('      drop '))).toEqual([]);
  });

  it('counts a renamed table once among what is locked, whichever name a step knows it by', () => {
    const locks = (on: string) => [{ mode: 'ACCESS EXCLUSIVE', on }];
    const table = (name: string) => ({ kind: 'table', schema: 'public', name });
    const text = renderText(
      plan([
        step({ action: 'rename', object: table('clients'), locks: locks('public.profiles') }),
        step({ action: 'alter', object: table('clients'), locks: locks('public.clients') }),
      ]),
    );
    expect(text).toContain('locks     ACCESS EXCLUSIVE on 1 relation: public.profiles');
  });

  it('shows each step with what it takes, its role, locks, reason and SQL', () => {
    const text = renderText(cleanUp());
    const at = text.indexOf('- drop table public.test_templates (destructive) [12/19]');
    expect(at).toBeGreaterThan(0);
    expect(text.slice(at).split('\n').slice(0, 8)).toMatchInlineSnapshot(`
      [
        "- drop table public.test_templates (destructive) [12/19]",
        "      takes trigger test_templates_updated_at",
        "      as    supabase_admin",
        "      locks ACCESS EXCLUSIVE on public.test_templates",
        "      why   environments/prod.yaml:22",
        "      !     data_loss: all rows of public.test_templates are deleted",
        "      drop table public.test_templates;",
        "",
      ]
    `);
  });

  it('puts refusals before everything else, and still shows the plan', () => {
    const text = renderText(refused());
    expect(text.split('\n')[0]).toBe('Refused: nobody could apply this plan to prod (1 reason)');
    expect(text).toContain('hint: add the trigger to the drop set');
    expect(text).toContain('drop table public.users;');
  });

  it('says "No changes"', () => {
    expect(renderText(plan([]))).toContain('No changes');
    expect(renderText(plan([], { refusals: refused().refusals }))).toContain('No changes');
  });

  it('lets no name steer the terminal, and breaks no line with it', () => {
    const text = renderText(hostile());
    // biome-ignore lint/suspicious/noControlCharactersInRegex: looked for
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(text).toContain('\\u001b[31m\\n-- ; drop table x;');
  });

  it('paints only when asked to', () => {
    expect(renderText(cleanUp())).not.toContain('\u001b[');
    const painted = renderText(cleanUp(), { color: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: taken away
    expect(painted.replaceAll(/\u001b\[[\d;]*m/g, '')).toBe(renderText(cleanUp()));
  });

  it('has a short form for after the review', () => {
    const text = renderSummary(refused());
    expect(text).toContain('19 to drop');
    expect(text).not.toContain('drop table public.users;');
  });
});
