import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { made } from '../../manifest/parts/made.js';
import { scalar } from '../../manifest/yaml/tree.js';
import { quoteIdent } from '../../model/id.js';

export const documents: readonly ManifestKind[] = [{ name: 'transform', load }];

/** `transform: TYPE language LANGUAGE`, with the functions of both ways. */
function load(doc: Doc): void {
  const title = scalar(doc.get('transform'));
  const found = /^(.+) language (\S+)$/s.exec(title?.text ?? '');
  if (title === undefined || found === null) {
    const hint = 'for example: hstore language plpython3u';
    doc.problem('bad-name', 'a transform is named TYPE language LANGUAGE', title?.at ?? doc.at, hint);
    return;
  }
  const [, type = '', language = ''] = found;
  const target = `transform for ${type} language ${quoteIdent(language)}`;
  const sql = doc.sql(doc.at).ours(`create ${target} (`, doc.offsetOf(doc.at));
  let separator = '';
  for (const [key, words] of [
    ['from_sql', 'from sql with function'],
    ['to_sql', 'to sql with function'],
  ] as const) {
    const call = scalar(doc.get(key));
    if (call === undefined) continue;
    if (!doc.checkClause(call, 'a function', true)) return;
    sql.ours(`${separator}${words} `).user(call);
    separator = ', ';
  }
  sql.ours(')');
  const named = { schema: null, name: title.text, sql: title.text };
  const ref = objectRef('transform', null, `${type} language ${quoteIdent(language)}`);
  made(doc, { named, ref, sql, target });
}
