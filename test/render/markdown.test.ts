import { describe, expect, it } from 'vitest';
import type { AccessChange } from '../../src/model/plan.js';
import { MARKDOWN_LIMIT, renderMarkdown } from '../../src/render/markdown.js';
import { allNodes, wellFormed } from './github.js';
import { cleanUp, hostile, plan, refused, step } from './plans.js';

const TABLE = { kind: 'table', schema: 'public', name: 'a|b' };
const ACCESS: AccessChange[] = [
  {
    object: TABLE,
    roles: [
      {
        role: 'anon',
        before: { DELETE: { level: 'all' } },
        after: { SELECT: { level: 'some', policies: ['`x`, all*'] } },
        changed: ['SELECT', 'DELETE'],
        widened: ['SELECT'],
      },
      {
        role: 'staff',
        before: {},
        after: { SELECT: { level: 'all' } },
        changed: ['SELECT'],
        widened: ['SELECT'],
      },
    ],
  },
];

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
    expect(text).toContain('± replace function public.giant()');
    expect(text).toMatch(/… 29\d\d more lines, left out for want of room/);
    expect(text).toContain('drop table public.users;');
    expect(text).toContain('Details of 1 of the objects were left out');
    wellFormed(text);
  });

  it('shows what differs in a definition before the SQL', () => {
    const alter = step({
      action: 'alter',
      object: { kind: 'function', schema: 'public', name: 'f', arguments: '' },
      sql: ['create or replace function …'],
    });
    const define = () => ({ before: 'a\nb ```\nc', after: 'a\nB ```\nc' });
    const text = renderMarkdown(plan([alter]), { define });
    expect(text).toContain('````diff\n a\n-b ```\n+B ```\n c\n````\n\n```sql');
    wellFormed(text);
  });

  it('shows whose access changes, what is wider in bold', () => {
    const text = renderMarkdown(plan([step({ action: 'alter', object: TABLE })], { access: ACCESS }));
    expect(text).toContain('| Object | Role | SELECT | DELETE |');
    expect(text).toContain('| `table public."a\\|b"` | `anon` | **– → policy \\`x\\`, all\\*** | all → – |');
    const [table] = allNodes(wellFormed(text))
      .filter((node) => node.type === 'table')
      .slice(-1);
    expect(table?.type === 'table' && table.children.length).toBe(3);
  });

  it('draws what changes and what stands on it, where that can be read', () => {
    const objects = [
      { object: TABLE, action: 'alter' as const },
      { object: { kind: 'view', schema: 'public', name: 'x"]; click <b>#' }, action: null },
    ];
    const one = plan([step({ action: 'alter', object: TABLE })]);
    const text = renderMarkdown(one, { relate: () => ({ objects, edges: [[1, 0]] }) });
    const [code] = allNodes(wellFormed(text)).filter(
      (node) => node.type === 'code' && node.lang === 'mermaid',
    );
    expect(code?.type === 'code' ? code.value.split('\n') : []).toEqual([
      'flowchart LR',
      '  n0["~ table public.#34;a|b#34;"]:::change',
      '  n1["view public.#34;x#34;#34;]#59; click #60;b#62;#35;#34;"]',
      '  n1 --> n0',
      expect.stringContaining('classDef change'),
    ]);
    expect(renderMarkdown(one, { relate: () => ({ objects, edges: [] }) })).not.toContain('mermaid');
  });

  it.each([3000, 20_000])('never over its limit, with access and pictures of any size', (limit) => {
    const many = Array.from({ length: 900 }, (_, index) => ({
      ...(ACCESS[0] as AccessChange),
      object: { ...TABLE, name: `t${index}` },
    }));
    const objects = many.slice(0, 39).map(({ object }) => ({ object, action: 'alter' as const }));
    const edges = objects.slice(1).map((_, index) => [index + 1, index] as const);
    const steps = many.map(({ object }) =>
      step({
        action: 'alter',
        object,
        sql: ['x'.repeat(300)],
        hazards: [{ kind: 'h', message: 'm'.repeat(90) }],
      }),
    );
    for (const hazards of [true, false]) {
      const given = hazards ? steps : steps.map((one) => ({ ...one, hazards: [] }));
      const text = renderMarkdown(plan(given, { access: many }), {
        limit,
        define: () => ({ before: 'a\n'.repeat(20), after: 'b\n'.repeat(20) }),
        relate: () => ({ objects, edges }),
      });
      expect(text.length).toBeLessThanOrEqual(limit);
      expect(text).toContain('left out');
      wellFormed(text);
    }
  });
});
