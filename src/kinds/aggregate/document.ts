import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { argumentTypes } from '../../manifest/parts/arguments.js';
import { PRIVILEGES } from '../../manifest/parts/grants.js';
import { creating, made } from '../../manifest/parts/made.js';
import { definition, type Option } from '../../manifest/parts/options.js';
import { isTrue } from '../../manifest/parts/relation.js';
import { readHeader } from '../../manifest/parts/routine.js';
import { scalar } from '../../manifest/yaml/tree.js';

export const documents: readonly ManifestKind[] = [{ name: 'aggregate', load }];

const FUNCTIONS = 'sfunc finalfunc combinefunc serialfunc deserialfunc msfunc minvfunc mfinalfunc'.split(' ');
const OPTIONS: readonly Option[] = [
  ...FUNCTIONS.map((key): Option => [key, key, 'name']),
  ['stype', 'stype', 'sql'],
  ['mstype', 'mstype', 'sql'],
  ['sspace', 'sspace', 'word'],
  ['msspace', 'msspace', 'word'],
  ['finalfunc_modify', 'finalfunc_modify', 'word'],
  ['mfinalfunc_modify', 'mfinalfunc_modify', 'word'],
  ['initcond', 'initcond', 'text'],
  ['minitcond', 'minitcond', 'text'],
  ['sortop', 'sortop', 'sql'],
  ['parallel', 'parallel', 'word'],
];
const FLAGS = ['finalfunc_extra', 'mfinalfunc_extra', 'hypothetical'];

function load(doc: Doc): void {
  const header = scalar(doc.get('aggregate'));
  const head = header === undefined ? null : readHeader(doc, header);
  if (header === undefined || head === null) return;
  const { named, open } = head;
  const sql = creating(doc, 'aggregate', named).user(header, open);
  if (
    !definition(
      doc,
      sql,
      OPTIONS,
      FLAGS.filter((key) => isTrue(doc.get(key))),
    )
  )
    return;
  const written = header.text.slice(open);
  // (*) stands for no arguments.
  const types = /^\(\s*\*\s*\)$/.test(written) ? '' : argumentTypes(inOneList(written));
  const shown = written.replace(/\s+default\b.*$/is, ')');
  const ref = objectRef('aggregate', named.schema, named.name, { arguments: types });
  const target = `aggregate ${named.sql}${types === null || /\border\s+by\b/i.test(written) || types === '' ? shown : `(${types})`}`;
  const grantTarget = `function ${named.sql}${types === null ? '' : `(${types})`}`;
  made(doc, { named, ref, sql, target, grantTarget, privileges: PRIVILEGES.routine });
}

/** An ordered-set aggregate's arguments are those before and behind ORDER BY; a variadic one stands on both sides of it. */
const inOneList = (written: string): string =>
  written
    .replace(/(\bvariadic\b[^,]*?)\s+order\s+by\s+.*\bvariadic\b.*\)$/is, '$1)')
    .replace(/(\(\s*)?\border\s+by\b/i, (_, open?: string) => open ?? ',');
