import { type Doc, objectRef } from '../doc.js';
import { PRIVILEGES } from '../parts/grants.js';
import { creating, made } from '../parts/made.js';
import { definition } from '../parts/options.js';
import type { ManifestKind } from './kind.js';

export const rangeType: ManifestKind = { name: 'range_type', load };

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
