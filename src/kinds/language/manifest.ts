import type { Of } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';
import { looseName } from '../words.js';
import type { LanguageAttributes } from './index.js';

export function languageDocument(o: Of<LanguageAttributes>): ManifestDocument {
  const a = o.attributes;
  const name = (text: string | null): string | undefined => (text === null ? undefined : looseName(text));
  return {
    keys: mapOf({
      trusted: a.trusted ? true : undefined,
      handler: name(a.handler),
      inline: name(a.inline),
      validator: name(a.validator),
    }),
  };
}
