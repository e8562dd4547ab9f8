import type { Of, Surroundings } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';
import { clusteredPart } from '../relation.js';
import { optionMap } from '../table/options.js';
import { queryBlock } from '../view/manifest.js';
import type { MaterializedViewAttributes } from './index.js';

export function materializedViewDocument(
  o: Of<MaterializedViewAttributes>,
  around: Surroundings,
): ManifestDocument {
  const a = o.attributes;
  return {
    keys: mapOf({
      using: a.accessMethod ?? undefined,
      with: a.options.length === 0 ? undefined : optionMap(a.options),
      tablespace: a.tablespace ?? undefined,
      cluster_on: clusteredPart(o as never, around)?.id.name,
      with_data: a.populated === false ? false : undefined,
    }),
    last: mapOf({ query: queryBlock(a.query) }),
    sections: ['index'],
  };
}
