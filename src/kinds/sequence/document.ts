import { type Doc, objectRef } from '../../manifest/doc.js';
import type { ManifestKind } from '../../manifest/kind.js';
import { nameParts } from '../../manifest/names.js';
import { comment } from '../../manifest/parts/comment.js';
import { owner, renamedFrom } from '../../manifest/parts/common.js';
import { grants, PRIVILEGES } from '../../manifest/parts/grants.js';
import { isTrue } from '../../manifest/parts/relation.js';
import { scalar, text } from '../../manifest/yaml/tree.js';
import { quoteIdent } from '../../model/id.js';

export const documents: readonly ManifestKind[] = [{ name: 'sequence', load }];

const OPTIONS = [
  ['as', 'type', 'as '],
  ['increment', 'increment', 'increment by '],
  ['min', 'min', 'minvalue '],
  ['max', 'max', 'maxvalue '],
  ['start', 'start', 'start with '],
  ['cache', 'cache', 'cache '],
] as const;

function load(doc: Doc): void {
  const named = doc.inSchema();
  const ref = objectRef('sequence', named.schema, named.name);
  const unlogged = text(doc.get('persistence')) === 'unlogged' ? 'unlogged ' : '';
  const sql = doc.sql(doc.at).ours(`create ${unlogged}sequence ${named.sql}`, doc.offsetOf(doc.at));
  const written: string[] = doc.has('persistence') ? ['persistence'] : [];
  for (const [key, attribute, word] of OPTIONS) {
    const value = scalar(doc.get(key));
    if (value === undefined) continue;
    written.push(attribute);
    sql.ours(` ${word}${value.text}`, doc.offsetOf(value.at));
  }
  if (doc.has('cycle')) {
    written.push('cycle');
    sql.ours(isTrue(doc.get('cycle')) ? ' cycle' : ' no cycle', doc.offsetOf(doc.get('cycle')?.at ?? doc.at));
  }
  range(doc);
  doc.statement(sql, doc.at, [ref]);
  if (ownedBy(doc, named.sql)) written.push('ownedBy');
  doc.declare(ref, doc.at, {
    text: sql.text,
    attributes: new Set(written),
    sections: new Set(),
    owner: owner(doc),
    comment: comment(doc, doc.map, `sequence ${named.sql}`),
    grants: grants(doc, { sql: `sequence ${named.sql}`, privileges: PRIVILEGES.sequence, columns: false }),
    renamedFrom: renamedFrom(doc, named),
  });
}

/** CREATE SEQUENCE in the manual: the increment is not zero, min < max, start in between. */
function range(doc: Doc): void {
  const number = (key: string): bigint | null => {
    const written = text(doc.get(key));
    return written !== undefined && /^[+-]?\d+$/.test(written) ? BigInt(written) : null;
  };
  const wrong = (key: string, message: string): void =>
    doc.problem('sequence', message, doc.get(key)?.at ?? doc.at);
  const [min, max, start] = [number('min'), number('max'), number('start')];
  if (number('increment') === 0n) wrong('increment', 'increment must not be zero');
  if (min !== null && max !== null && min >= max)
    wrong('max', `max (${max}) must be greater than min (${min})`);
  if (start !== null && min !== null && start < min)
    wrong('start', `start (${start}) is less than min (${min})`);
  if (start !== null && max !== null && start > max)
    wrong('start', `start (${start}) is greater than max (${max})`);
}

function ownedBy(doc: Doc, name: string): boolean {
  const value = scalar(doc.get('owned_by'));
  if (value === undefined) return false;
  const { parts, error } = nameParts(value.text, 3);
  doc.nameProblem(error, value, value.at);
  const none = value.text === 'none';
  if (!none && parts.length < 2) {
    doc.problem(
      'bad-name',
      `owned_by must be table.column, schema.table.column or none, not ${value.text}`,
      value.at,
    );
    return true;
  }
  const full = parts.length === 2 ? [doc.defaultSchema, ...parts] : parts;
  const target = none ? 'none' : full.map(quoteIdent).join('.');
  doc.statement(doc.sql(value.at).ours(`alter sequence ${name} owned by ${target}`), value.at, []);
  return true;
}
