import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { planEnvironment } from '../../src/reconcile.js';
import { MARKDOWN_LIMIT, renderMarkdown } from '../../src/render/markdown.js';
import { wellFormed } from '../render/github.js';
import { EXAMPLES } from './projects.js';

const folder = fileURLToPath(new URL('../../docs/examples/', import.meta.url));

/** The comments that docs/review.md shows: \`npm run examples\` writes them anew. */
describe.each(EXAMPLES)('$name.md', ({ name, environment, make }) => {
  it('is what a pull request shows', async () => {
    const dir = make();
    const texts: string[] = [];
    for (let run = 0; run < 2; run += 1) {
      const planned = await planEnvironment({ dir, name: environment, env: {} });
      await planned.close();
      texts.push(renderMarkdown(planned.plan, planned.result));
    }
    const [first = '', second] = texts;
    expect(second, 'the same bytes on every run').toBe(first);
    expect(first.length).toBeLessThanOrEqual(MARKDOWN_LIMIT);
    wellFormed(first);
    await expect(first).toMatchFileSnapshot(`${folder}${name}.md`);
  }, 300_000);
});
