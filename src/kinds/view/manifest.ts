import type { Of } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';
import { lowered } from '../words.js';
import type { ViewAttributes } from './index.js';

export function viewDocument(o: Of<ViewAttributes>): ManifestDocument {
  const a = o.attributes;
  return {
    keys: mapOf({
      security_invoker: a.securityInvoker ?? undefined,
      security_barrier: a.securityBarrier ?? undefined,
      check_option: a.checkOption === '' ? undefined : a.checkOption,
    }),
    last: mapOf({ query: queryBlock(a.query) }),
    sections: ['trigger', 'rule'],
  };
}

/** A printed query as a block of text of its own. */
export function queryBlock(query: string): string {
  return `${lowered(query).trim().replace(/;$/, '').trimEnd()}\n`;
}
