import { optionsMap } from '../foreign.js';
import type { Of } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';
import { looseName } from '../words.js';
import type { WrapperAttributes } from './index.js';

export function wrapperDocument(o: Of<WrapperAttributes>): ManifestDocument {
  const a = o.attributes;
  return {
    keys: mapOf({
      handler: a.handler === null ? undefined : looseName(a.handler),
      validator: a.validator === null ? undefined : looseName(a.validator),
      options: optionsMap(a.options),
    }),
  };
}
