import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { creating, made } from '../../manifest/parts/made.js';
import { freeOptions } from '../../manifest/parts/options.js';
import { isTrue } from '../../manifest/parts/relation.js';
import { items, scalar, text } from '../../manifest/yaml/tree.js';
import { quoteIdent, quoteLiteral } from '../../model/id.js';

export const documents: readonly ManifestKind[] = [{ name: 'subscription', load }];

/** Read off its statement and never run in a scratch: that would ask the publisher. */
function load(doc: Doc): void {
  const named = doc.plainName();
  const slot = text(doc.get('slot'));
  const options = [
    'connect = false',
    ...(doc.has('enabled') ? [`enabled = ${isTrue(doc.get('enabled'))}`] : []),
    ...(slot === undefined ? [] : [`slot_name = ${slot === 'none' ? 'none' : quoteLiteral(slot)}`]),
    ...freeOptions(doc.get('options')),
  ];
  const publications = items(doc.get('publications')).map((item) => quoteIdent(text(item) ?? ''));
  const sql = creating(doc, 'subscription', named).ours(
    ` connection ${quoteLiteral(doc.filled(scalar(doc.get('connection')), 'left'))} publication ${publications.join(', ')} with (${options.join(', ')})`,
  );
  made(doc, {
    named,
    ref: objectRef('subscription', null, named.name),
    sql,
    target: `subscription ${named.sql}`,
    class: 'modelled',
  });
}
