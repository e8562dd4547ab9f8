import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { PRIVILEGES } from '../../manifest/parts/grants.js';
import { creating, made } from '../../manifest/parts/made.js';
import { foreignOptions } from '../../manifest/parts/options.js';
import { scalar } from '../../manifest/yaml/tree.js';

export const documents: readonly ManifestKind[] = [{ name: 'foreign_data_wrapper', load }];

function load(doc: Doc): void {
  const named = doc.plainName();
  const sql = creating(doc, 'foreign data wrapper', named);
  for (const key of ['handler', 'validator']) {
    const value = scalar(doc.get(key));
    if (value !== undefined) sql.ours(` ${key} ${doc.loose(value)}`, doc.offsetOf(value.at));
  }
  sql.ours(foreignOptions(doc.get('options')));
  const target = `foreign data wrapper ${named.sql}`;
  made(doc, {
    named,
    ref: objectRef('foreign_data_wrapper', null, named.name),
    sql,
    target,
    privileges: PRIVILEGES.usage,
  });
}
