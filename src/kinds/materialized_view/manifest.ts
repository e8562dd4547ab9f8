import type { Of } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';
import { optionMap } from '../table/options.js';
import { queryBlock } from '../view/manifest.js';
import type { MaterializedViewAttributes } from './index.js';

export function materializedViewDocument(o: Of<MaterializedViewAttributes>): ManifestDocument {
  const a = o.attributes;
  return {
    keys: mapOf({
      using: a.accessMethod ?? undefined,
      with: a.options.length === 0 ? undefined : optionMap(a.options),
      tablespace: a.tablespace ?? undefined,
      with_data: a.populated === false ? false : undefined,
    }),
    last: mapOf({ query: queryBlock(a.query) }),
    sections: ['index'],
  };
}
