import type { Of } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';
import { lowered } from '../words.js';
import type { CastAttributes } from './index.js';

const CONTEXTS: Record<string, string | undefined> = { a: 'assignment', i: 'implicit' };

export function castDocument(o: Of<CastAttributes>): ManifestDocument {
  const a = o.attributes;
  return {
    title: lowered(`${a.source} as ${a.target}`),
    keys: mapOf({
      function: a.function === null ? undefined : lowered(a.function),
      method: a.function !== null ? undefined : a.method === 'i' ? 'inout' : 'binary',
      context: CONTEXTS[a.context],
    }),
  };
}
