import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { dottedName } from '../../manifest/names.js';
import { creating, made } from '../../manifest/parts/made.js';
import { definition } from '../../manifest/parts/options.js';
import { entries, items, text } from '../../manifest/yaml/tree.js';
import { qualified } from '../../model/id.js';

export const textSearchConfiguration: ManifestKind = { name: 'text_search_configuration', load };

function load(doc: Doc): void {
  const named = doc.inSchema();
  const sql = creating(doc, 'text search configuration', named);
  definition(doc, sql, [
    ['parser', 'parser', 'name'],
    ['copy', 'copy', 'name'],
  ]);
  const ref = objectRef('text_search_configuration', named.schema, named.name);
  const target = `text search configuration ${named.sql}`;
  made(doc, { named, ref, sql, target });
  for (const one of entries(doc.get('mappings'))) {
    const dictionaries = items(one.value).flatMap((item) => {
      const written = text(item);
      if (written === undefined) return [];
      const { name } = dottedName(written);
      return [qualified(name.schema, name.name)];
    });
    // A copied configuration has mappings to be replaced; a fresh one has none.
    const verb = doc.has('copy') ? 'alter' : 'add';
    doc.statement(
      doc.sql(one.at).ours(`alter ${target} ${verb} mapping for ${one.key} with ${dictionaries.join(', ')}`),
      one.at,
      [],
    );
  }
}
