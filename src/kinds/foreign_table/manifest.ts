import { optionsMap } from '../foreign.js';
import type { Of } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';
import type { ForeignTableAttributes } from './index.js';

/** Foreign tables that inherit or are partitions have no manifest. */
export function foreignTableDocument(o: Of<ForeignTableAttributes>): ManifestDocument | null {
  const a = o.attributes;
  if (a.partitionOf !== null || a.inherits.length > 0) return null;
  return {
    keys: mapOf({ server: a.server, options: optionsMap(a.options) }),
    sections: ['column', 'constraint', 'trigger'],
  };
}
