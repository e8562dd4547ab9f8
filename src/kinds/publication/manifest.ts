import { quoteIdent } from '../../model/id.js';
import type { Of, Surroundings } from '../kind.js';
import { type ManifestDocument, mapOf } from '../manifest.js';
import { lowered } from '../words.js';
import { listed, member, type PublicationAttributes } from './index.js';

export function publicationDocument(o: Of<PublicationAttributes>, around: Surroundings): ManifestDocument {
  const a = o.attributes;
  const name = quoteIdent(o.id.name);
  return {
    keys: mapOf({
      all_tables: a.allTables ? true : undefined,
      tables:
        a.tables.length === 0 ? undefined : a.tables.map((one) => lowered(listed(one, member(one), around))),
      schemas: a.schemas.length === 0 ? undefined : a.schemas,
      publish: a.publish.length === 4 ? undefined : a.publish,
      via_partition_root: a.viaPartitionRoot ? true : undefined,
    }),
    sql:
      a.generatedColumns === 'none'
        ? []
        : [`alter publication ${name} set (publish_generated_columns = ${a.generatedColumns})`],
  };
}
