import type { Of } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';
import { type CollationAttributes, PROVIDERS } from './index.js';

export function collationDocument(o: Of<CollationAttributes>): ManifestDocument | null {
  const a = o.attributes;
  const provider = PROVIDERS[a.provider];
  if (provider === undefined) return null;
  return {
    keys: mapOf({
      provider,
      locale: a.locale ?? undefined,
      lc_collate: a.lcCollate ?? undefined,
      lc_ctype: a.lcCtype ?? undefined,
      deterministic: a.deterministic ? undefined : false,
      rules: a.rules ?? undefined,
    }),
  };
}
