import { type Doc, objectRef } from '../doc.js';
import { argumentTypes } from '../parts/arguments.js';
import { PRIVILEGES } from '../parts/grants.js';
import { creating, made } from '../parts/made.js';
import { definition, type Option } from '../parts/options.js';
import { isTrue } from '../parts/relation.js';
import { readHeader } from '../parts/routine.js';
import { scalar } from '../yaml/tree.js';
import type { ManifestKind } from './kind.js';

export const aggregate: ManifestKind = { name: 'aggregate', load };

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
  // Ordered-set aggregates have ORDER BY inside; (*) stands for no arguments.
  const types = /^\(\s*\*\s*\)$/.test(written)
    ? ''
    : argumentTypes(written.replace(/\border\s+by\b/i, written.includes(',') ? '' : ','));
  const shown = written.replace(/\s+default\b.*$/is, ')');
  const ref = objectRef('aggregate', named.schema, named.name, { arguments: types });
  const target = `aggregate ${named.sql}${types === null || /\border\s+by\b/i.test(written) || types === '' ? shown : `(${types})`}`;
  const grantTarget = `function ${named.sql}${types === null ? '' : `(${types})`}`;
  made(doc, { named, ref, sql, target, grantTarget, privileges: PRIVILEGES.routine });
}
