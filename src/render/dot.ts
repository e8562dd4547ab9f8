import type { Related } from '../plan/related.js';
import { objectLabel } from './label.js';

/** A quoted string of the DOT language: only quotes and backslashes mean something in it. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** The picture in Graphviz' language, a frame around each schema; arrows go from what depends to what it depends on. */
export function renderDot({ objects, edges }: Related): string {
  const schemas = [...new Set(objects.map(({ object }) => object.schema))];
  const nodes = (schema: string | null, indent: string): string[] =>
    objects.flatMap(({ object }, index) =>
      object.schema === schema ? [`${indent}n${index} [label=${quoted(objectLabel(object))}];`] : [],
    );
  const frames = schemas.flatMap((schema, index) =>
    schema === null
      ? nodes(schema, '  ')
      : [`  subgraph cluster_${index} {`, `    label=${quoted(schema)};`, ...nodes(schema, '    '), '  }'],
  );
  return [
    'digraph reconcile {',
    '  rankdir=LR;',
    '  graph [fontname="Helvetica", color="#bbbbbb"];',
    '  node [shape=box, style=rounded, fontname="Helvetica", fontsize=10];',
    ...frames,
    ...edges.map(([from, to]) => `  n${from} -> n${to};`),
    '}',
    '',
  ].join('\n');
}

/** The same picture drawn by Graphviz itself, which comes as WebAssembly. */
export async function renderSvg(related: Related): Promise<string> {
  const { instance } = await import('@viz-js/viz');
  const viz = await instance();
  return viz.renderString(renderDot(related), { format: 'svg' });
}
