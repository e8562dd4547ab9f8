import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { owner } from '../../manifest/parts/common.js';
import { PRIVILEGES } from '../../manifest/parts/grants.js';
import { creating, made } from '../../manifest/parts/made.js';
import { definition } from '../../manifest/parts/options.js';

export const documents: readonly ManifestKind[] = [{ name: 'base_type', load }];

/** Its shell comes first, for its functions name it; without `input` it stays one. */
function load(doc: Doc): void {
  const named = doc.inSchema();
  const ref = objectRef('base_type', named.schema, named.name);
  const of = { named, ref, target: `type ${named.sql}`, privileges: PRIVILEGES.usage };
  const shell = creating(doc, 'type', named);
  doc.statement(shell, doc.at, [ref], { class: 'local' });
  if (doc.get('input') === undefined) {
    // GRANT and COMMENT do not take it.
    doc.declare(ref, doc.at, { text: shell.text, sections: new Set(), owner: owner(doc) });
    return;
  }
  const sql = creating(doc, 'type', named);
  const sound = definition(doc, sql, [
    ['input', 'input', 'name'],
    ['output', 'output', 'name'],
    ['receive', 'receive', 'name'],
    ['send', 'send', 'name'],
    ['typmod_in', 'typmod_in', 'name'],
    ['typmod_out', 'typmod_out', 'name'],
    ['analyze', 'analyze', 'name'],
    ['subscript', 'subscript', 'name'],
    ['length', 'internallength', 'word'],
    ['passed_by_value', 'passedbyvalue', 'flag'],
    ['alignment', 'alignment', 'word'],
    ['storage', 'storage', 'word'],
    ['category', 'category', 'text'],
    ['preferred', 'preferred', 'flag'],
    ['default', 'default', 'text'],
    ['element', 'element', 'sql'],
    ['delimiter', 'delimiter', 'text'],
    ['collatable', 'collatable', 'flag'],
  ]);
  if (sound) made(doc, { ...of, sql });
}
