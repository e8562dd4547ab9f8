import { describe, expect, it } from 'vitest';
import type { Related } from '../../src/plan/related.js';
import { renderDot, renderSvg } from '../../src/render/dot.js';
import { renderMermaid } from '../../src/render/mermaid.js';
import { runWith } from '../cli/fakes.js';

const PICTURE: Related = {
  objects: [
    { object: { kind: 'function', schema: 'crm', name: 'f', arguments: 'uuid' }, action: null },
    { object: { kind: 'table', schema: 'public', name: 'evil"]; n1 -> n1\\ <b>&' }, action: null },
    { object: { kind: 'extension', schema: null, name: 'citext' }, action: null },
  ],
  edges: [
    [0, 1],
    [1, 2],
  ],
};

describe('graph', () => {
  it('is DOT with a frame around each schema; names stay labels', () => {
    expect(renderDot(PICTURE).split('\n').slice(4)).toEqual([
      '  subgraph cluster_0 {',
      '    label="crm";',
      '    n0 [label="function crm.f(uuid)"];',
      '  }',
      '  subgraph cluster_1 {',
      '    label="public";',
      '    n1 [label="table public.\\"evil\\"\\"]; n1 -> n1\\\\ <b>&\\""];',
      '  }',
      '  n2 [label="extension citext"];',
      '  n0 -> n1;',
      '  n1 -> n2;',
      '}',
      '',
    ]);
  });

  it('is Mermaid', () => {
    expect(renderMermaid(PICTURE).split('\n')).toEqual([
      'flowchart LR',
      '  n0["function crm.f(uuid)"]',
      '  n1["table public.#34;evil#34;#34;]#59; n1 -#62; n1#92; #60;b#62;#38;#34;"]',
      '  n2["extension citext"]',
      '  n0 --> n1',
      '  n1 --> n2',
    ]);
  });

  it('is SVG, drawn without any program', async () => {
    const svg = await renderSvg(PICTURE);
    expect(svg).toContain('<svg');
    expect(svg.match(/class="edge"/g)).toHaveLength(2);
    expect(svg).toContain('&lt;b&gt;&amp;');
  });

  it.each([
    [[], 'live', 'flowchart LR'],
    [['--format', 'dot', '--of', 'desired'], 'desired', 'digraph'],
    [['--format', 'svg'], 'live', '<?xml'],
  ])('graph prod %j', async (flags, side, start) => {
    const asked: string[] = [];
    const graphEnvironment = async (_: unknown, of: string): Promise<Related> => {
      asked.push(of);
      return PICTURE;
    };
    const { code, out } = await runWith(['graph', 'prod', ...flags], { flow: { graphEnvironment } });
    expect([code, asked]).toEqual([0, [side]]);
    expect(out.startsWith(start)).toBe(true);
  });
});
