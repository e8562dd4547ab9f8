import type { Related } from '../plan/related.js';
import { mdFence } from './markdown-escape.js';
import { renderMermaid } from './mermaid.js';

/** More boxes than this are no help to anybody. */
const BOXES = 40;

/** What changes and what stands on it, as a folded picture, where something stands on something and it can be read. */
export function pictureSection(related: Related | undefined, room: number): string {
  if (related === undefined || related.edges.length === 0) return '';
  const whole = connected(related, () => true);
  const drawn =
    whole.objects.length <= BOXES
      ? whole
      : connected(related, (from, to) => from.action !== null && to.action !== null);
  if (drawn.objects.length > BOXES || drawn.edges.length === 0) return '';
  const text = `<details><summary>What changes, and what depends on it</summary>\n\n${mdFence('mermaid', renderMermaid(drawn))}\n\n</details>`;
  return text.length > room ? '' : text;
}

type One = Related['objects'][number];

/** The objects that some edge of a kind touches, and those edges. */
function connected({ objects, edges }: Related, wanted: (from: One, to: One) => boolean): Related {
  const kept = edges.filter(([from, to]) => {
    const [a, b] = [objects[from], objects[to]];
    return a !== undefined && b !== undefined && wanted(a, b);
  });
  const used = [...new Set(kept.flat())].sort((a, b) => a - b);
  const numbers = new Map(used.map((old, index) => [old, index]));
  return {
    objects: used.flatMap((index) => objects[index] ?? []),
    edges: kept.map(([from, to]) => [numbers.get(from) ?? 0, numbers.get(to) ?? 0] as const),
  };
}
