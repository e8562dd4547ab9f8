import type { Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { expect } from 'vitest';

/** What of HTML a comment may hold: nothing that a name could have brought. */
const HTML =
  /^(<details>(<summary>(<code>)?[^<>]*(<\/code>)?<\/summary>)?|<\/details>|<!-- ?[^<>]*-->|<!-- -->)$/;

export function parse(markdown: string): Root {
  return fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

export function allNodes(node: Nodes): Nodes[] {
  return [node, ...('children' in node ? node.children.flatMap(allNodes) : [])];
}

/** Checks, with a parser of GitHub's Markdown, that fences are closed, tables are even, and nothing broke out. */
export function wellFormed(markdown: string): Root {
  const tree = parse(markdown);
  const lines = markdown.split('\n');
  let depth = 0;
  for (const node of allNodes(tree)) {
    if (node.type === 'code') {
      const last = lines[(node.position?.end.line ?? 0) - 1] ?? '';
      expect(last, 'a fence is closed').toMatch(/^`{3,}$/);
    }
    if (node.type === 'table') {
      const widths = new Set(node.children.map((row) => row.children.length));
      expect([...widths], JSON.stringify(node.children[0])).toHaveLength(1);
    }
    if (node.type === 'html') {
      for (const line of node.value.split('\n')) expect(line).toMatch(HTML);
      depth += node.value.split('<details>').length - node.value.split('</details>').length;
      expect(depth).toBeGreaterThanOrEqual(0);
    }
    expect(
      ['link', 'image', 'footnoteReference', 'definition', 'delete'],
      JSON.stringify(node),
    ).not.toContain(node.type);
  }
  expect(depth, 'every <details> is closed').toBe(0);
  return tree;
}
