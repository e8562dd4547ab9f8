import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { creating, made } from '../../manifest/parts/made.js';
import { ENABLED } from '../../manifest/parts/triggers.js';
import { items, scalar, text } from '../../manifest/yaml/tree.js';
import { quoteLiteral } from '../../model/id.js';

export const documents: readonly ManifestKind[] = [{ name: 'event_trigger', load }];

function load(doc: Doc): void {
  const named = doc.plainName();
  const sql = creating(doc, 'event trigger', named).ours(` on ${text(doc.get('on')) ?? ''}`);
  const tags = items(doc.get('tags')).flatMap((tag) => text(tag) ?? []);
  if (tags.length > 0) sql.ours(` when tag in (${tags.map(quoteLiteral).join(', ')})`);
  const call = scalar(doc.get('execute'));
  if (call === undefined || !doc.checkClause(call, 'a function call', true)) return;
  sql.ours(' execute function ').user(call);
  const target = `event trigger ${named.sql}`;
  made(doc, { named, ref: objectRef('event_trigger', null, named.name), sql, target });
  const enabled = doc.get('enabled');
  if (enabled === undefined) return;
  const mode = ENABLED[text(enabled) ?? ''] ?? 'enable';
  doc.statement(doc.sql(enabled.at).ours(`alter ${target} ${mode}`), enabled.at, []);
}
