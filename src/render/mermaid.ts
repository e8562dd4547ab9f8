import type { Action } from '../model/plan.js';
import type { Related } from '../plan/related.js';
import { objectLabel, symbolOf } from './label.js';

const CLASSES: Record<string, string> = {
  create: 'fill:#dafbe1,stroke:#1a7f37,color:#1f2328',
  change: 'fill:#fff8c5,stroke:#9a6700,color:#1f2328',
  drop: 'fill:#ffebe9,stroke:#cf222e,color:#1f2328',
};

const classOf = (action: Action): string => {
  if (action === 'create') return 'create';
  return action === 'drop' || action === 'park' ? 'drop' : 'change';
};

/** A label in double quotes; Mermaid reads entity codes between `#` and `;`. */
export function mermaidText(text: string): string {
  return `"${text.replace(/[#"<>`&\\;]/g, (character) => `#${character.charCodeAt(0)};`)}"`;
}

/** A flow chart whose arrows go from what depends to what it depends on. */
export function renderMermaid({ objects, edges }: Related): string {
  const label = ({ object, action }: Related['objects'][number]): string =>
    mermaidText(`${action === null ? '' : `${symbolOf(action)} `}${objectLabel(object)}`);
  const used = new Set(objects.flatMap(({ action }) => (action === null ? [] : [classOf(action)])));
  return [
    'flowchart LR',
    ...objects.map(
      (one, index) => `  n${index}[${label(one)}]${one.action === null ? '' : `:::${classOf(one.action)}`}`,
    ),
    ...edges.map(([from, to]) => `  n${from} --> n${to}`),
    ...Object.entries(CLASSES)
      .filter(([name]) => used.has(name))
      .map(([name, style]) => `  classDef ${name} ${style}`),
  ].join('\n');
}
