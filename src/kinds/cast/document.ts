import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { made } from '../../manifest/parts/made.js';
import { scalar, text } from '../../manifest/yaml/tree.js';
import { describeStatement, parseStatement } from '../../sql/index.js';

export const documents: readonly ManifestKind[] = [{ name: 'cast', load }];

/** `cast: SOURCE as TARGET`, by a function, through text (inout) or as it is (binary). */
function load(doc: Doc): void {
  const types = scalar(doc.get('cast'));
  if (types === undefined || !doc.checkClause(types, 'a cast', true)) return;
  const sql = doc.sql(doc.at).ours('create cast (', doc.offsetOf(doc.at)).user(types).ours(')');
  const call = scalar(doc.get('function'));
  if (call !== undefined) {
    if (!doc.checkClause(call, 'a function', true)) return;
    sql.ours(' with function ').user(call);
  } else sql.ours(text(doc.get('method')) === 'inout' ? ' with inout' : ' without function');
  const context = text(doc.get('context'));
  if (context !== undefined && context !== 'explicit') sql.ours(` as ${context}`);
  const parsed = parseStatement(sql.text);
  const [ref] =
    parsed.kind === 'parsed' ? describeStatement(sql.text, parsed.tree, doc.defaultSchema).creates : [];
  const named = { schema: null, name: types.text, sql: types.text };
  made(doc, { named, ref: ref ?? objectRef('cast', null, types.text), sql, target: `cast (${types.text})` });
}
