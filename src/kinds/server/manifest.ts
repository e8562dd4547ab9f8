import { optionsMap } from '../foreign.js';
import type { Of } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';
import type { ServerAttributes } from './index.js';

export function serverDocument(o: Of<ServerAttributes>): ManifestDocument {
  const a = o.attributes;
  return {
    keys: mapOf({
      wrapper: a.wrapper,
      type: a.type ?? undefined,
      version: a.version ?? undefined,
      options: optionsMap(a.options),
    }),
  };
}
