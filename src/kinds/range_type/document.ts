import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { PRIVILEGES } from '../../manifest/parts/grants.js';
import { creating, made } from '../../manifest/parts/made.js';
import { definition } from '../../manifest/parts/options.js';

export const documents: readonly ManifestKind[] = [{ name: 'range_type', load }];

function load(doc: Doc): void {
  const named = doc.inSchema();
  const sql = creating(doc, 'type', named).ours(' as range');
  const sound = definition(doc, sql, [
    ['subtype', 'subtype', 'sql'],
    ['subtype_opclass', 'subtype_opclass', 'name'],
    ['collation', 'collation', 'name'],
    ['canonical', 'canonical', 'name'],
    ['subtype_diff', 'subtype_diff', 'name'],
    ['multirange_type_name', 'multirange_type_name', 'name'],
  ]);
  const ref = objectRef('range_type', named.schema, named.name);
  if (sound) made(doc, { named, ref, sql, target: `type ${named.sql}`, privileges: PRIVILEGES.usage });
}
