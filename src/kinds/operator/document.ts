import { type Doc, type Named, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { made } from '../../manifest/parts/made.js';
import { definition } from '../../manifest/parts/options.js';
import { isTrue } from '../../manifest/parts/relation.js';
import { scalar, text } from '../../manifest/yaml/tree.js';
import { quoteIdent } from '../../model/id.js';
import { describeStatement, parseStatement } from '../../sql/index.js';

export const documents: readonly ManifestKind[] = [{ name: 'operator', load }];

function load(doc: Doc): void {
  const value = scalar(doc.get('operator'));
  const found = /^(?:(.+)\.)?([-+*/<>=~!@#%^&|`?]+)$/.exec(value?.text ?? '');
  if (value === undefined || found === null) {
    doc.problem(
      'bad-name',
      'an operator is named SYMBOLS or SCHEMA.SYMBOLS',
      value?.at ?? doc.at,
      'for example: shop.===',
    );
    return;
  }
  const schema = found[1] ?? doc.defaultSchema;
  const symbols = found[2] ?? '';
  const named: Named = { schema, name: symbols, sql: `${quoteIdent(schema)}.${symbols}` };
  const sql = doc.sql(doc.at).ours(`create operator ${named.sql}`, doc.offsetOf(value.at));
  const sound = definition(
    doc,
    sql,
    [
      ['function', 'function', 'name'],
      ['left', 'leftarg', 'sql'],
      ['right', 'rightarg', 'sql'],
      ['commutator', 'commutator', 'sql'],
      ['negator', 'negator', 'sql'],
      ['restrict', 'restrict', 'name'],
      ['join', 'join', 'name'],
    ],
    ['hashes', 'merges'].filter((key) => isTrue(doc.get(key))),
  );
  if (!sound) return;
  const parsed = parseStatement(sql.text);
  const [ref] = parsed.kind === 'parsed' ? describeStatement(sql.text, parsed.tree, schema).creates : [];
  const target = `operator ${named.sql} (${text(doc.get('left')) ?? 'none'}, ${text(doc.get('right')) ?? 'none'})`;
  made(doc, { named, ref: ref ?? objectRef('operator', schema, symbols), sql, target });
}
